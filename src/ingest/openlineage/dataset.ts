import { contentHash, isJsonObject, type Json } from '../../kernel/json.ts';
import { formatUrn, type Urn } from '../../kernel/urn.ts';
import { mapOwnership, propertyFrom, said, tagsFrom } from './common-facets.ts';
import { fieldUrn, type DatasetPart } from './event.ts';
import type { FactSet } from './fact-set.ts';
import type { Facets } from './facets.ts';
import type { Place } from '../payload.ts';
import { schemaFields } from './schema.ts';

/** Other names of one dataset: what is asked of it is looked up under each of them. */
const MOST_NAMES = 100;
const LIFECYCLE = { lifecycleStateChange: null, previousIdentifier: { namespace: null, name: null } } as const;

/** What an event says of a dataset. @param key of what is measured: the run, or the time of the event */
export function mapDataset(dataset: DatasetPart, key: string, facts: FactSet): void {
  const { id, facets } = dataset;
  mapDataSource(dataset, facts);
  mapSchema(dataset, facts);
  mapOwnership(id, facets, facts);
  mapSymlinks(dataset, facts);
  mapLifecycle(dataset, facts);
  const measured = mapQuality(dataset, key, facts);
  mapOutputStatistics(id, dataset.ownFacets, key, facts);
  facts.entity(id, {
    ...said({
      description: propertyFrom(facets, 'documentation', 'description'),
      tags: tagsFrom(facets),
      version: propertyFrom(facets, 'version', 'datasetVersion'),
      storageLayer: propertyFrom(facets, 'storage', 'storageLayer'),
      datasetType: propertyFrom(facets, 'datasetType', 'datasetType'),
      lifecycleState: propertyFrom(facets, 'lifecycleStateChange', 'lifecycleStateChange'),
    }),
    ...measured,
    ...facets.rest(),
    ...dataset.ownFacets.rest(),
  });
}

function mapDataSource({ id, namespace, facets }: DatasetPart, facts: FactSet): void {
  const place = facets.take('dataSource');
  if (place === undefined) return;
  const sources = place === 'deleted' ? [] : dataSourceOf(place, namespace, facts);
  facts.set(id, 'FEEDS', 'to', sources);
}

function dataSourceOf(place: Place, namespace: string, facts: FactSet): Urn[] {
  const uri = withoutCredentials(place.at('uri').optionalText() ?? '');
  const name = place.at('name');
  if (name.isAbsent || name.value === '') return [];
  const source = formatUrn('DATA_SOURCE', namespace, name.name());
  facts.entity(source, uri === '' ? {} : { uri });
  return [source];
}

/** The fields, nested ones by their path, and that these are all. */
function mapSchema({ id, namespace, name, facets }: DatasetPart, facts: FactSet): void {
  const fields = schemaFields(facets);
  if (fields === null) return;
  for (const { path, ordinal, place } of fields) {
    const description = place.at('description').optionalText();
    facts.entity(fieldUrn(namespace, name, path), {
      dataType: place.at('type').optionalText(),
      ordinal,
      ...(description === null || description === '' ? {} : { description }),
    });
  }
  const members = fields.map(({ path }) => fieldUrn(namespace, name, path));
  facts.set(id, 'CONTAINS', 'from', members);
}

/** Only a name of the same TABLE is one and the same; a location may hold many. */
function mapSymlinks({ id, facets }: DatasetPart, facts: FactSet): void {
  const place = facets.look('symlinks');
  if (place === undefined) return;
  const identifiers = place === 'deleted' ? [] : place.at('identifiers').list();
  if (place !== 'deleted' && identifiers.length > MOST_NAMES) {
    place.at('identifiers').note({
      path: place.at('identifiers').path,
      message: `expected at most ${MOST_NAMES}; came ${identifiers.length}`,
    });
  }
  const links = identifiers.slice(0, MOST_NAMES).map((link) => ({
    other: formatUrn('DATASET', link.at('namespace').name(), link.at('name').name()),
    isSame: link.at('type').optionalText()?.toUpperCase() === 'TABLE',
  }));
  const others = (isSame: boolean) =>
    links.filter((link) => link.isSame === isSame && link.other !== id).map((link) => link.other);
  facts.set(id, 'ALIAS_OF', 'to', others(true));
  facts.set(id, 'SYMLINK_OF', 'to', others(false));
}

