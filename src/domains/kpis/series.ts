import { ThroughlineError } from '../../kernel/errors.ts';
import type { Micros } from '../../kernel/time.ts';
import type { Urn } from '../../kernel/urn.ts';
import type { ReadAt } from '../../store/ports.ts';
import type { RequestContext } from '../kind/context.ts';
import { keyOf, VALUE_METRIC, valueIn, type KpiValue } from './observation.ts';

/** More in one answer would hold up others. */
const MOST_VALUES = 50_000;
const BATCH = 5_000;

/** A stretch of event time, the end left out; null: open on that side. */
export interface Stretch {
  readonly since: Micros | null;
  readonly until: Micros | null;
}

/**
 * The values of a KPI in a stretch of time, the newest first: of the whole, or of its parts.
 * @throws LIMIT_EXCEEDED for more than 50,000
 */
export async function valuesOf(
  kpi: Urn,
  of: keyof typeof VALUE_METRIC,
  { since, until }: Stretch,
  at: ReadAt,
  context: RequestContext,
): Promise<KpiValue[]> {
  const values = new Map<string, KpiValue>();
  let after: readonly [number, string] | null = until === null ? null : [until, ''];
  for (;;) {
    const page = await context.read.observations(kpi, { metric: VALUE_METRIC[of], first: BATCH, after }, at);
    for (const observation of page.items) {
      const begin = observation.events[0]?.at as Micros;
      if (since !== null && begin < since) return [...values.values()];
      after = [begin, observation.key];
      const value = valueIn(observation);
      if (value !== null) keepLatest(values, value);
    }
    if (values.size > MOST_VALUES) throw tooMany();
    if (!page.hasNext) return [...values.values()];
  }
}

/** Of what several sources say under keys of their own there is one value, too. */
function keepLatest(values: Map<string, KpiValue>, value: KpiValue): void {
  const key = keyOf(value);
  const other = values.get(key);
  if (other === undefined || value.revision > other.revision) values.set(key, value);
}

/** The newest value of the whole; null where there is none. */
export async function currentValue(kpi: Urn, at: ReadAt, context: RequestContext): Promise<KpiValue | null> {
  const query = { metric: VALUE_METRIC.whole, first: 1, after: null };
  const [newest] = (await context.read.observations(kpi, query, at)).items;
  return newest === undefined ? null : valueIn(newest);
}

function tooMany(): ThroughlineError {
  const message = `there are more than ${MOST_VALUES} observations: expected \`since\` and \`until\` nearer to each other`;
  return new ThroughlineError('LIMIT_EXCEEDED', message);
}
