import { micros, type Micros } from '../../../kernel/time.ts';
import type { Urn } from '../../../kernel/urn.ts';
import { kpiEffect } from '../../deployments/index.ts';
import type { Evidence, Joined } from '../evidence.ts';
import { defineRequirement, fail, pass, unknown } from '../requirement.ts';
import { some } from '../sentence.ts';

const DAY = 86_400_000_000;
/** What lies further back says little of what is let through today. */
const MOST_DAYS = 366;

export const kpiEffectNotNegative = defineRequirement({
  type: 'KPI_EFFECT_NOT_NEGATIVE',
  description: 'Where it serves already, no KPI has come to be worse by it, as `kpiEffect` measures.',
  parameters: {
    kpi: {
      type: 'string',
      names: 'BUSINESS_KPI',
      default: null,
      description: 'The id of one KPI; all that are moved where it serves if null.',
    },
    days: {
      type: 'int',
      range: [1, MOST_DAYS],
      default: 28,
      description: 'How many days before it began are compared.',
    },
    inconclusive: {
      type: 'string',
      values: {
        name: 'InconclusiveEffect',
        of: { UNKNOWN: 'It can not be told, and does not let pass.', PASS: 'It is not negative, as far as is known.' },
      },
      default: 'UNKNOWN',
      description: 'What an effect comes to that is neither positive nor negative: UNKNOWN or PASS.',
    },
  },
  reads: ['release -RELEASED_TO-> Deployment -AFFECTS-> BusinessKpi', 'kpiEffect(deployment, kpi)'],
  async assess({ release, asOf }, { kpi, days, inconclusive }, evidence) {
    const serving = await evidence.related(release, 'RELEASED_TO', 'out');
    const effects: { readonly what: string; readonly verdict: string; readonly why: string }[] = [];
    for (const on of serving) {
      for (const { entity } of await evidence.related(on.entity, 'AFFECTS', 'out')) {
        if (kpi === null || entity.id === kpi) effects.push(await effectOn(on, entity.id, days, asOf, evidence));
      }
    }
    if (effects.length === 0) {
      const what = kpi === null ? 'a KPI' : kpi;
      return unknown(
        `Nothing is known where ${release.name} serves and moves ${what}.`,
        'Have it serve first, as in AB.',
      );
    }
    const told = (verdict: string) =>
      effects.filter((each) => each.verdict === verdict).map(({ what, why }) => what + why);
    const [negative, open] = [told('NEGATIVE'), told('INCONCLUSIVE')];
    if (negative.length > 0) return fail(`It is for the worse: ${some(negative)}.`, 'Find out why, or take it back.');
    if (open.length > 0 && inconclusive === 'UNKNOWN') {
      return unknown(
        `It can not be told: ${some(open)}.`,
        'Let it serve for longer, or without other releases beside it.',
      );
    }
    return pass(
      `None is for the worse: ${some(effects.map(({ what, verdict }) => `${what} ${verdict.toLowerCase()}`))}.`,
    );
  },
});

async function effectOn(
  { entity: deployment, validFrom }: Joined,
  kpi: Urn,
  days: number,
  asOf: Micros,
  evidence: Evidence,
) {
  const since = micros(Math.max(validFrom - days * DAY, asOf - MOST_DAYS * DAY));
  const asked = { deployment: deployment.id, kpi };
  const effect = await kpiEffect(asked, { since, until: asOf }, evidence.at, evidence.context);
  const measured = effect.measured;
  const what = `${effect.question.kpi.name} on ${deployment.name}`;
  const reasons = effect.reasons.map(({ reason }) => reason);
  evidence.note(effect.question.kpi, `effect of ${deployment.name}`, {
    ...{ verdict: effect.verdict, reasons },
    ...(measured !== null && { estimate: measured.estimate, low: measured.low, high: measured.high }),
  });
  const numbers =
    measured === null
      ? ''
      : ` by ${rounded(measured.estimate)} (${rounded(measured.low)} to ${rounded(measured.high)})`;
  return { what, verdict: effect.verdict, why: `${numbers}${reasons.length === 0 ? '' : `, ${reasons.join(', ')}`}` };
}

function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
