import { expect, test } from 'vitest';
import { ontology } from '../../src/domains/index.ts';
import type { Json, JsonObject } from '../../src/kernel/json.ts';
import { isFact, parseFact } from '../../src/kernel/parse-fact.ts';
import { formatUrn, LONGEST_NAME } from '../../src/kernel/urn.ts';

const claim = { at: '2026-01-01T00:00:00Z', source: 'dbt' };
const dataset = formatUrn('DATASET', 'n', 'd');
const ends = { type: 'READ_BY', from: dataset, to: formatUrn('JOB', 'n', 'j') };

test.each([
  ['props.id', { fact: 'relation', ...ends, props: { id: 'KEY' } }],
  ['of.id', { fact: 'retire', of: { ...ends, id: 'KEY' } }],
  ['key', { fact: 'observe', of: dataset, metric: 'm', value: 1, key: 'KEY' }],
  ['metric', { fact: 'observe', of: dataset, metric: 'KEY', value: 1 }],
  ['source', { fact: 'observe', of: dataset, metric: 'm', value: 1, source: 'KEY' }],
])('%s is a text that every store keeps as it came', (path, fact) => {
  const withKey = (key: string) =>
    JSON.parse(JSON.stringify({ ...claim, ...fact }).replace('"KEY"', JSON.stringify(key))) as JsonObject;
  for (const wrong of ['a\u0000', '\ud800', 'x'.repeat(LONGEST_NAME + 1)]) {
    expect(parseFact(withKey(wrong), ontology)).toMatchObject({ path, code: 'BAD_USER_INPUT' });
  }
  expect(isFact(parseFact(withKey('漢\u{1f600}'), ontology))).toBe(true);
});

const nested = (levels: number): Json => JSON.parse('['.repeat(levels) + ']'.repeat(levels)) as Json;
const members = (count: number) => Array.from({ length: count }, (_, index) => formatUrn('FIELD', 'n', `d#f${index}`));

test.each<[string, JsonObject, path: string | null]>([
  ['a value of 198 levels', { fact: 'observe', of: dataset, metric: 'm', value: nested(198) }, null],
  ['a value of 100,000 levels', { fact: 'observe', of: dataset, metric: 'm', value: nested(100_000) }, ''],
  [
    'properties of 1,000 levels',
    { fact: 'entity', kind: 'DATASET', namespace: 'n', name: 'd', props: { x: nested(1_000) } },
    '',
  ],
  ['infinity', { fact: 'relation', ...ends, props: { confidence: JSON.parse('1e999') as number } }, ''],
  ['a confidence above 1', { fact: 'relation', ...ends, props: { confidence: 1.5 } }, 'props.confidence'],
  ['a confidence below 0', { fact: 'relation', ...ends, props: { confidence: -1 } }, 'props.confidence'],
  ['a set of as many as may be', { fact: 'set', of: dataset, type: 'CONTAINS', members: members(10_000) }, null],
  ['a set of more', { fact: 'set', of: dataset, type: 'CONTAINS', members: members(10_001) }, 'members'],
  ['a form that is no text', { fact: { toString: 1 } }, 'fact'],
])('%s', (_name, fact, path) => {
  const parsed = parseFact({ ...claim, ...fact }, ontology);
  expect(isFact(parsed) ? null : [parsed.path, parsed.code]).toEqual(path === null ? null : [path, 'BAD_USER_INPUT']);
});

const kpi = { fact: 'entity', kind: 'BUSINESS_KPI', namespace: 'n', name: 'k' };

test.each<[string, Json, path: string, message: RegExp]>([
  ['a list', [{ weight: 1 }], 'props.definitions', /expected one object with some of id, validFrom, validTo, formula/],
  ['one by its name', { first: { weight: 1 } }, 'props.definitions', /some of id, .*came {"first":/],
  ['nothing', {}, 'props.definitions', /came {}/],
  ['one of less than no weight', { weight: -1 }, 'props.definitions.weight', /expected a number from 0 to 1000000000/],
  ['one of all weight', { weight: 1e10 }, 'props.definitions.weight', /came 10000000000/],
])('%s is no definition of a KPI', (_name, definitions, path, message) => {
  const refused = { path, code: 'BAD_USER_INPUT', message: expect.stringMatching(message) as string };
  expect(parseFact({ ...claim, ...kpi, props: { definitions } }, ontology)).toEqual(refused);
});

test.each([
  ['0026-01-01T00:00:00Z', false],
  ['1899-12-31T23:59:59Z', false],
  ['2026-02-30T00:00:00Z', false],
  ['2026-01-01T00:00:00', false],
  ['1900-01-01T00:00:00Z', true],
  ['2199-12-31T23:59:59.999999Z', true],
])('an event time of %s: %s', (at, isTime) => {
  expect(
    isFact(parseFact({ fact: 'entity', kind: 'DATASET', namespace: 'n', name: 'd', ...claim, at }, ontology)),
  ).toBe(isTime);
});
