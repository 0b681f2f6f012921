import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ontology } from '../../../src/domains/index.ts';
import type { Json } from '../../../src/kernel/json.ts';
import { openEmbeddedStore } from '../../../src/store/embedded/index.ts';
import { applied } from '../../contract/subject.ts';
import { graphText } from './graph-text.ts';
import { factsOf, sampleBodies, type SampleFolder } from './samples.ts';

/** The graph that these payloads make, each sent as a request of its own. */
async function graphOf(payloads: readonly Json[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-'));
  const store = await openEmbeddedStore({ folder, ontology });
  try {
    for (const payload of payloads) await applied(store, await factsOf(payload));
    return await graphText(store);
  } finally {
    await store[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  }
}

/** The same order each time, and no order that anybody would send. */
function shuffled<T>(items: readonly T[]): T[] {
  const keyed = items.map((item, index) => [(index * 7919 + 104729) % 1009, item] as const);
  return keyed.sort((a, b) => a[0] - b[0]).map(([, item]) => item);
}

describe.each<SampleFolder>(['python', 'dbt', 'feast'])('what %s sent', (folder) => {
  const bodies = sampleBodies(folder);

  test('makes the graph that was checked by hand', async () => {
    await expect(await graphOf(bodies)).toMatchFileSnapshot(`./expected/${folder}.txt`);
  });

  test.each([
    ['reversed', (all: readonly Json[]) => all.toReversed()],
    ['shuffled', shuffled],
    ['doubled', (all: readonly Json[]) => all.flatMap((body) => [body, body])],
    ['as one array', (all: readonly Json[]) => [all]],
  ])('makes the same graph %s', async (_name, arranged) => {
    await expect(await graphOf(arranged(bodies))).toMatchFileSnapshot(`./expected/${folder}.txt`);
  });
});
