import { isJsonObject, type Json } from '../../kernel/json.ts';
import type { Micros } from '../../kernel/time.ts';
import type { Change } from '../../store/ports.ts';

/** A measurement that left its range. */
export interface MetricMove {
  /** The first change that shows it. */
  readonly change: Change;
  /** How far the farthest lies from the median before, in deviations. */
  readonly deviations: number;
  /** Whether the last value is within the range again. */
  readonly isOver: boolean;
}

/** Fewer values than these tell no range; of more the last so many do, so that what grows slowly stays within it. */
const LEAST_BEFORE = 7;
const MOST_BEFORE = 30;
/** So many deviations from the median are still within the range. */
export const RANGE = 4;
/** A deviation is at least this part of the median: what never varied before may do so a little. */
const LEAST_DEVIATION = 0.02;
/** From the median of the distances to the standard deviation of the normal distribution. */
const NORMAL = 1.4826;

/** Of measurements of one entity, by event time: each number in them that moved between these times. */
export function metricMoves(changes: readonly Change[], since: Micros): MetricMove[] {
  const series = new Map<string, Measured[]>();
  for (const change of changes) {
    for (const [name, value] of numbersIn(change)) {
      const known = series.get(name);
      if (known === undefined) series.set(name, [{ change, value }]);
      else known.push({ change, value });
    }
  }
  return [...series.values()].flatMap((values) => moveOf(values, since) ?? []);
}

interface Measured {
  readonly change: Change;
  readonly value: number;
}

/** What left the range and stayed out, since it did; where there is no such, what came back, from the first time. */
function moveOf(values: readonly Measured[], since: Micros): MetricMove | null {
  const within: number[] = [];
  const out: MetricMove[] = [];
  let stays = 0;
  for (const { change, value } of values) {
    const deviations = deviationsFrom(within, value);
    if (deviations <= RANGE) {
      within.push(value);
      if (within.length > MOST_BEFORE) within.shift();
      stays = out.length;
    } else if (change.at >= since) out.push({ change, deviations, isOver: true });
  }
  const [first] = out;
  const lasting = out.slice(stays);
  if (lasting.length === 0) return first ?? null;
  const farthest = Math.max(...lasting.map(({ deviations }) => deviations));
  return { change: lasting[0]!.change, deviations: farthest, isOver: false };
}

function deviationsFrom(within: readonly number[], value: number): number {
  if (within.length < LEAST_BEFORE) return 0;
  const middle = median(within);
  const spread = median(within.map((each) => Math.abs(each - middle)));
  return Math.abs(value - middle) / Math.max(NORMAL * spread, LEAST_DEVIATION * Math.abs(middle), Number.EPSILON);
}

/** Each number that was measured, by its name; of assertions how many failed. */
function numbersIn({ after }: Change): [name: string, value: number][] {
  if (!isJsonObject(after) || after['metric'] === 'run') return [];
  return leaves(String(after['metric']), after['value'] ?? null);
}

function leaves(name: string, value: Json): [name: string, value: number][] {
  if (typeof value === 'number') return [[name, value]];
  if (Array.isArray(value)) {
    const failed = value.filter((each) => isJsonObject(each) && each['success'] === false).length;
    return value.some((each) => isJsonObject(each) && 'success' in each) ? [[`${name} failed`, failed]] : [];
  }
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([member, each]) => leaves(`${name} ${member}`, each));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
