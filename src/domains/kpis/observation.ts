import { isJsonObject, type Json, type JsonObject } from '../../kernel/json.ts';
import type { Micros } from '../../kernel/time.ts';
import type { Observation } from '../../store/ports.ts';

/**
 * Which observations on a KPI are its values. Those of a part of the business, or of an arm of an experiment, are a
 * metric of their own: so the last value of the whole is the first of its list.
 */
export const VALUE_METRIC = { whole: 'kpi', part: 'kpi.part' } as const;

/** A value of a KPI, as it was said last. */
export interface KpiValue {
  /** The period or the moment that it is of, by its beginning. */
  readonly at: Micros;
  readonly value: number;
  /** Of how many it is the mean, and how far these vary; null where nobody said. */
  readonly n: number | null;
  readonly variance: number | null;
  readonly segment: string | null;
  readonly arm: string | null;
  /** From 0; a value that corrects another has a higher one. */
  readonly revision: number;
  readonly source: string;
  /** By which it is told apart from others of the KPI. */
  readonly key: string;
}

/** The same time, segment and arm is the same observation, whoever says it. */
export function keyOf({ at, segment, arm }: Pick<KpiValue, 'at' | 'segment' | 'arm'>): string {
  return JSON.stringify([at, segment, arm]);
}

export function metricOf({ segment, arm }: Pick<KpiValue, 'segment' | 'arm'>): string {
  return segment === null && arm === null ? VALUE_METRIC.whole : VALUE_METRIC.part;
}

/** As an `observe` fact says it. */
export function jsonOf({ value, n, variance, segment, arm, revision }: KpiValue): JsonObject {
  const said = { value, n, variance, segment, arm, ...(revision > 0 && { revision }) };
  return Object.fromEntries(Object.entries(said).filter(([, each]) => each !== null));
}

/** What is left of all that was said under one key: what was said last that is a value; null where nothing is. */
export function valueIn({ key, events }: Observation): KpiValue | null {
  const [first] = events;
  if (first === undefined) return null;
  const said = events.flatMap(({ source, value }) => valueOf(value, { key, at: first.at, source }) ?? []);
  return said.reduce<KpiValue | null>(
    (last, each) => (last !== null && last.revision > each.revision ? last : each),
    null,
  );
}

function valueOf(said: Json, about: Pick<KpiValue, 'key' | 'at' | 'source'>): KpiValue | null {
  if (typeof said === 'number') return valueOf({ value: said }, about);
  if (!isJsonObject(said) || typeof said['value'] !== 'number') return null;
  const number = (name: string) => (typeof said[name] === 'number' ? said[name] : null);
  const text = (name: string) => (typeof said[name] === 'string' ? said[name] : null);
  const measured = { value: said['value'], n: number('n'), variance: number('variance') };
  const part = { segment: text('segment'), arm: text('arm') };
  return { ...about, ...measured, ...part, revision: number('revision') ?? 0 };
}
