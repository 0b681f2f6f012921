import { describe, expect, test } from 'vitest';
import { relationId } from '../../../src/kernel/fact.ts';
import type { Json } from '../../../src/kernel/json.ts';
import { memberKey } from '../../../src/store/claims/subjects.ts';
import { applied } from '../../contract/subject.ts';
import { embeddedForTests } from '../../kit/embedded-store.ts';
import { graphText } from './graph-text.ts';
import { factsOf, sampleBodies, type SampleFolder } from './samples.ts';

/** The graph that these payloads make, each sent as a request of its own. */
async function graphOf(payloads: readonly Json[]): Promise<string> {
  const { store, close } = await embeddedForTests();
  try {
    for (const payload of payloads) await applied(store, await factsOf(payload));
    return await graphText(store);
  } finally {
    await close();
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

  // What comes at one time with another claim has to be decided from all that was ever said: ever more, run by run.
  test('says once of each relation what there is to say', async () => {
    for (const body of bodies) {
      const said = (await factsOf(body)).flatMap((fact) => {
        if (fact.fact === 'set') return fact.members.map((member) => relationId(memberKey(fact, member)));
        return fact.fact === 'relation' ? [relationId(fact.key)] : [];
      });
      expect(said).toEqual([...new Set(said)]);
    }
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
