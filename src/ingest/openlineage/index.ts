import type { Fact } from '../../kernel/fact.ts';
import type { Json } from '../../kernel/json.ts';
import { formatTime } from '../../kernel/time.ts';
import { mapInTurns } from '../../kernel/turns.ts';
import { MOST_ERRORS, type Connector, type Mapped, type PayloadError } from '../connector.ts';
import { mapDataset } from './dataset.ts';
import { readEvent, type Event } from './event.ts';
import { FactSet } from './fact-set.ts';
import { mapColumnLineage, mapJob, mapRun } from './job.ts';
import { Place } from '../payload.ts';

/** Run, job and dataset events of OpenLineage, one or an array; docs/connectors/openlineage.md says what becomes what. */
export const openLineage: Connector = { name: 'openlineage', path: '/api/v1/lineage', map };

async function map(payload: Json): Promise<Mapped> {
  const events: readonly Json[] = Array.isArray(payload) ? payload : [payload];
  const errors: PayloadError[] = [];
  const facts = await mapInTurns(events, (event, index): Fact[] => {
    if (errors.length >= MOST_ERRORS) return [];
    const place = new Place(event, '', (error) => errors.push({ index, ...error }));
    if (!place.isObject) {
      place.wrong('an event');
      return [];
    }
    const before = errors.length;
    const read = readEvent(place);
    return errors.length === before ? mapEvent(read) : [];
  });
  return errors.length > 0 ? { errors: distinct(errors).slice(0, MOST_ERRORS) } : { facts: facts.flat() };
}

/** The facts of one event: they depend on it alone, so that the order in which events come does not matter. */
function mapEvent(event: Event): Fact[] {
  const { at, run, job, dataset } = event;
  // What a run reports was seen; what is said of a job or a dataset apart from any run is a declaration.
  const facts = new FactSet(at, run === null ? 'DECLARED' : 'OBSERVED');
  const time = formatTime(at);
  if (job !== null) mapJob(job, event, facts);
  if (job !== null && run !== null) mapRun(run, job.id, event, facts, time);
  if (dataset !== null) mapColumnLineage(dataset, null, [], facts);
  const datasets = [...event.inputs, ...event.outputs, ...(dataset === null ? [] : [dataset])];
  for (const each of datasets) mapDataset(each, run?.id ?? time, facts);
  return facts.facts();
}

/** A place that is read twice is wrong once. */
function distinct(errors: readonly PayloadError[]): PayloadError[] {
  return [...new Map(errors.map((error) => [JSON.stringify(error), error])).values()];
}
