import type { JsonObject } from '../../kernel/json.ts';
import { RUN_METRIC } from '../../kernel/run.ts';
import { formatUrn, type Urn } from '../../kernel/urn.ts';
import { mapOwnership, propertyFrom, said, tagsFrom } from './common-facets.ts';
import { fieldUrn, type DatasetPart, type Event, type JobPart, type Run } from './event.ts';
import type { FactSet } from './fact-set.ts';
import type { Place } from '../payload.ts';
import { schemaFields } from './schema.ts';

/** What an event says of its job: what it is, what it reads and writes, and how fields come from fields. */
export function mapJob(job: JobPart, event: Event, facts: FactSet): void {
  const { id, facets } = job;
  mapOwnership(id, facets, facts);
  const type = facets.take('jobType', { jobType: null, processingType: null, integration: null });
  const code = facets.take('sourceCodeLocation', { url: null, version: null });
  facts.entity(id, {
    ...said({
      description: propertyFrom(facets, 'documentation', 'description'),
      tags: tagsFrom(facets),
      sql: propertyFrom(facets, 'sql', 'query'),
      ...texts(type, { jobType: 'jobType', processingType: 'processingType', integration: 'integration' }),
      ...texts(code, { sourceCodeUrl: 'url', sourceCodeVersion: 'version' }),
    }),
    ...facets.rest(),
  });
  const columns = columnKnowledge(event.outputs);
  for (const input of event.inputs) facts.relation('READ_BY', input.id, id, columns === null ? {} : { columns });
  for (const output of event.outputs) {
    facts.relation('WRITES', id, output.id);
    mapColumnLineage(output, id, event.inputs, facts);
  }
}

/** A run is an observation on its job, with everything that its events said of it. */
export function mapRun(run: Run, job: Urn, event: Event, facts: FactSet, eventTime: string): void {
  const parent = run.facets.look('parent');
  if (parent === 'deleted') facts.set(job, 'CONTAINS', 'to', []);
  else if (parent !== undefined) {
    const place = parent.at('job');
    const above = formatUrn('JOB', place.at('namespace').name(), place.at('name').name());
    if (above !== job) facts.relation('CONTAINS', above, job);
  }
  const ids = (datasets: readonly DatasetPart[]) => [...new Set(datasets.map((dataset) => dataset.id))].sort();
  const value: JsonObject = {
    runId: run.id,
    eventType: run.eventType,
    eventTime,
    inputs: ids(event.inputs),
    outputs: ids(event.outputs),
    producer: event.producer,
    facets: run.facets.untouched(),
  };
  facts.observe(job, RUN_METRIC, run.id, value);
}

/**
 * Whether the event tells which columns the job uses. One without outputs says nothing of it, for the run may not have
 * got that far; nor does one that says nothing at all of its outputs.
 */
function columnKnowledge(outputs: readonly DatasetPart[]): 'KNOWN' | 'OPAQUE' | null {
  const told = outputs.filter(({ facets }) => !facets.isEmpty);
  if (told.length === 0) return null;
  return told.every(({ facets }) => typeof facets.look('columnLineage') === 'object') ? 'KNOWN' : 'OPAQUE';
}

/**
 * How fields come from fields. The facet says all of it: a field that it leaves out comes from none, as far as the event
 * tells which fields there are.
 * @param job that derives them; null where a dataset's own event tells of it
 * @param inputs that the event names: of the others, that the job reads them is concluded here
 */
export function mapColumnLineage(
  { namespace, name, facets }: DatasetPart,
  job: Urn | null,
  inputs: readonly DatasetPart[],
  facts: FactSet,
): void {
  const place = facets.look('columnLineage');
  if (place === undefined) return;
  for (const { path } of schemaFields(facets) ?? []) facts.set(fieldUrn(namespace, name, path), 'DERIVES', 'to', []);
  if (place === 'deleted') return;
  const read = (input: Place): Urn => {
    const field = inputField(input);
    const dataset = formatUrn('DATASET', input.at('namespace').name(), input.at('name').name());
    if (!inputs.some((each) => each.id === dataset)) {
      facts.relation('CONTAINS', dataset, field, {}, 'INFERRED');
      if (job !== null) facts.relation('READ_BY', dataset, job, { columns: 'KNOWN' }, 'INFERRED');
    }
    return field;
  };
  for (const [field, lineage] of place.at('fields').entries()) {
    const to = fieldUrn(namespace, name, field);
    const from = new Map<Urn, JsonObject>();
    for (const input of lineage.at('inputFields').list()) {
      const source = read(input);
      const { direct, indirect } = transformationsOf(input);
      // What decides over whole rows, as a filter does, reaches the output as a whole: by way of the job.
      if (indirect !== null && job !== null) facts.relation('READ_BY', source, job);
      const entering = direct ?? (job === null ? indirect : null);
      if (entering !== null) from.set(source, { ...(job === null ? {} : { job }), ...entering });
    }
    facts.set(to, 'DERIVES', 'to', from);
  }
  for (const input of place.at('dataset').list()) {
    const field = read(input);
    if (job !== null) facts.relation('READ_BY', field, job);
  }
}

function inputField(place: Place): Urn {
  return fieldUrn(place.at('namespace').name(), place.at('name').name(), place.at('field').name());
}

/** How values enter, and how they decide without entering; null where they do not. What is not said enters. */
function transformationsOf(place: Place): { direct: JsonObject | null; indirect: JsonObject | null } {
  const all = place.at('transformations').list();
  const isIndirect = (each: Place) => each.at('type').value === 'INDIRECT';
  const [direct, indirect] = [all.find((each) => !isIndirect(each)), all.find(isIndirect)];
  return {
    direct: direct === undefined && indirect !== undefined ? null : transformationOf(direct),
    indirect: indirect === undefined ? null : transformationOf(indirect),
  };
}

function transformationOf(place: Place | undefined): JsonObject {
  const [type, subtype] = [place?.at('type').optionalText(), place?.at('subtype').optionalText()];
  return { ...(type ? { transformation: type } : {}), ...(subtype ? { subtype } : {}) };
}

function texts(place: Place | 'deleted' | undefined, names: Readonly<Record<string, string>>) {
  return Object.fromEntries(
    Object.entries(names).map(([property, member]) => {
      if (place === undefined) return [property, undefined];
      return [property, place === 'deleted' ? null : place.at(member).optionalText()];
    }),
  );
}
