import { ThroughlineError } from '../../../kernel/errors.ts';
import type { Json } from '../../../kernel/json.ts';
import { answersAnybody } from '../../../lineage/stage-shares.ts';
import type { ReadAt } from '../../../store/ports.ts';
import type { RequestContext } from '../../kind/context.ts';
import { hydrate, type EntityObject } from '../../kind/entity.ts';
import { timeOf } from '../../kind/moment.ts';
import type { ResolvedMoment } from '../../kind/moment-input.ts';
import { definitionInForce } from '../../kpis/index.ts';
import { sideOf, type Comparison } from '../effect/comparison.ts';
import { effectsOf, type Effect } from '../effect/effects.ts';
import { tellEffects } from '../effect/tell.ts';
import { inBoth, type Window } from '../effect/window.ts';
import { stretchOf } from '../effect/served.ts';
import type { Release } from '../release.ts';
import type { ScorecardEffect, ScorecardVersion } from './scorecard-types.ts';
import type { ReleasedVersion } from './scorecard-versions.ts';

/** Each takes walks of its own, and what it is about is told at length. */
const MOST_EFFECTS = 50;

interface Asked {
  readonly window: Window;
  readonly segment: string | null;
  readonly at: ReadAt;
  readonly moment: ResolvedMoment;
}

/** What the deployments of these versions did to their KPIs, worked out together. @throws LIMIT_EXCEEDED for more than 50 effects */
export async function effectsOfVersions(
  versions: readonly ReleasedVersion[],
  { window, segment, at, moment }: Asked,
  context: RequestContext,
): Promise<ScorecardVersion[]> {
  const releases = versions.flatMap((each) => each.releases);
  const deployments = [...new Map(releases.map(({ deployment }) => [deployment.id, deployment])).values()];
  const affected = await Promise.all(deployments.map((deployment) => kpisOf(deployment, at, context)));
  const arms = { treatment: null, control: null };
  const questions = deployments.flatMap((deployment, index) =>
    affected[index]!.map((kpi) => ({ deployment, kpi, segment, arms })),
  );
  if (questions.length > MOST_EFFECTS) {
    const what = `a page may have ${MOST_EFFECTS} effects; came ${questions.length}: ask for a smaller one`;
    throw new ThroughlineError('LIMIT_EXCEEDED', `first: ${what}`, { argument: 'first' });
  }
  const effects = await effectsOf(questions, window, at, context);
  const told = await tellEffects(effects, at, moment, context);
  const all = effects.map((effect, index) => ({ effect, told: told[index]! }));
  return versions.map(({ version, releases: own }) => ({
    version,
    metrics: (version['metrics'] ?? null) as Json,
    releases: own,
    effects: all.flatMap((each) => scored(each, own, at)).sort(byStage),
  }));
}

async function kpisOf(deployment: EntityObject, at: ReadAt, context: RequestContext): Promise<EntityObject[]> {
  // One more than may be, to tell.
  const query = { type: 'AFFECTS', direction: 'out', first: MOST_EFFECTS + 1, after: null } as const;
  const { items } = await context.read.related(deployment.id, query, at);
  return items.map(({ record }) => hydrate(record, at));
}

function scored(
  { effect, told }: { readonly effect: Effect; readonly told: ScorecardEffect['effect'] },
  releases: readonly Release[],
  at: ReadAt,
): ScorecardEffect[] {
  const { deployment, kpi } = effect.question;
  const there = releases.filter((release) => release.deployment.id === deployment.id);
  if (there.length === 0) return [];
  const stage = definitionInForce(kpi, timeOf(at))?.stage ?? null;
  return [{ stage, sample: sampleOf(effect.comparison, there, effect), effect: told }];
}

/** In which sample of a comparison the version of these releases served. */
function sampleOf(comparison: Comparison | null, releases: readonly Release[], window: Window): string | null {
  const [{ released }] = releases as [Release];
  const side = sideOf(comparison, released.id);
  if (side !== null || comparison?.method !== 'SEGMENTED_REGRESSION') return side;
  const before = { since: window.since, until: comparison.first };
  const answered = releases.filter(({ stage, trafficShare }) => answersAnybody(stage, trafficShare));
  return answered.some((release) => inBoth([before], [stretchOf(release, window)]).length > 0) ? 'BEFORE' : null;
}

/** By the stage of the business, those of none last; then by the KPI and the deployment. */
function byStage(a: ScorecardEffect, b: ScorecardEffect): number {
  const key = ({ stage, effect: { kpi, deployment } }: ScorecardEffect) =>
    JSON.stringify([stage === null ? 1 : 0, stage, kpi.id, deployment.id]);
  return key(a) < key(b) ? -1 : 1;
}
