import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ontology } from '../../src/domains/index.ts';
import type { Ontology } from '../../src/kernel/ontology.ts';
import { openTopology } from '../../src/projections/topology/open-topology.ts';
import { openEmbeddedStore } from '../../src/store/embedded/index.ts';
import type { Store } from '../../src/store/ports.ts';
import { applied } from '../contract/subject.ts';
import { trusted } from '../contract/trusted.ts';

let folder: string;
let file: string;
let store: Store;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-'));
  file = join(folder, 'topology.kept');
  store = await openEmbeddedStore({ folder: join(folder, 'one'), ontology });
});
afterEach(async () => {
  await store[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

function urn(kind: string, name: string): string {
  return `urn:throughline:${kind}:kept:${name}`;
}

async function write(into: Store, ...jobs: string[]): Promise<void> {
  const fact = { fact: 'relation', type: 'READ_BY', from: urn('dataset', 'd'), provenance: 'OBSERVED', source: 'bi' };
  await applied(
    into,
    jobs.map((job) => trusted({ ...fact, to: urn('job', job), at: '2026-01-01T00:00:00Z' })),
  );
}

/** How many edges a topology has that is opened, brought up to the store and closed, and from where it read the store. */
async function opened(of: Store, by: Ontology = ontology): Promise<{ edges: number; after: number[] }> {
  const after: number[] = [];
  const segments: Store['graph']['segments'] = (from, upTo) => {
    after.push(from);
    return of.graph.segments(from, upTo);
  };
  const observed = { ...of, graph: { ...of.graph, segments } };
  await using topology = await openTopology({ store: observed, ontology: by, file });
  await topology.catchUp((await of.log.head()).position);
  return { edges: topology.topology.edges.count, after };
}

test('what is kept is taken up where it was left, and told what came since', async () => {
  await write(store, 'j', 'k');
  expect(await opened(store)).toEqual({ edges: 2, after: [0] });
  expect(await opened(store)).toEqual({ edges: 2, after: [] });
  await write(store, 'l');
  expect(await opened(store)).toEqual({ edges: 3, after: [2] });
});

test('a topology of another log is read anew, though its position is there too, and so is one ahead of its log', async () => {
  await write(store, 'j', 'k');
  await opened(store);
  await using other = await openEmbeddedStore({ folder: join(folder, 'other'), ontology });
  await write(other, 'x');
  expect(await opened(other)).toEqual({ edges: 1, after: [0] });
  await write(other, 'y', 'z');
  expect(await opened(store)).toEqual({ edges: 2, after: [0] });
  expect(await opened(other)).toEqual({ edges: 3, after: [0] });
});

test('so is one of another ontology, one that was cut off, and a file that is none', async () => {
  await write(store, 'j', 'k');
  await opened(store);
  const kinds = new Map([...ontology.kinds].toReversed());
  expect(await opened(store, { ...ontology, kinds })).toEqual({ edges: 2, after: [0] });
  expect((await opened(store)).after).toEqual([0]);
  writeFileSync(file, readFileSync(file).subarray(0, -1));
  expect((await opened(store)).after).toEqual([0]);
  writeFileSync(file, 'no such thing');
  expect(await opened(store)).toEqual({ edges: 2, after: [0] });
});

test('so is one in which a byte is another, or that says it is longer than it is', async () => {
  await write(store, 'j', 'k');
  await opened(store);
  const whole = readFileSync(file);
  for (const [at, byte] of [[whole.length - 200, 1] as const, [6, 0xff] as const, [20, 0x22] as const]) {
    const damaged = Buffer.from(whole);
    damaged[at] = damaged[at]! ^ byte;
    writeFileSync(file, damaged);
    expect(await opened(store)).toEqual({ edges: 2, after: [0] });
  }
});
