import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ontology } from '../../src/domains/index.ts';
import type { Ontology } from '../../src/kernel/ontology.ts';
import { EVERYBODY } from '../../src/kernel/viewer.ts';
import { openSearchIndex } from '../../src/projections/search/index.ts';
import { openEmbeddedStore } from '../../src/store/embedded/index.ts';
import type { Store } from '../../src/store/ports.ts';
import { applied } from '../contract/subject.ts';
import { trusted } from '../contract/trusted.ts';

let folder: string;
let file: string;
let store: Store;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-'));
  file = join(folder, 'search.sqlite');
  store = await openEmbeddedStore({ folder: join(folder, 'one'), ontology });
});
afterEach(async () => {
  await store[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

async function write(into: Store, ...names: string[]): Promise<void> {
  const fact = { fact: 'entity', kind: 'DATASET', namespace: 'kept', at: '2026-01-01T00:00:00Z', source: 'dbt' };
  await applied(
    into,
    names.map((name) => trusted({ ...fact, name })),
  );
}

/** What an index finds that is opened, brought up to the store and closed, and how often it asked for all of a kind. */
async function found(of: Store, by: Ontology = ontology): Promise<{ names: string[]; finds: number }> {
  let finds = 0;
  const find: Store['graph']['find'] = (...args) => {
    finds += 1;
    return of.graph.find(...args);
  };
  await using index = await openSearchIndex({
    ...{ store: { ...of, graph: { ...of.graph, find } }, ontology: by, file },
  });
  await index.catchUp((await of.log.head()).position);
  const filter = { kinds: null, namespaces: null, owners: null, tags: null, described: null };
  const page = await index.query({ ...filter, text: null, first: 100, after: null, facets: false, viewer: EVERYBODY });
  return { names: page.hits.map(({ id }) => id.slice(id.lastIndexOf(':') + 1)), finds };
}

test('what is kept is taken up where it was left, and told what came since', async () => {
  await write(store, 'first', 'second');
  expect((await found(store)).finds).toBeGreaterThan(0);
  await write(store, 'third');
  expect(await found(store)).toEqual({ names: ['first', 'second', 'third'], finds: 0 });
  expect(await found(store)).toEqual({ names: ['first', 'second', 'third'], finds: 0 });
});

test('an index of another log is made anew, though its position is there too', async () => {
  await write(store, 'first', 'second');
  await found(store);
  await using other = await openEmbeddedStore({ folder: join(folder, 'other'), ontology });
  await write(other, 'strange', 'stranger', 'strangest');
  expect((await found(other)).names).toEqual(['strange', 'stranger', 'strangest']);
});

test('an index that is ahead of its log, as behind a restored backup, is made anew', async () => {
  await write(store, 'first', 'second');
  await found(store);
  await using other = await openEmbeddedStore({ folder: join(folder, 'other'), ontology });
  await write(other, 'only');
  expect((await found(other)).names).toEqual(['only']);
});

test('so is one of another ontology, and a file that is no index', async () => {
  await write(store, 'first');
  await found(store);
  const kinds = new Map([...ontology.kinds].map(([name, kind]) => [name, { ...kind, description: 'Other words.' }]));
  expect((await found(store, { ...ontology, kinds })).finds).toBeGreaterThan(0);
  writeFileSync(file, 'not a database at all, and long enough to be taken for the head of one: '.repeat(20));
  expect((await found(store)).names).toEqual(['first']);
});

test('an index that was left half made tells nothing of what it was made from', async () => {
  await write(store, 'first', 'second');
  await found(store);
  // As if the process had been killed before all was there.
  const database = new DatabaseSync(file);
  database.exec('UPDATE kept SET place = NULL');
  database.close();
  await using other = await openEmbeddedStore({ folder: join(folder, 'other'), ontology });
  await write(other, 'strange');
  expect((await found(other)).names).toEqual(['strange']);
});

test('an index that is damaged within is made anew when that shows', async () => {
  await write(store, ...Array.from({ length: 400 }, (_, index) => `table_${index}`));
  await found(store);
  const bytes = readFileSync(file);
  // The first page says what is where; all others are lost.
  writeFileSync(file, Buffer.concat([bytes.subarray(0, 4_096), Buffer.alloc(bytes.length - 4_096, 7)]));
  await write(store, 'later');
  expect((await found(store)).names).toContain('later');
});

test('an index that is damaged where nothing is to be taken in is made anew when it is read', async () => {
  await write(store, ...Array.from({ length: 400 }, (_, index) => `table_${index}`));
  await found(store);
  const bytes = readFileSync(file);
  writeFileSync(file, Buffer.concat([bytes.subarray(0, 8_192), Buffer.alloc(bytes.length - 8_192, 7)]));
  expect((await found(store)).names).toContain('table_0');
});

test('how far it has come is kept where the last that came were measurements alone', async () => {
  await write(store, 'first');
  await found(store);
  const of = 'urn:throughline:dataset:kept:first';
  const observed = { fact: 'observe', of, metric: 'm', value: 1, key: 'k', at: '2026-01-02T00:00:00Z', source: 'dbt' };
  await applied(store, [trusted(observed)]);
  const { position } = await store.log.head();
  await found(store);
  await using index = await openSearchIndex({ store, ontology, file });
  expect(index.position).toBe(position);
});