function mapLifecycle({ id, facets }: DatasetPart, facts: FactSet): void {
  const place = facets.take('lifecycleStateChange', LIFECYCLE);
  if (place === undefined) return;
  if (place === 'deleted') return facts.set(id, 'RENAMED_TO', 'to', []);
  const previous = place.at('previousIdentifier');
  if (!previous.isAbsent) {
    const old = formatUrn('DATASET', previous.at('namespace').name(), previous.at('name').name());
    if (old !== id) facts.relation('RENAMED_TO', old, id);
  }
  // It was there, with all that the event says of it, and is gone now: at the same time the retirement counts.
  if (place.at('lifecycleStateChange').text() === 'DROP') facts.retire(id);
}

/** @returns the properties that follow from what was measured: of this reading first, as that tells more */
function mapQuality({ id, facets, ownFacets }: DatasetPart, key: string, facts: FactSet): Record<string, Json> {
  const props: Record<string, Json> = {};
  for (const each of [ownFacets, facets]) {
    mapMetrics(id, each, key, props, facts);
    mapAssertions(id, each, key, facts);
  }
  return props;
}

function mapMetrics(of: Urn, facets: Facets, key: string, props: Record<string, Json>, facts: FactSet): void {
  const metrics = facets.take('dataQualityMetrics', { rowCount: null, bytes: null, columnMetrics: null });
  if (metrics === undefined) return;
  if (metrics === 'deleted') {
    // What another place of the event measured counts: null gives way to it.
    props['rowCount'] ??= null;
    props['sizeBytes'] ??= null;
    return;
  }
  const [rows, bytes] = [metrics.at('rowCount').optionalNumber(), metrics.at('bytes').optionalNumber()];
  if (rows !== null) facts.observe(of, 'row_count', key, rows);
  if (bytes !== null) facts.observe(of, 'bytes', key, bytes);
  if (Number.isSafeInteger(rows)) props['rowCount'] ??= rows;
  if (Number.isSafeInteger(bytes)) props['sizeBytes'] ??= bytes;
  const columns = metrics.at('columnMetrics');
  if (!columns.isAbsent) facts.observe(of, 'column_metrics', key, columns.object());
}

/** What was asserted then stays so: an observation is history, and no claim that could be withdrawn. */
function mapAssertions(of: Urn, facets: Facets, key: string, facts: FactSet): void {
  const assertions = facets.take('dataQualityAssertions');
  if (assertions === undefined || assertions === 'deleted') return;
  const list = assertions
    .at('assertions')
    .list()
    .map((each) => each.object());
  list.sort((a, b) => (contentHash(a) < contentHash(b) ? -1 : 1));
  facts.observe(of, 'assertions', key, list);
}

function mapOutputStatistics(of: Urn, facets: Facets, key: string, facts: FactSet): void {
  const place = facets.take('outputStatistics');
  if (place === undefined || place === 'deleted' || !isJsonObject(place.value)) return;
  const numbers = Object.entries(place.value).filter(([name]) => !name.startsWith('_'));
  facts.observe(of, 'output_statistics', key, Object.fromEntries(numbers));
}

/** A URI as it may be shown: who is named before the last @ of its authority, and what a query keeps secret, goes. */
function withoutCredentials(uri: string): string {
  return uri
    .replace(/^([a-z][a-z0-9+.:-]*:)?\/\/[^/?#]*@/i, '$1//')
    .replace(/([?&;](?:[^=&;#]*(?:password|passwd|pwd|secret|token|key))=)[^&;#]*/gi, '$1***');
}
