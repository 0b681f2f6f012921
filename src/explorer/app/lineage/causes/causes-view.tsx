import { useMemo } from 'react';
import { tellCount } from '../../amount.ts';
import { both, useAsked } from '../../ask.ts';
import { TimeForm } from '../../components/time-form.tsx';
import { Answered, Empty } from '../../components/states.tsx';
import {
  LineageDocument,
  RootCausesDocument,
  type EntityNameFragment,
  type LineageQuery,
  type RootCausesQuery,
} from '../../generated/operations.ts';
import { isExplained } from '../../kinds.ts';
import { TEXTS } from '../../texts.ts';
import type { AskedLineage } from '../asked-lineage.ts';
import { Beside } from '../beside/beside.tsx';
import { Graph } from '../graph.tsx';
import { cutOf, Honesty } from '../../components/honesty.tsx';
import { graphOf } from '../shown-graph.ts';
import { CausesPanel } from './causes-panel.tsx';
import { causeMarks } from './cause-marks.ts';
import { KpiBrush } from './kpi-brush.tsx';

const NAMES = ['since', 'until'] as const;
/** As many as are worth looking at. */
const FIRST = 50;

interface CausesViewProps {
  readonly asked: AskedLineage;
  readonly query: URLSearchParams;
  readonly starts: readonly EntityNameFragment[];
}

/** Why it is otherwise than before: the likeliest causes within the window from `since` to `until`, now if absent. */
export function CausesView({ asked, query, starts }: CausesViewProps) {
  const [symptom, another] = starts;
  const [since, until] = NAMES.map((name) => query.get(name));
  if (symptom === undefined || another !== undefined || !isExplained(symptom.kind)) {
    return <Empty title={TEXTS.modes.notExplained}>{TEXTS.modes.notExplainedHelp}</Empty>;
  }
  return (
    <>
      {symptom.kind === 'BUSINESS_KPI' && <KpiBrush kpi={symptom} since={since ?? null} until={until ?? null} />}
      <TimeForm key={`${since} ${until}`} names={NAMES} query={query} isRow />
      {since === null || since === undefined ? (
        <Empty title={TEXTS.modes.noWindow}>{TEXTS.modes.noWindowHelp}</Empty>
      ) : (
        <Causes asked={asked} of={symptom.id} since={since} until={until ?? null} />
      )}
    </>
  );
}

interface CausesProps {
  readonly asked: AskedLineage;
  readonly of: string;
  readonly since: string;
  readonly until: string | null;
}

function Causes({ asked, of, since, until }: CausesProps) {
  const causes = useAsked(RootCausesDocument, { of, since, until, first: FIRST }, { keepsLast: true });
  const at = until === null ? null : { asOf: until };
  const lineage = useAsked(LineageDocument, { ...asked.walk, at }, { keepsLast: true });
  return (
    <Answered asked={both(causes, lineage)} rows={8}>
      {([{ rootCauses }, { lineage }], isOld) => (
        <Shown found={rootCauses} lineage={lineage} asked={asked} isOld={isOld} />
      )}
    </Answered>
  );
}

interface ShownProps {
  readonly found: RootCausesQuery['rootCauses'];
  readonly lineage: LineageQuery['lineage'];
  readonly asked: AskedLineage;
  readonly isOld: boolean;
}

function Shown({ found, lineage, asked, isOld }: ShownProps) {
  const graph = useMemo(() => graphOf(lineage), [lineage]);
  const marks = useMemo(() => causeMarks(found), [found]);
  const path = found.causes.find(({ entity }) => entity.id === asked.chosen)?.path ?? null;
  return (
    <>
      <div className="lineage-told">
        <p className="meta" role="status">
          {TEXTS.modes.examined(tellCount({ value: found.examined, exact: true }))}
        </p>
        <Honesty
          answer={{ ...found.answer, limitHit: found.answer.limitHit ?? lineage.answer.limitHit }}
          cut={cutOf(lineage)}
        />
      </div>
      <Beside label={TEXTS.modes.causesPanel} panel={<CausesPanel found={found} chosen={asked.chosen} />} isOld={isOld}>
        <Graph graph={graph} at={lineage.answer.moment} asked={asked} decorations={marks} path={path} />
      </Beside>
    </>
  );
}
