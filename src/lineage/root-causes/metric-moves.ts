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

/** Fewer values than these tell no range. */
const LEAST_BEFORE = 5;
/** So many deviations from the median are still within the range. */
export const RANGE = 4;
/** A deviation is at least this part of the median: what never varied before may do so a little. */
const LEAST_DEVIATION = 0.02;
/** From the median of the distances to the standard deviation of the normal distribution. */
const NORMAL = 1.4826;

/** Of measurements of one entity, by event time: each number in them that moved between these times. */
export function metricMoves(changes: readonly Change[], since: Micros): MetricMove[] {
  const series = new Map<string, { readonly change: Change; readonly value: number }[]>();
  for (const change of changes) {
    for (const [name, value] of numbersIn(change)) {
      const known = series.get(name);
      if (known === undefined) series.set(name, [{ change, value }]);
      else known.push({ change, value });
    }
  }
  return [...series.values()].flatMap((values) => moveOf(values, since) ?? []);
}

function moveOf(
  values: readonly { readonly change: Change; readonly value: number }[],
  since: Micros,
): MetricMove | null {
  const before = values.findIndex(({ change }) => change.at >= since);
  const begin = Math.max(before === -1 ? values.length : before, LEAST_BEFORE);
  if (begin >= values.length) return null;
  const middle = median(values.slice(0, begin).map(({ value }) => value));
  const spread = median(values.slice(0, begin).map(({ value }) => Math.abs(value - middle)));
  const deviation = Math.max(NORMAL * spread, LEAST_DEVIATION * Math.abs(middle), Number.EPSILON);
  const distances = values.slice(begin).map(({ value }) => Math.abs(value - middle) / deviation);
  const isOver = distances.at(-1)! <= RANGE;
  // What is still out counts from when it went out the last time; what came back, from the first time.
  const lastIn = distances.findLastIndex((distance) => distance <= RANGE);
  const first = isOver ? distances.findIndex((distance) => distance > RANGE) : lastIn + 1;
  if (first === -1) return null;
  return { change: values[begin + first]!.change, deviations: Math.max(...distances.slice(first)), isOver };
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
