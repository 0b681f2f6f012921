import { useMemo, type ReactNode } from 'react';
import { tellCount } from '../amount.ts';
import { useAsked } from '../ask.ts';
import { Answered, Empty, Notice } from '../components/states.tsx';
import { LineageDocument, type LineageQuery, type LineageQueryVariables } from '../generated/operations.ts';
import { TEXTS } from '../texts.ts';
import type { AskedLineage } from './asked-lineage.ts';
import { CsvLink } from './beside/csv-link.tsx';
import { Graph } from './graph.tsx';
import { cutOf, Honesty } from '../components/honesty.tsx';
import { GrownList } from './grown-list.tsx';
import { graphOf } from './shown-graph.ts';

type Lineage = LineageQuery['lineage'];

interface LineageViewProps {
  readonly asked: AskedLineage;
  readonly variables: LineageQueryVariables;
  /** What is chosen beside what all lineage has. */
  readonly children?: ReactNode;
}

/** What a walk met, as a graph or as a list, and how far it can be trusted. */
export function LineageView({ asked, variables, children }: LineageViewProps) {
  const answer = useAsked(LineageDocument, variables, { keepsLast: true });
  const exported = exportedOf(variables);
  return (
    <Answered asked={answer} rows={10}>
      {({ lineage }, isOld) => (
        <>
          <div className="lineage-told">
            {children}
            <p className="meta" role="status">
              <strong>{TEXTS.lineage.nodes(tellCount(lineage.total))}</strong>
              <span>{TEXTS.lineage.links(tellCount({ value: lineage.links.length, exact: true }))}</span>
            </p>
            <Honesty answer={lineage.answer} cut={cutOf(lineage)} />
            {lineage.nodes.length > 0 && (
              <span className="lineage-exports">
                <CsvLink of="lineage" what="nodes" asked={exported} />
                <CsvLink of="lineage" what="links" asked={exported} />
              </span>
            )}
          </div>
          <Coarse lineage={lineage} />
          <div className="lineage-answer" aria-busy={isOld}>
            <Answer lineage={lineage} asked={asked} isNow={variables.at === null || variables.at === undefined} />
          </div>
        </>
      )}
    </Answered>
  );
}

function Answer({ lineage, asked, isNow }: { lineage: Lineage; asked: AskedLineage; isNow: boolean }) {
  const graph = useMemo(() => graphOf(lineage), [lineage]);
  if (lineage.nodes.length === 0) return <Empty title={TEXTS.lineage.empty}>{TEXTS.lineage.emptyHelp}</Empty>;
  if (asked.view === 'list') return <GrownList lineage={lineage} asked={asked} />;
  const { moment } = lineage.answer;
  return <Graph graph={graph} at={moment} asked={asked} hasAlerts={isNow} />;
}

/** Who does not say which columns it uses is shown as though it used each: a reader has to know. */
function Coarse({ lineage }: { lineage: Lineage }) {
  const count = lineage.links.filter(({ grain }) => grain === 'TABLE_FALLBACK').length;
  return count === 0 ? null : <Notice tone="info">{TEXTS.modes.coarseLinks(count)}</Notice>;
}

/** The same question, as the export takes it. */
function exportedOf({
  of,
  direction,
  depth,
  filter,
  at,
}: LineageQueryVariables): Parameters<typeof CsvLink>[0]['asked'] {
  return { of: [of].flat(), direction, depth, ...(filter as object), asOf: at?.asOf, knownAt: at?.knownAt };
}
