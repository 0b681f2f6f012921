import { listIn, refine } from '../address.ts';
import { useAsked } from '../ask.ts';
import { Choices } from '../components/choice.tsx';
import { Answered, Empty, Notice } from '../components/states.tsx';
import {
  FinerStartsDocument,
  type EntityKind,
  type EntityNameFragment,
  type FinerStartsQuery,
} from '../generated/operations.ts';
import { tellCount } from '../amount.ts';
import { momentIn } from '../moment.ts';
import { shownName } from '../shown-name.ts';
import { TEXTS } from '../texts.ts';
import { askedNow, type AskedLineage } from './asked-lineage.ts';
import { LineageView } from './lineage-view.tsx';

export function isMadeOfParts(kind: EntityKind): boolean {
  return kind === 'DATASET' || kind === 'FEATURE_VIEW';
}

interface FinerViewProps {
  readonly asked: AskedLineage;
  readonly query: URLSearchParams;
  /** The dataset or the feature view. */
  readonly whole: EntityNameFragment;
}

/** Lineage of the parts of a whole, column by column: of all, or of those that the address names as `parts`. */
export function FinerView({ asked, query, whole }: FinerViewProps) {
  const found = useAsked(FinerStartsDocument, { id: whole.id, at: momentIn(query) }, { keepsLast: true });
  return (
    <Answered asked={found} rows={10}>
      {({ entity }) => {
        const { nodes, total } = partsIn(entity);
        if (nodes.length === 0) return <Empty title={TEXTS.modes.noParts}>{TEXTS.entity.emptyHelp.parts}</Empty>;
        const isThere = (id: string) => nodes.some((part) => part.id === id);
        const named = listIn(query, 'parts').filter(isThere);
        const unknown = listIn(query, 'parts').filter((id) => !isThere(id));
        const of = named.length === 0 ? nodes.map(({ id }) => id) : named;
        return (
          <>
            {unknown.length > 0 && <Notice tone="warning">{TEXTS.modes.unknownParts(unknown)}</Notice>}
            {named.length === 0 && total.value > nodes.length && (
              <Notice tone="warning">{TEXTS.modes.cutParts(nodes.length, tellCount(total))}</Notice>
            )}
            <LineageView asked={asked} variables={{ ...askedNow(asked, query), of }}>
              <Choices
                label={TEXTS.modes.parts}
                none={TEXTS.modes.allParts(tellCount(total), TEXTS.entity.partsOf[whole.kind] ?? '')}
                chosen={named}
                choices={nodes.map((part) => ({ id: part.id, name: partName(shownName(part)), mark: null }))}
                onChange={(parts) => refine({ parts })}
              />
            </LineageView>
          </>
        );
      }}
    </Answered>
  );
}

function partsIn(entity: FinerStartsQuery['entity']) {
  const parts =
    entity === null ? null : 'fields' in entity ? entity.fields : 'features' in entity ? entity.features : null;
  return parts ?? { nodes: [], total: { value: 0, exact: true } };
}

/** Without the name of the whole, which stands above. */
function partName(name: string): string {
  return name.slice(name.indexOf('#') + 1);
}
