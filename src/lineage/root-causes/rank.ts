import type { Micros } from '../../kernel/time.ts';
import type { Urn } from '../../kernel/urn.ts';
import { roundedConfidence } from '../confidence.ts';
import { inTurns } from '../memory/in-turns.ts';
import { createPace, type Pace } from '../memory/pace.ts';
import { compareIds } from '../memory/ranking.ts';
import type { Change } from '../../store/ports.ts';
import type { Origin } from '../traversal.ts';
import type { Evidence } from './evidence.ts';
import { createFlow, type Flow } from './flow.ts';
import type { Happening } from './happening.ts';
import { happeningsAt } from './happenings.ts';
import { KIND_WEIGHTS, SCORING } from './weights.ts';

/** What a score is the product of; each from 0 to 1. docs/root-causes.md says what each is. */
export const SCORE_PARTS = ['weight', 'extent', 'recency', 'surety', 'coverage', 'origin'] as const;

export type ScoreParts = Readonly<Record<(typeof SCORE_PARTS)[number], number>>;

/** An entity at which something happened, rated by what of it is the likeliest cause. */
export interface RankedCause {
  readonly origin: Origin;
  readonly happening: Happening;
  readonly score: number;
  readonly parts: ScoreParts;
  /** Of all that happened there and can be a cause, by event time. */
  readonly changes: readonly Change[];
}

/**
 * The likeliest cause first, then by id. Hangs on nothing but the evidence.
 *
 * Where much happened it is worked out in stretches, between which the event loop has its turns.
 */
export function rankCauses(evidence: Evidence): RankedCause[] | Promise<RankedCause[]> {
  const pace = createPace(() => performance.now(), Infinity);
  return inTurns(rank(evidence, pace));
}

function* rank(evidence: Evidence, pace: Pace): Generator<undefined, RankedCause[]> {
  const { origins, until, since } = evidence;
  const byEntity: (readonly [Origin, readonly Happening[]])[] = [];
  for (const origin of origins) {
    const own = happeningsAt(origin, evidence);
    if (own.length > 0) byEntity.push([origin, own]);
    if (pace.look() === 'rest') yield;
  }
  const happenings = byEntity.flatMap(([, own]) => own);
  const halfLife = Math.max(until - since, 1) * SCORING.halfLife;
  const effects = effectsOf(happenings, until, halfLife);
  const setting = { happenings, effects, flow: createFlow(origins), computed: computedOf(origins), halfLife, until };
  const causes: RankedCause[] = [];
  for (const [origin, own] of byEntity) {
    causes.push(causeAt(origin, own, setting));
    if (pace.look() === 'rest') yield;
  }
  return causes.sort((a, b) => b.score - a.score || compareIds(a.origin.id, b.origin.id));
}

interface Setting {
  readonly happenings: readonly Happening[];
  readonly effects: readonly Effect[];
  readonly flow: Flow;
  readonly computed: ReadonlySet<Urn>;
  /** In microseconds. */
  readonly halfLife: number;
  readonly until: Micros;
}

/** What has an input of its own, and not just a system that fills it and of which nothing more is known. */
function computedOf(origins: readonly Origin[]): ReadonlySet<Urn> {
  const isComputed = ({ from }: Origin) => from.some((place) => origins[place]!.kind !== 'DATA_SOURCE');
  return new Set(origins.filter(isComputed).map(({ id }) => id));
}

/** What follows from something else as often as it is the beginning, and how much of it there is. */
interface Effect {
  readonly happening: Happening;
  readonly size: number;
}

/** The greatest of them, so that the work is bounded. */
function effectsOf(happenings: readonly Happening[], until: Micros, halfLife: number): Effect[] {
  return happenings
    .filter(isEffect)
    .map((happening) => ({ happening, size: happening.extent * fading(until - happening.at, halfLife) }))
    .sort((a, b) => b.size - a.size || compareIds(a.happening.entity, b.happening.entity))
    .slice(0, SCORING.effects);
}

function isEffect({ kind }: Happening): boolean {
  return kind === 'METRIC_MOVED' || kind === 'RUN_FAILED';
}

function causeAt(origin: Origin, own: readonly Happening[], setting: Setting): RankedCause {
  const rated = own.map((happening) => {
    const parts = partsOf(happening, origin, setting);
    const score = roundedConfidence(SCORE_PARTS.reduce((product, part) => product * parts[part], 1));
    return { happening, parts, score };
  });
  // Of equal ones the earliest: what came later may follow from it.
  const [best] = rated.sort((a, b) => b.score - a.score || compareChanges(a.happening.change, b.happening.change));
  const changes = [...new Set(own.map(({ change }) => change))].sort(compareChanges);
  return { origin, ...best!, changes };
}

function compareChanges(a: Change, b: Change): number {
  return a.at - b.at || a.position - b.position || a.ordinal - b.ordinal;
}

function partsOf(happening: Happening, { confidence, stageShare }: Origin, setting: Setting): ScoreParts {
  const { until, halfLife } = setting;
  const { leastSurety } = SCORING;
  return {
    weight: KIND_WEIGHTS[happening.kind],
    extent: roundedConfidence(happening.extent),
    recency: roundedConfidence(fading(until - happening.at, halfLife)),
    surety: roundedConfidence(leastSurety + (1 - leastSurety) * confidence * stageShare),
    coverage: roundedConfidence(coverageOf(happening, setting)),
    origin: roundedConfidence(originOf(happening, setting)),
  };
}

/** What is left of 1 after a time. */
function fading(micros: number, halfLife: number): number {
  return 2 ** (-micros / halfLife);
}

/**
 * How much of all that went wrong on the way to what is asked about it accounts for: the effects that lie behind it, the
 * more the sooner they came after. Where little went wrong that tells little, and counts for everything alike.
 */
function coverageOf(happening: Happening, { effects, flow, halfLife }: Setting): number {
  let all: number = SCORING.unmeasured;
  let covered = all;
  for (const { happening: effect, size } of effects) {
    all += size;
    const isBehind = effect.entity === happening.entity || flow.leads(happening.entity, effect.entity);
    if (isBehind && effect.at >= happening.at) covered += size * fading(effect.at - happening.at, halfLife);
  }
  return covered / all;
}

/** How little of it began elsewhere. What is computed has no values of its own that could move by themselves. */
function originOf(happening: Happening, setting: Setting): number {
  const isShown = happening.kind === 'METRIC_MOVED' && setting.computed.has(happening.entity);
  const unexplained = 1 - (1 - SCORING.explained) * explanationOf(happening, setting);
  return (isShown ? SCORING.computed : 1) * unexplained;
}

/** Of an effect that is counted: the most that something upstream is likely to have brought about. */
function explanationOf(happening: Happening, { happenings, effects, flow, halfLife }: Setting): number {
  if (!effects.some((effect) => effect.happening === happening)) return 0;
  let most = 0;
  for (const cause of happenings) {
    if (cause.at > happening.at || !flow.leads(cause.entity, happening.entity)) continue;
    most = Math.max(most, KIND_WEIGHTS[cause.kind] * cause.extent * fading(happening.at - cause.at, halfLife));
  }
  return most;
}
