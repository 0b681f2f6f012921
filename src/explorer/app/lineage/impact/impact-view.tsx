import { useMemo } from 'react';
import { both, useAsked } from '../../ask.ts';
import { Answered, Empty } from '../../components/states.tsx';
import { ImpactDocument, LineageDocument, type ImpactQuery, type LineageQuery } from '../../generated/operations.ts';
import { momentIn } from '../../moment.ts';
import { TEXTS } from '../../texts.ts';
import { askedNow, type AskedLineage } from '../asked-lineage.ts';
import { Beside } from '../beside/beside.tsx';
import { Graph } from '../graph.tsx';
import { cutOf, Honesty } from '../../components/honesty.tsx';
import { graphOf } from '../shown-graph.ts';
import { ImpactPanel } from './impact-panel.tsx';
import { riskMarks } from './risk-marks.ts';

/** So many of each list are shown; the export has them all. */
const FIRST = 200;

/** What a change would put at risk: on the canvas, and by risk. */
export function ImpactView({ asked, query }: { asked: AskedLineage; query: URLSearchParams }) {
  const variables = askedNow(asked, query);
  const { of } = asked.walk;
  const impact = useAsked(ImpactDocument, { of, at: variables.at, first: FIRST }, { keepsLast: true });
  const lineage = useAsked(LineageDocument, variables, { keepsLast: true });
  return (
    <Answered asked={both(impact, lineage)} rows={10}>
      {([{ impact }, { lineage }], isOld) => (
        <Shown impact={impact} lineage={lineage} asked={asked} exported={{ of, ...momentIn(query) }} isOld={isOld} />
      )}
    </Answered>
  );
}

interface ShownProps {
  readonly impact: ImpactQuery['impact'];
  readonly lineage: LineageQuery['lineage'];
  readonly asked: AskedLineage;
  readonly exported: Parameters<typeof ImpactPanel>[0]['asked'];
  readonly isOld: boolean;
}

function Shown({ impact, lineage, asked, exported, isOld }: ShownProps) {
  const graph = useMemo(() => graphOf(lineage), [lineage]);
  const marks = useMemo(() => riskMarks(impact), [impact]);
  const path = useMemo(() => pathTo(impact, asked.chosen), [impact, asked.chosen]);
  const limitHit = impact.answer.limitHit ?? lineage.answer.limitHit;
  return (
    <>
      <Honesty answer={{ ...impact.answer, limitHit }} cut={cutOf(lineage)} />
      {lineage.nodes.length === 0 ? (
        <Empty title={TEXTS.lineage.empty}>{TEXTS.modes.notThere}</Empty>
      ) : (
        <Beside
          label={TEXTS.modes.impactPanel}
          panel={<ImpactPanel impact={impact} chosen={asked.chosen} asked={exported} />}
          isOld={isOld}
        >
          <Graph graph={graph} at={lineage.answer.moment} asked={asked} decorations={marks} path={path} />
        </Beside>
      )}
    </>
  );
}

/** That by which the chosen one is as much at risk as it is. */
function pathTo({ kpis, deployments }: ImpactQuery['impact'], chosen: string | null) {
  const kpi = kpis.nodes.find((each) => each.kpi.id === chosen);
  const deployment = deployments.nodes.find((each) => each.deployment.id === chosen);
  return (kpi ?? deployment)?.path ?? null;
}
