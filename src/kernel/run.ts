import { contentHash, isJsonObject, type Json } from './json.ts';
import type { Micros } from './time.ts';
import type { Urn } from './urn.ts';

/** The metric under which a job's runs are observed: each event of a run is one observation, under the run's id. */
export const RUN_METRIC = 'run';

/** What one event says of a run: `eventType`, `inputs` and `outputs` as lists of URNs, `facets`. */
export interface RunEvent {
  readonly at: Micros;
  readonly value: Json;
}

/** Types of event that end a run; what comes later by the clock of another machine does not reopen it. */
const FINAL = new Set(['COMPLETE', 'FAIL', 'ABORT']);

/** The last event that ends the run, of several at one time that of the greater content hash; null while it goes on. */
export function finalEvent<Event extends RunEvent>(events: readonly Event[]): Event | null {
  return events
    .filter((event) => FINAL.has(eventType(event) ?? ''))
    .reduce<Event | null>((last, event) => (last === null || isBefore(last, event) ? event : last), null);
}

/** As sent: START, RUNNING, COMPLETE, FAIL, ABORT, OTHER, or something of the producer's own. */
export function eventType({ value }: RunEvent): string | null {
  const type = isJsonObject(value) ? value['eventType'] : null;
  return typeof type === 'string' ? type : null;
}

/**
 * Whether the events of a run tell what all of its inputs or outputs are. Those that name no dataset tell of neither; one
 * that begins a run and names no outputs does not tell of these, for the run has not got that far.
 */
export function tellsAllOf(list: 'inputs' | 'outputs', events: readonly RunEvent[]): boolean {
  const telling = list === 'inputs' ? events : events.filter((event) => eventType(event) !== 'START');
  return datasetsOf(events, 'outputs').length > 0 || datasetsOf(telling, 'inputs').length > 0;
}

/** What all events of a run together name as read or written, sorted. */
export function datasetsOf(events: readonly RunEvent[], list: 'inputs' | 'outputs'): Urn[] {
  const named = events.flatMap(({ value }) => {
    const ids = isJsonObject(value) ? value[list] : null;
    return Array.isArray(ids) ? (ids as readonly Json[]) : [];
  });
  return [...new Set(named.filter((id): id is Urn => typeof id === 'string'))].sort();
}

function isBefore(a: RunEvent, b: RunEvent): boolean {
  return a.at < b.at || (a.at === b.at && contentHash(a.value) < contentHash(b.value));
}
