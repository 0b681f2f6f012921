import { contentHash, isJsonObject, type Json } from '../../kernel/json.ts';
import { formatUrn, type Urn } from '../../kernel/urn.ts';
import { mapOwnership, propertyFrom, said, tagsFrom } from './common-facets.ts';
import { fieldUrn, type DatasetPart } from './event.ts';
import type { FactSet } from './fact-set.ts';
import type { Facets } from './facets.ts';
import type { Place } from './payload.ts';

/** What an event says of a dataset. @param key of what is measured: the run, or the time of the event */
export function mapDataset(dataset: DatasetPart, key: string, facts: FactSet): void {
  const { id, facets } = dataset;
  mapDataSource(dataset, facts);
  mapSchema(dataset, facts);
  mapOwnership(id, facets, facts);
  mapSymlinks(dataset, facts);
  const isDropped = mapLifecycle(dataset, facts);
  const measured = [facets, dataset.ownFacets].map((each) => mapQuality(id, each, key, facts));
  mapOutputStatistics(id, dataset.ownFacets, key, facts);
  if (isDropped) return;
  facts.entity(id, {
    ...said({
      description: propertyFrom(facets, 'documentation', (place) => place.at('description').optionalText()),
      tags: tagsFrom(facets),
      version: propertyFrom(facets, 'version', (place) => place.at('datasetVersion').optionalText()),
      storageLayer: propertyFrom(facets, 'storage', (place) => place.at('storageLayer').optionalText()),
      datasetType: propertyFrom(facets, 'datasetType', (place) => place.at('datasetType').optionalText()),
      lifecycleState: propertyFrom(facets, 'lifecycleStateChange', lifecycleOf),
    }),
    ...Object.assign({}, ...measured),
    ...facets.rest(),
    ...dataset.ownFacets.rest(),
  });
}

function mapDataSource({ id, namespace, facets }: DatasetPart, facts: FactSet): void {
  const place = facets.take('dataSource');
  if (place === undefined || place === 'deleted') return;
  const name = place.at('name').optionalText();
  const uri = place.at('uri').optionalText();
  if (name === null || name === '') return;
  const source = formatUrn('DATA_SOURCE', namespace, name);
  facts.entity(source, uri === null ? {} : { uri: withoutCredentials(uri) });
  facts.relation('FEEDS', source, id);
}

/** The fields, nested ones by their path, and that these are all. */
function mapSchema({ id, namespace, name, facets }: DatasetPart, facts: FactSet): void {
  const place = facets.take('schema');
  if (place === undefined) return;
  const members: Urn[] = [];
  const read = (fields: readonly Place[], above: string) => {
    for (const [ordinal, field] of fields.entries()) {
      const path = above + field.at('name').name();
      const member = fieldUrn(namespace, name, path);
      members.push(member);
      const description = field.at('description').optionalText();
      facts.entity(member, {
        dataType: field.at('type').optionalText(),
        ordinal,
        ...(description === null || description === '' ? {} : { description }),
      });
      read(field.at('fields').list(), `${path}.`);
    }
  };
  if (place !== 'deleted') read(place.at('fields').list(), '');
  facts.set(id, 'CONTAINS', 'from', members);
}

/** Only a name of the same TABLE is one and the same; a location may hold many. */
function mapSymlinks({ id, facets }: DatasetPart, facts: FactSet): void {
  const place = facets.look('symlinks');
  if (place === undefined) return;
  const links = (place === 'deleted' ? [] : place.at('identifiers').list()).map((link) => ({
    other: formatUrn('DATASET', link.at('namespace').name(), link.at('name').name()),
    isSame: link.at('type').optionalText()?.toUpperCase() === 'TABLE',
  }));
  const others = (isSame: boolean) =>
    links.filter((link) => link.isSame === isSame && link.other !== id).map((link) => link.other);
  facts.set(id, 'ALIAS_OF', 'to', others(true));
  facts.set(id, 'SYMLINK_OF', 'to', others(false));
}

/** @returns whether the dataset is gone */
function mapLifecycle({ id, facets }: DatasetPart, facts: FactSet): boolean {
  const place = facets.look('lifecycleStateChange');
  if (place === undefined || place === 'deleted') return false;
  const previous = place.at('previousIdentifier');
  if (!previous.isAbsent) {
    const old = formatUrn('DATASET', previous.at('namespace').name(), previous.at('name').name());
    if (old !== id) facts.relation('RENAMED_TO', old, id);
  }
  if (lifecycleOf(place) !== 'DROP') return false;
  facts.retire(id);
  return true;
}

function lifecycleOf(place: Place): string {
  return place.at('lifecycleStateChange').text();
}

/** @returns the properties that follow from what was measured */
function mapQuality(of: Urn, facets: Facets, key: string, facts: FactSet): Record<string, Json> {
  const props: Record<string, Json> = {};
  const metrics = facets.take('dataQualityMetrics');
  if (metrics !== undefined && metrics !== 'deleted') {
    const [rows, bytes] = [metrics.at('rowCount').optionalNumber(), metrics.at('bytes').optionalNumber()];
    if (rows !== null) facts.observe(of, 'row_count', key, rows);
    if (bytes !== null) facts.observe(of, 'bytes', key, bytes);
    if (Number.isSafeInteger(rows)) props['rowCount'] = rows;
    if (Number.isSafeInteger(bytes)) props['sizeBytes'] = bytes;
    const columns = metrics.at('columnMetrics');
    if (!columns.isAbsent) facts.observe(of, 'column_metrics', key, columns.object());
  }
  const assertions = facets.take('dataQualityAssertions');
  if (assertions !== undefined && assertions !== 'deleted') {
    const list = assertions.at('assertions').list().map(assertionOf);
    facts.observe(
      of,
      'assertions',
      key,
      list.sort((a, b) => (contentHash(a) < contentHash(b) ? -1 : 1)),
    );
  }
  return props;
}

function assertionOf(place: Place): Json {
  place.at('assertion').text();
  if (typeof place.at('success').value !== 'boolean') {
    place.note({ path: place.at('success').path, message: 'expected true or false' });
  }
  return place.object();
}

function mapOutputStatistics(of: Urn, facets: Facets, key: string, facts: FactSet): void {
  const place = facets.take('outputStatistics');
  if (place === undefined || place === 'deleted' || !isJsonObject(place.value)) return;
  const numbers = Object.entries(place.value).filter(([name]) => !name.startsWith('_'));
  facts.observe(of, 'output_statistics', key, Object.fromEntries(numbers));
}

/** A URI as it may be shown: whoever is named before the @ is not for everybody. */
function withoutCredentials(uri: string): string {
  return uri.replace(/^([a-z][a-z0-9+.:-]*:\/\/)[^/?#@]*@/i, '$1');
}
