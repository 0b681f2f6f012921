import { usePages } from '../pages.ts';
import { ChangeList } from '../components/change-list.tsx';
import { Paged } from '../components/paged.tsx';
import { Notice } from '../components/states.tsx';
import { EntityHistoryDocument, type Moment } from '../generated/operations.ts';
import { TEXTS } from '../texts.ts';

/** What the log has of it, the newest first. */
export function History({ id, at }: { id: string; at: Moment | null }) {
  const pages = usePages(EntityHistoryDocument, { id, at }, ({ entity }) => entity?.history);
  return (
    <Paged pages={pages} none={{ title: TEXTS.entity.empty, help: TEXTS.entity.emptyHelp.history }}>
      {(nodes) => (
        <>
          {at?.asOf !== undefined && <Notice tone="info">{TEXTS.history.notCut}</Notice>}
          <ChangeList id={id} changes={nodes} at={at} />
        </>
      )}
    </Paged>
  );
}
