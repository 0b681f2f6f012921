import { CircleCheck } from 'lucide-react';
import { tellCount } from '../amount.ts';
import { Notice } from './states.tsx';
import type { AnswerHonestyFragment, LineageQuery } from '../generated/operations.ts';
import { TEXTS } from '../texts.ts';
import { tellTime } from '../time.ts';

/**
 * What a reader has to know before trusting an answer: that it was cut, that something is hidden, that something was not
 * seen lately; or that none of this is so, and for which moment it holds.
 */
export function Honesty({ answer, cut = null }: { answer: AnswerHonestyFragment; cut?: string | null }) {
  const { hidden, limitHit, staleLinks, moment } = answer;
  const isWhole = cut === null && limitHit === null && hidden.present !== true;
  return (
    <div className="honesty">
      {isWhole && (
        <span className="badge is-good">
          <CircleCheck aria-hidden="true" />
          {/* Policy may not let it be told whether there is more that is hidden. */}
          {hidden.present === null ? TEXTS.lineage.completeAsSeen : TEXTS.lineage.complete}
        </span>
      )}
      <span className="meta">{TEXTS.lineage.asOf(tellTime(moment.asOf))}</span>
      {cut !== null && <Notice tone="warning">{cut}</Notice>}
      {limitHit !== null && (
        <Notice tone={limitHit === 'DEPTH' ? 'info' : 'warning'}>{TEXTS.lineage.limit[limitHit]}</Notice>
      )}
      {hidden.present === true && (
        <Notice tone="warning">
          {hidden.count === null ? TEXTS.lineage.hiddenSome : TEXTS.lineage.hiddenCount(hidden.count)}
        </Notice>
      )}
      {staleLinks > 0 && <Notice tone="info">{TEXTS.lineage.staleLinks(staleLinks)}</Notice>}
    </div>
  );
}

/** What is said where one page does not hold all that was met; null where it does. */
export function cutOf({ nodes, total, pageInfo }: Pick<LineageQuery['lineage'], 'nodes' | 'total' | 'pageInfo'>) {
  if (!pageInfo.hasNextPage) return null;
  return TEXTS.lineage.cut(tellCount({ value: nodes.length, exact: true }), tellCount(total));
}
