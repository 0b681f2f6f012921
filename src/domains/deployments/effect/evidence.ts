import type { Urn } from '../../../kernel/urn.ts';
import type { ReadAt } from '../../../store/ports.ts';
import { alertsDuring, type AlertsDuring } from '../../alerts/index.ts';
import type { RequestContext } from '../../kind/context.ts';
import type { EffectQuestion } from './question.ts';
import { servedSince, type Served } from './served.ts';
import { upstreamOf, type Upstream } from './upstream.ts';
import type { Window } from './window.ts';

/** What is known of a window beside the KPI's values. */
export interface Evidence {
  readonly question: EffectQuestion;
  readonly served: Served;
  /** By deployment, of others that affect the KPI. */
  readonly others: ReadonlyMap<Urn, Served>;
  readonly upstream: Upstream;
  readonly incidents: AlertsDuring;
}

/** In as many reads for many questions as for one. */
export async function gather(
  questions: readonly EffectQuestion[],
  window: Window,
  at: ReadAt,
  context: RequestContext,
): Promise<Evidence[]> {
  const upstream = await Promise.all(
    questions.map(({ deployment, kpi }) => upstreamOf(deployment.id, kpi.id, at, context)),
  );
  const scopes = upstream.map(({ entities }) => entities);
  const [incidents, served] = await Promise.all([
    alertsDuring(scopes, window, at, context),
    servedOnAll(questions, upstream, window, at, context),
  ]);
  return questions.map((question, index) => {
    const { deployments } = upstream[index]!;
    return {
      question,
      served: served.get(question.deployment.id)!,
      others: new Map(deployments.flatMap((id) => (served.has(id) ? [[id, served.get(id)!]] : []))),
      upstream: upstream[index]!,
      incidents: incidents[index]!,
    };
  });
}

async function servedOnAll(
  questions: readonly EffectQuestion[],
  upstream: readonly Upstream[],
  window: Window,
  at: ReadAt,
  context: RequestContext,
): Promise<Map<Urn, Served>> {
  const others = [...new Set(upstream.flatMap(({ deployments }) => deployments))];
  const found = await Promise.all(others.map((id) => context.read.entity(id, at)));
  const all = [...found.filter((each) => each !== null), ...questions.map(({ deployment }) => deployment)];
  const deployments = [...new Map(all.map((each) => [each.id, each])).values()];
  const served = await Promise.all(deployments.map((each) => servedSince(each, window.since, context)));
  return new Map(deployments.map(({ id }, index) => [id, served[index]!]));
}
