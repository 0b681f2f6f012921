import type { ReadAt } from '../../../store/ports.ts';
import { alertOf } from '../../alerts/index.ts';
import { countOf } from '../../kind/connection.ts';
import type { RequestContext } from '../../kind/context.ts';
import type { ResolvedMoment } from '../../kind/moment-input.ts';
import type { KpiEffect, KpiEffectReason } from './effect-types.ts';
import type { Effect } from './effects.ts';
import type { Told } from './reasons.ts';

const MOST_TOLD = 100;

/** As the API tells them; what their reasons are about is read at once. */
export function tellEffects(
  effects: readonly Effect[],
  at: ReadAt,
  moment: ResolvedMoment,
  context: RequestContext,
): Promise<KpiEffect[]> {
  return Promise.all(effects.map((effect) => tellEffect(effect, at, moment, context)));
}

async function tellEffect(
  effect: Effect,
  at: ReadAt,
  moment: ResolvedMoment,
  context: RequestContext,
): Promise<KpiEffect> {
  const { question, since, until, definition, comparison, measured, verdict } = effect;
  const { deployment, kpi, segment } = question;
  const [reasons, parts] = await Promise.all([
    Promise.all(effect.reasons.map((reason) => tellReason(reason, at, context))),
    tellEffects(effect.parts, at, moment, context),
  ]);
  return {
    ...{ deployment, kpi, since, until, segment, definition, verdict, reasons, parts, moment },
    method: comparison?.method ?? null,
    releases: comparison?.releases ?? [],
    changedAt: comparison?.method === 'SEGMENTED_REGRESSION' ? comparison.first : null,
    samples: samplesOf(effect),
    estimate: measured?.estimate ?? null,
    interval: measured,
  };
}

function samplesOf({ comparison, measured }: Effect): KpiEffect['samples'] {
  if (measured?.method === 'WELCH' && comparison?.method === 'WELCH') {
    return [
      { name: 'TREATMENT', arm: comparison.treatment, size: measured.treatment },
      { name: 'CONTROL', arm: comparison.control, size: measured.control },
    ];
  }
  if (measured?.method !== 'SEGMENTED_REGRESSION') return [];
  return [
    { name: 'BEFORE', arm: null, size: measured.before },
    { name: 'AFTER', arm: null, size: measured.after },
  ];
}

async function tellReason(
  { reason, sample, entities, alerts }: Told,
  at: ReadAt,
  context: RequestContext,
): Promise<KpiEffectReason> {
  const read = await Promise.all(entities.slice(0, MOST_TOLD).map((id) => context.read.entity(id, at)));
  return {
    ...{ reason, sample },
    entities: read.filter((each) => each !== null),
    alerts: alerts.slice(0, MOST_TOLD).map((alert) => alertOf(alert, at)),
    total: countOf(alerts.length || entities.length),
  };
}
