import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseFact } from '../../../src/kernel/parse-fact.ts';
import type { Fact } from '../../../src/kernel/fact.ts';
import type { JsonObject } from '../../../src/kernel/json.ts';
import { parseTime, type Micros } from '../../../src/kernel/time.ts';
import { EVERYBODY } from '../../../src/kernel/viewer.ts';
import {
  EVIDENCE_LIMITS,
  gatherEvidence,
  type Evidence,
  type EvidenceLimits,
} from '../../../src/lineage/root-causes/evidence.ts';
import { happeningsOf } from '../../../src/lineage/root-causes/happenings.ts';
import { startServer, type TestServer } from '../../kit/server.ts';
import { short, urn } from '../story.ts';

const day = (number: number) => `2026-01-${String(number).padStart(2, '0')}T00:00:00Z`;
const time = (number: number) => parseTime(day(number)) as Micros;

let server: TestServer;
let written: number;
beforeAll(async () => {
  server = await startServer();
  const rows = Array.from({ length: 20 }, (_, index) => observe(index + 1, 'dataset:mart', index));
  await tell([
    ...[relation(1, 'READ_BY', 'dataset:raw', 'job:load'), relation(1, 'WRITES', 'job:load', 'dataset:mart')],
    ...[relation(1, 'MEASURES', 'dataset:mart', 'kpi:sales'), relation(1, 'OWNS', 'person:ann', 'job:load')],
    ...[relation(1, 'ALIAS_OF', 'dataset:raw_link', 'dataset:raw'), relation(1, 'READ_BY', 'dataset:old', 'job:load')],
    ...[
      columns(1, 'dataset:raw_link', 'field:raw_link#a', 'field:raw_link#b'),
      columns(12, 'dataset:raw_link', 'field:raw_link#a'),
    ],
    {
      fact: 'retire',
      of: { type: 'READ_BY', from: urn('dataset:old'), to: urn('job:load') },
      at: day(13),
      source: 'test',
    },
    ...rows,
  ]);
  written = server.services.reader.head().position;
  await tell([observe(15, 'dataset:raw', 1)]);
});
afterAll(() => server[Symbol.asyncDispose]());

async function tell(facts: readonly JsonObject[]): Promise<void> {
  const { ontology, writer } = server.services;
  const content = JSON.stringify(facts);
  const parsed = facts.map((fact) => parseFact(fact, ontology) as Fact);
  expect((await writer.submit({ scope: 'test', key: content, content, facts: parsed })).refused).toBeNull();
}

function relation(at: number, type: string, from: string, to: string): JsonObject {
  const ends = { from: urn(from), to: urn(to) };
  return { fact: 'relation', type, ...ends, provenance: 'OBSERVED', at: day(at), source: 'test' };
}

function columns(at: number, of: string, ...members: string[]): JsonObject {
  return { fact: 'set', of: urn(of), type: 'CONTAINS', members: members.map(urn), at: day(at), source: 'test' };
}

function observe(at: number, of: string, value: number): JsonObject {
  return { fact: 'observe', of: urn(of), metric: 'row_count', key: `${at}`, value, at: day(at), source: 'test' };
}

async function gather(limits: Partial<EvidenceLimits> = {}, position?: number): Promise<Evidence> {
  const at = { position: position ?? server.services.reader.head().position, asOf: null, now: time(30) };
  const query = { of: urn('kpi:sales'), since: time(10), until: time(20) };
  return gatherEvidence(server.services, query, { ...at, viewer: EVERYBODY }, { ...EVIDENCE_LIMITS, ...limits });
}

const timesOf = (evidence: Evidence, id: string) =>
  evidence.changes.get(urn(id))?.map(({ at }) => new Date(at / 1_000).getUTCDate());

test('What lay upstream at either end of the window is there, under its canonical name, with what happened to it.', async () => {
  const evidence = await gather();
  expect(evidence.origins.map(({ id, depth }) => `${depth} ${short(id)}`)).toEqual([
    ...['0 kpi:sales', '1 dataset:mart', '2 job:load', '3 dataset:raw'],
    // Was read until the thirteenth.
    '3 dataset:old',
  ]);
  const raw = happeningsOf(evidence).filter(({ entity }) => entity === urn('dataset:raw'));
  expect(raw.map(({ kind, change }) => [kind, short(change.entity)])).toEqual([['SCHEMA_CHANGED', 'dataset:raw_link']]);
  expect(evidence.owners.get(urn('job:load'))).toEqual([urn('person:ann')]);
  expect(evidence.limitHit).toBeNull();
});

test('What is measured is read from as long before the window as that is long; nothing behind it is.', async () => {
  const days = timesOf(await gather(), 'dataset:mart')!;
  expect([days[0], days.at(-1)]).toEqual([1, 20]);
});

test('What was recorded later does not count at an earlier position.', async () => {
  expect(timesOf(await gather(), 'dataset:raw')).toContain(15);
  expect(timesOf(await gather({}, written), 'dataset:raw')).not.toContain(15);
});

test('Reading in several batches changes nothing.', async () => {
  const plain = ({ origins, changes, owners, columns: all, aside }: Evidence) => ({
    ...{ ids: origins.map(({ id, from }) => [id, from]), changes, owners, all, aside },
  });
  expect(plain(await gather({ atOnce: 2 }))).toEqual(plain(await gather()));
});

test.each([
  ['entities than are looked at', { nodes: 2 }, 'NODES'],
  ['changes of one than are read, within the window', { changesEach: 3 }, 'CHANGES'],
  ['changes of all than are read', { changes: 5, atOnce: 1 }, 'CHANGES'],
] as const)('Where there are more %s, the answer says so.', async (_what, limits, expected) => {
  expect((await gather(limits)).limitHit).toBe(expected);
});

test('What is cut off before the window alone leaves the answer complete.', async () => {
  // The newest fifteen of the measurements go back to the sixth.
  const evidence = await gather({ changesEach: 15 });
  expect(timesOf(evidence, 'dataset:mart')?.[0]).toBeGreaterThan(1);
  expect(evidence.limitHit).toBeNull();
});
