import type { JsonObject } from '../../../kernel/json.ts';
import { micros, type Micros } from '../../../kernel/time.ts';
import type { Urn } from '../../../kernel/urn.ts';
import { kpiEffect, sideOf } from '../../deployments/index.ts';
import type { Evidence } from '../evidence.ts';
import type { Joined } from '../joined.ts';
import { OutOfSight } from '../walks.ts';
import { defineRequirement, fail, pass, unknown } from '../requirement.ts';
import { some } from '../sentence.ts';

const DAY = 86_400_000_000;
/** What lies further back says little of what is let through today. */
const MOST_DAYS = 366;
/** Each takes walks of its own. */
const MOST_EFFECTS = 50;

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
        of: { UNKNOWN: 'It can not be told, and does not let pass.', PASS: 'There may be none: it lets pass.' },
      },
      default: 'UNKNOWN',
      description:
        'What an effect comes to whose interval holds 0: UNKNOWN or PASS. Where anything else forbids to conclude it is UNKNOWN.',
    },
  },
  reads: ['release -RELEASED_TO-> Deployment -AFFECTS-> BusinessKpi', 'kpiEffect(deployment, kpi)'],
  async assess({ release, asOf }, { kpi, days, inconclusive }, evidence) {
    const serving = await evidence.related(release, 'RELEASED_TO', 'out');
    const affected = await evidence.relatedOf(
      serving.map(({ entity }) => entity),
      'AFFECTS',
      'out',
    );
    const asked = serving.flatMap((on, index) =>
      (affected[index] ?? [])
        .filter(({ entity }) => kpi === null || entity.id === kpi)
        .map(({ entity }) => ({ on, kpi: entity.id })),
    );
    if (asked.length === 0) {
      const what = kpi === null ? 'a KPI' : kpi;
      return unknown(
        `Nothing is known where ${release.name} serves and moves ${what}.`,
        'Have it serve first, as in AB.',
      );
    }
    if (asked.length > MOST_EFFECTS) throw new OutOfSight(`${release.name} moves more than ${MOST_EFFECTS} KPIs`);
    const measured = await Promise.all(asked.map((each) => measure(each, days, asOf, evidence)));
    const effects = measured.map((each) => toldOf(each, evidence));
    const told = (some: readonly Told[]) => some.map(({ what, why }) => what + why);
    const negative = effects.filter(({ verdict }) => verdict === 'NEGATIVE');
    const open = effects.filter(
      ({ verdict, isNear }) => verdict === 'INCONCLUSIVE' && !(isNear && inconclusive === 'PASS'),
    );
    if (negative.length > 0)
      return fail(`It is for the worse: ${some(told(negative))}.`, 'Find out why, or take it back.');
    if (open.length > 0) {
      return unknown(
        `It can not be told: ${some(told(open))}.`,
        'Let it serve for longer, or without other releases beside it.',
      );
    }
    return pass(
      `None is for the worse: ${some(effects.map(({ what, verdict }) => `${what} ${verdict.toLowerCase()}`))}.`,
    );
  },
});

/** An effect of the release where it serves. */
interface Told {
  readonly what: string;
  readonly verdict: string;
  /** Measured, and so near to 0 that there may be none: nothing else forbids to conclude. */
  readonly isNear: boolean;
  readonly why: string;
}

interface Asked {
  readonly on: Joined;
  readonly kpi: Urn;
}

type Effect = Awaited<ReturnType<typeof kpiEffect>>;

function measure({ on, kpi }: Asked, days: number, asOf: Micros, evidence: Evidence): Promise<Effect> {
  const since = micros(Math.max(on.validFrom - days * DAY, asOf - MOST_DAYS * DAY));
  return kpiEffect({ deployment: on.entity.id, kpi }, { since, until: asOf }, evidence.at, evidence.context);
}

const OPPOSITE: Readonly<Record<string, string>> = { POSITIVE: 'NEGATIVE', NEGATIVE: 'POSITIVE' };

/** As it is of the release: what another did against it is the opposite, and what others did against each other is nothing. */
function toldOf({ question, comparison, measured, ...found }: Effect, evidence: Evidence): Told {
  const { deployment, kpi } = question;
  const side = sideOf(comparison, evidence.release.id);
  const isOpposite = side === 'CONTROL';
  const numbers = measured === null || side === null ? null : isOpposite ? opposite(measured) : numbersOf(measured);
  const isOfOthers = measured !== null && side === null;
  const reasons: string[] = isOfOthers ? ['OF_OTHERS'] : found.reasons.map(({ reason }) => reason);
  const own = isOpposite ? (OPPOSITE[found.verdict] ?? found.verdict) : found.verdict;
  const verdict = isOfOthers ? 'INCONCLUSIVE' : own;
  evidence.note(kpi, `effect of ${deployment.name}`, { verdict, reasons, ...numbers });
  const isNear = numbers !== null && reasons.every((reason) => reason === 'INTERVAL_HOLDS_ZERO');
  const why = [...(numbers === null ? [] : [shown(numbers)]), ...reasons].join(', ');
  return { what: `${kpi.name} on ${deployment.name}`, verdict, isNear, why: why === '' ? '' : ` ${why}` };
}

interface Numbers extends JsonObject {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

function numbersOf({ estimate, low, high }: NonNullable<Effect['measured']>): Numbers {
  return { estimate, low, high };
}

function opposite({ estimate, low, high }: NonNullable<Effect['measured']>): Numbers {
  return { estimate: -estimate, low: -high, high: -low };
}

function shown({ estimate, low, high }: Numbers): string {
  return `by ${rounded(estimate)} (${rounded(low)} to ${rounded(high)})`;
}

function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
