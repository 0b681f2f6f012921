import { isJsonObject, type Json } from '../../kernel/json.ts';
import type { Micros } from '../../kernel/time.ts';
import type { Change } from '../../store/ports.ts';
import { levelRange, weekRange } from './ranges.ts';

/** A measurement that left its range. */
export interface MetricMove {
  /** The first change that shows it. */
  readonly change: Change;
  /** How far the farthest lies from what was to be expected, in deviations: by the range that it left the farthest. */
  readonly deviations: number;
  /** Whether the last value is within the range again. */
  readonly isOver: boolean;
}

/** So many deviations from what was to be expected are still within the range. */
export const RANGE = 4;

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
  const ranges = [levelRange(), weekRange()];
  const out: MetricMove[] = [];
  let stays = 0;
  for (const { change, value } of values) {
    const deviations = Math.max(...ranges.map((range) => range.deviationsOf(change.at, value)));
    if (deviations <= RANGE) {
      for (const range of ranges) range.keep(change.at, value);
      stays = out.length;
    } else if (change.at >= since) out.push({ change, deviations, isOver: true });
  }
  const [first] = out;
  const lasting = out.slice(stays);
  if (lasting.length === 0) return first ?? null;
  const farthest = Math.max(...lasting.map(({ deviations }) => deviations));
  return { change: lasting[0]!.change, deviations: farthest, isOver: false };
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
  // Texts tell of what it was measured: a segment's numbers are no course together with another's.
  const of = Object.values(value).filter((each) => typeof each === 'string');
  const whole = [name, ...of].join(' ');
  return Object.entries(value).flatMap(([member, each]) => leaves(`${whole} ${member}`, each));
}
