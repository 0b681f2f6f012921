import { Link } from 'react-aria-components';
import { useAsked } from '../../ask.ts';
import { ChangeList } from '../../components/change-list.tsx';
import { Answered } from '../../components/states.tsx';
import { EntityHistoryDocument, type ChangeType } from '../../generated/operations.ts';
import { entityHref } from '../../links.ts';
import { TEXTS } from '../../texts.ts';

/** So far back the log is looked through. */
const FIRST = 200;

/** What makes an entity another, rather than telling how it fares. */
const TELLING: ReadonlySet<ChangeType> = new Set(['CHANGED', 'DESCRIBED', 'RETIRED', 'REVIVED', 'SCHEMA_CHANGED']);

interface WhatChangedProps {
  readonly id: string;
  /** Of the two moments that are compared. */
  readonly since: string;
  readonly until: string;
}

/** What was said of an entity between the two moments. */
export function WhatChanged({ id, since, until }: WhatChangedProps) {
  const asked = useAsked(EntityHistoryDocument, { id, first: FIRST });
  return (
    <Answered asked={asked} rows={2}>
      {({ entity }) => {
        const { nodes = [], pageInfo } = entity?.history ?? {};
        const between = nodes.filter(({ type, at }) => TELLING.has(type) && at > since && at <= until);
        return (
          <>
            <ChangeList id={id} changes={between} at={null} />
            {(between.length === 0 || pageInfo?.hasNextPage === true) && (
              <Link className="meta" href={entityHref(id, { tab: 'history' })}>
                {TEXTS.modes.wholeHistory}
              </Link>
            )}
          </>
        );
      }}
    </Answered>
  );
}
