import type { Urn } from '../../../kernel/urn.ts';
import type { ReadAt } from '../../../store/ports.ts';
import type { AlertRecord } from '../../alerts/index.ts';
import type { RequestContext } from '../../kind/context.ts';
import {
  definitionsOf,
  isNotMeasured,
  loadMethods,
  valuesOf,
  type KpiDefinition,
  type KpiValue,
  type Methods,
  type SegmentedEffect,
  type WelchEffect,
} from '../../kpis/index.ts';
import type { Release } from '../release.ts';
import { comparisonOf, type Comparison } from './comparison.ts';
import { gather, type Evidence } from './evidence.ts';
import { measure, neededFor, type Measurable } from './measure.ts';
import type { EffectQuestion } from './question.ts';
import { judge, lacking, told, type Told, type Verdict } from './reasons.ts';
import { changesIn } from './served.ts';
import { partsOf, type Part, type Window } from './window.ts';

export interface Effect extends Window {
  readonly question: EffectQuestion;
  /** Null where none was in force, or several were. */
  readonly definition: KpiDefinition | null;
  /** Null where several definitions were in force. */
  readonly comparison: Comparison | null;
  /** Told even where a reason forbids to conclude from it; null where nothing could be measured. */
  readonly measured: WelchEffect | SegmentedEffect | null;
  readonly verdict: Verdict;
  /** Why it is inconclusive: all that apply. */
  readonly reasons: readonly Told[];
  /** Where several definitions were in force: the effect under each of them. */
  readonly parts: readonly Effect[];
}

/**
 * Effects of deployments on KPIs in a window, in order of the questions, in as many reads for many as for one.
 * @param window with its end not behind `at`
 * @throws LIMIT_EXCEEDED for a KPI with more than 50,000 values in the window
 */
export async function effectsOf(
  questions: readonly EffectQuestion[],
  window: Window,
  at: ReadAt,
  context: RequestContext,
): Promise<Effect[]> {
  const evidence = await gather(questions, window, at, context);
  const plans = evidence.map((each) => planned(each, window));
  const [values, methods] = await Promise.all([
    Promise.all(evidence.map(({ question }, index) => readValues(question, plans[index]!, window, at, context))),
    loadMethods(),
  ]);
  return evidence.map((each, index) => {
    const parts = plans[index]!.map((part) => effectIn(part, each, values[index]!, methods));
    return parts.length === 1 ? parts[0]! : splitBy(parts, each.question, window);
  });
}

type Planned = Part & { readonly comparison: Comparison };

/** Each part of the window by itself: values of several definitions are never compared. */
function planned({ question, served }: Evidence, window: Window): Planned[] {
  return partsOf(window, definitionsOf(question.kpi)).map((part) => {
    return { ...part, comparison: comparisonOf(served.releases, part, question.arms) };
  });
}

async function readValues(
  { kpi, segment }: EffectQuestion,
  parts: readonly Planned[],
  window: Window,
  at: ReadAt,
  context: RequestContext,
): Promise<KpiValue[]> {
  const comparisons = parts.map(({ comparison }) => comparison).filter(isMeasurable);
  const needed = new Set(comparisons.map((comparison) => neededFor(comparison, segment)));
  const read = await Promise.all([...needed].map((of) => valuesOf(kpi.id, of, window, at, context)));
  return read.flat();
}

function isMeasurable(comparison: Comparison): comparison is Measurable {
  return comparison.method !== null;
}

function splitBy(parts: readonly Effect[], question: EffectQuestion, window: Window): Effect {
  const reasons = [told('DEFINITION_CHANGED', { entities: [question.kpi.id] })];
  const nothing = { definition: null, comparison: null, measured: null };
  return { question, ...window, ...nothing, verdict: 'INCONCLUSIVE', reasons, parts };
}

function effectIn(
  { comparison, definition, since, until }: Planned,
  evidence: Evidence,
  values: readonly KpiValue[],
  methods: Methods,
): Effect {
  const { question } = evidence;
  const window = { since, until };
  const result = isMeasurable(comparison) ? measure(comparison, values, window, question.segment, methods) : null;
  const measured = result === null || isNotMeasured(result) ? null : result;
  const unmeasured =
    comparison.method === null
      ? [told(comparison.reason, { entities: releasedIn(comparison.releases) })]
      : result !== null && isNotMeasured(result)
        ? [lacking(result)]
        : [];
  const judged = judge(measured, definition?.direction ?? null, [...unmeasured, ...forbidding(evidence, window)]);
  return { question, ...window, definition, comparison, measured, ...judged, parts: [] };
}

function releasedIn(releases: readonly Release[]): Urn[] {
  return [...new Set(releases.map(({ released }) => released.id))];
}

/** What forbids to conclude anything from the numbers, whatever they are. */
function forbidding({ others, incidents, upstream, served }: Evidence, window: Window): Told[] {
  const reasons: Told[] = [];
  const overlapping = [...others].filter(([, { releases }]) => changesIn(releases, window).length > 0);
  if (overlapping.length > 0) reasons.push(told('OVERLAPPING_RELEASE', { entities: overlapping.map(([id]) => id) }));
  const alerts = incidents.alerts.filter((alert) => isIncident(alert, window));
  const about = [...new Set(alerts.flatMap((alert) => alert.about ?? []))];
  if (alerts.length > 0) reasons.push(told('OPEN_INCIDENT', { entities: about, alerts }));
  if (upstream.isHidden) reasons.push(told('HIDDEN'));
  const isWhole = [upstream, incidents, served, ...others.values()].every((each) => each.isWhole);
  if (!isWhole) reasons.push(told('LIMIT'));
  return reasons;
}

function isIncident({ props: { severity }, since, until }: AlertRecord, window: Window): boolean {
  return severity === 'CRITICAL' && since < window.until && (until === null || until > window.since);
}
