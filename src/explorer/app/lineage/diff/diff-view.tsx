import { useMemo } from 'react';
import { both, useAsked } from '../../ask.ts';
import { Answered, Empty, Notice } from '../../components/states.tsx';
import {
  LineageDiffDocument,
  LineageDocument,
  type LineageDiffQuery,
  type LineageQuery,
} from '../../generated/operations.ts';
import { TEXTS } from '../../texts.ts';
import type { AskedLineage } from '../asked-lineage.ts';
import { Beside } from '../beside/beside.tsx';
import { Graph } from '../graph.tsx';
import { cutOf, Honesty } from '../../components/honesty.tsx';
import { graphOf } from '../shown-graph.ts';
import { differingLinks } from './differing-links.ts';
import { diffMarks, graphOfBoth } from './diff-marks.ts';
import { DiffPanel } from './diff-panel.tsx';

const NAMES = ['from', 'to'] as const;

/** How lineage differs between two moments, `from` and `to`, now where it is absent; both as known at `knownAt`. */
export function DiffView({ asked, query }: { asked: AskedLineage; query: URLSearchParams }) {
  const knownAt = query.get('knownAt');
  const [base, head] = NAMES.map((name) => ({ asOf: query.get(name), knownAt }));
  const isAsked = query.has('from');
  const variables = { ...asked.walk, base: base!, head: head! };
  const options = { keepsLast: true, pause: !isAsked };
  const diff = useAsked(LineageDiffDocument, variables, options);
  const lineage = useAsked(LineageDocument, { ...asked.walk, at: head! }, options);
  if (!isAsked) return <Empty title={TEXTS.modes.noMoments}>{TEXTS.modes.noMomentsHelp}</Empty>;
  return (
    <Answered asked={both(diff, lineage)} rows={10}>
      {([{ lineageDiff }, { lineage }], isOld) => (
        <Shown diff={lineageDiff} lineage={lineage} asked={asked} isOld={isOld} />
      )}
    </Answered>
  );
}

interface ShownProps {
  readonly diff: LineageDiffQuery['lineageDiff'];
  readonly lineage: LineageQuery['lineage'];
  readonly asked: AskedLineage;
  readonly isOld: boolean;
}

function Shown({ diff, lineage, asked, isOld }: ShownProps) {
  const graph = useMemo(() => graphOfBoth(graphOf(lineage), diff), [lineage, diff]);
  const marks = useMemo(() => diffMarks(diff), [diff]);
  return (
    <>
      <div className="lineage-told" role="status">
        <Changes diff={diff} />
        {diff.base.moment.asOf > diff.head.moment.asOf && <Notice tone="warning">{TEXTS.modes.reversed}</Notice>}
        {diff.pageInfo.hasNextPage && <Notice tone="warning">{cutOf(lineage) ?? TEXTS.modes.cutDiff}</Notice>}
        <Honesty answer={diff.base} />
        <Honesty answer={diff.head} />
      </div>
      {graph.nodes.length === 0 ? (
        <Empty title={TEXTS.lineage.empty}>{TEXTS.lineage.emptyHelp}</Empty>
      ) : (
        <Beside label={TEXTS.modes.diffPanel} panel={<DiffPanel diff={diff} chosen={asked.chosen} />} isOld={isOld}>
          <Graph graph={graph} at={lineage.answer.moment} asked={asked} decorations={marks} />
        </Beside>
      )}
    </>
  );
}

/** How much differs. */
function Changes({ diff }: { diff: LineageDiffQuery['lineageDiff'] }) {
  const { differing, differingLinks: differingRelations } = TEXTS.modes;
  const links = differingLinks(diff);
  const told = [
    { what: 'added', all: diff.addedNodes, tell: differing.added },
    { what: 'changed', all: diff.changedNodes, tell: differing.changed },
    { what: 'removed', all: diff.removedNodes, tell: differing.removed },
    { what: 'added', all: links.added, tell: differingRelations.added },
    { what: 'changed', all: links.changed, tell: differingRelations.changed },
    { what: 'removed', all: links.removed, tell: differingRelations.removed },
  ].filter(({ all }) => all.length > 0);
  if (told.length === 0) return <strong>{TEXTS.modes.nothingDiffers}</strong>;
  return told.map(({ what, all, tell }) => (
    <span key={tell(0)} className={`badge is-${what}`}>
      {tell(all.length)}
    </span>
  ));
}
