import { isJsonObject, type Json } from './json.ts';
import { refusable } from './parse-fact.ts';
import { micros, type Micros } from './time.ts';
import { parseUrn, type Urn } from './urn.ts';

/** The metric under which a job's runs are observed: each event of a run is one observation, under the run's id. */
export const RUN_METRIC = 'run';

/** The property by which a job is declared to run so often, in seconds. */
export const EXPECTED_INTERVAL = 'expectedIntervalSeconds';

/** What one event says of a run: `eventType`, `inputs` and `outputs` as lists of URNs, `facets`. */
export interface RunEvent {
  readonly at: Micros;
  readonly value: Json;
}

/** What the events of a run make of it, whatever their order and however often each comes. */
export interface Run {
  /** Event time of its first event. */
  readonly start: Micros;
  /** The last event that ends it; null while it goes on. */
  readonly end: { readonly at: Micros; readonly type: string } | null;
  /** What all events together name, sorted. */
  readonly inputs: readonly Urn[];
  readonly outputs: readonly Urn[];
  /** Whether an event other than a START names inputs. */
  readonly goesOnReading: boolean;
}

/** Types of event that end a run; what comes later by the clock of another machine does not reopen it. */
const FINAL = new Set(['COMPLETE', 'FAIL', 'ABORT']);

/** The run with one more event. @param run null: this is the first that is known */
export function withEvent(run: Run | null, event: RunEvent): Run {
  const type = eventType(event);
  const [inputs, outputs] = [namedIn(event, 'inputs'), namedIn(event, 'outputs')];
  return {
    start: micros(Math.min(run?.start ?? event.at, event.at)),
    end: later(run?.end ?? null, type !== null && FINAL.has(type) ? { at: event.at, type } : null),
    inputs: union(run?.inputs ?? [], inputs),
    outputs: union(run?.outputs ?? [], outputs),
    goesOnReading: (run?.goesOnReading ?? false) || (type !== 'START' && inputs.length > 0),
  };
}

/**
 * Whether the run tells what all of its inputs or outputs are. One that names no dataset tells of neither; a START that
 * names no outputs does not tell of these, for the run has not got that far.
 */
export function tellsAllOf(list: 'inputs' | 'outputs', { inputs, outputs, goesOnReading }: Run): boolean {
  return outputs.length > 0 || (list === 'inputs' ? inputs.length > 0 : goesOnReading);
}

/** As sent: START, RUNNING, COMPLETE, FAIL, ABORT, OTHER, or something of the producer's own. */
export function eventType({ value }: RunEvent): string | null {
  const type = isJsonObject(value) ? value['eventType'] : null;
  return typeof type === 'string' ? type : null;
}

/** The URNs among what the event names. Whoever observes a run by a fact may have put anything there. */
function namedIn({ value }: RunEvent, list: 'inputs' | 'outputs'): Urn[] {
  const named = isJsonObject(value) ? value[list] : null;
  const read = Array.isArray(named) ? named.map((text) => refusable(() => parseUrn(text, list))) : [];
  return read.filter((urn) => typeof urn === 'string');
}

function union(known: readonly Urn[], named: readonly Urn[]): readonly Urn[] {
  return [...new Set([...known, ...named])].sort();
}

/** Of two ends the later; of several at one time a FAIL counts, then a COMPLETE: whichever came first. */
function later(a: Run['end'], b: Run['end']): Run['end'] {
  if (a === null || b === null) return a ?? b;
  return a.at > b.at || (a.at === b.at && a.type > b.type) ? a : b;
}
