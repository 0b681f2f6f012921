import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ontology } from '../../src/domains/index.ts';
import { openEmbeddedStore } from '../../src/store/embedded/index.ts';
import { createTelemetry } from '../../src/telemetry/events.ts';
import { trusted } from '../contract/trusted.ts';
import { applied, headAt } from '../contract/subject.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const page = read('docs/operating.md');

/** What stands in code marks in the first cells of the table below this heading. */
function firstCells(heading: string): string[] {
  const [section = ''] = page.split(`## ${heading}\n`)[1]?.split(/^## /m) ?? [];
  const cells = [...section.matchAll(/^\| (`.+?) \|/gm)].map(([, cell = '']) => cell);
  return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name));
}

test('docs/operating.md lists every metric, and nothing else', () => {
  const metrics = createTelemetry('silent').registry.getMetricsAsArray();
  const registered = metrics.map((metric) => metric.name);
  // Other systems than Linux tell less of a process.
  const listed = firstCells('Metrics').filter((name) => process.platform === 'linux' || registered.includes(name));
  expect(listed.sort()).toEqual(registered.sort());
});

test('docs/operating.md lists every setting that is read, and no other', () => {
  const settings = [...read('src/config.ts').matchAll(/env\['([A-Z0-9_]+)'\]|\(env, '([A-Z0-9_]+)'/g)];
  expect(new Set(firstCells('Settings'))).toEqual(new Set(settings.map(([, a, b]) => a ?? b)));
});

test('docs/operating.md says how long a store that is away is tried again', () => {
  const [, seconds] = /attempts in some (\d+) s\./.exec(read('src/store/neo4j/database.ts')) ?? [];
  expect(page).toContain(`is tried again for some ${seconds} seconds`);
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const fact = (name: string) =>
  trusted({ fact: 'entity', kind: 'DATASET', namespace: 'n', name, at: '2026-01-01T00:00:00Z', source: 'dbt' });

test('VACUUM INTO makes a whole copy while the store is open, and a clean stop leaves one file', async () => {
  const [live, restored] = [join(folder, 'live'), join(folder, 'restored')];
  mkdirSync(restored);
  const file = join(live, 'graph.sqlite');
  {
    await using store = await openEmbeddedStore({ folder: live, ontology });
    await applied(store, [fact('before')]);
    const client = new DatabaseSync(file);
    client.exec(`VACUUM INTO '${join(restored, 'graph.sqlite')}'`);
    client.close();
    await applied(store, [fact('after')]);
  }
  expect([file, `${file}-wal`, `${file}-shm`].map((each) => existsSync(each))).toEqual([true, false, false]);
  await using copy = await openEmbeddedStore({ folder: restored, ontology });
  expect(await copy.graph.stats(await headAt(copy))).toEqual([{ kind: 'DATASET', count: 1 }]);
  expect((await applied(copy, [fact('later')])).position).toBe(2);
});

test('tables of another version are refused, and both versions named', async () => {
  await (await openEmbeddedStore({ folder, ontology }))[Symbol.asyncDispose]();
  const client = new DatabaseSync(join(folder, 'graph.sqlite'));
  client.exec('PRAGMA user_version = 99');
  client.close();
  await expect(openEmbeddedStore({ folder, ontology })).rejects.toThrow(/version 99; this program writes version \d+/);
});
