import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createContext } from '../../src/graphql/index.ts';
import { certify, type Certificate, type Premise } from '../../src/domains/kind/certificate.ts';
import type { Fact } from '../../src/kernel/fact.ts';
import type { JsonObject } from '../../src/kernel/json.ts';
import { micros } from '../../src/kernel/time.ts';
import { EVERYBODY } from '../../src/kernel/viewer.ts';
import { arbitraryFacts, entitiesOf, relationsOf } from '../contract/arbitrary-facts.ts';
import { arbitraryRuns } from '../contract/arbitrary-runs.ts';
import { appliedInParts, readAt, sampleOf, wholeStep } from '../contract/subject.ts';
import { EPOCH } from '../contract/trusted.ts';
import { checkProofs, exportedLog } from '../kit/check-proof.ts';
import { startServer, type TestServer } from '../kit/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const METRIC = 'row_count';
const WORLDS = [
  {
    name: 'facts of all forms',
    facts: arbitraryFacts,
    count: { min: 5, max: 30 },
    ticks: 16,
    worlds: 20,
    superseded: 0,
  },
  { name: 'runs of one job', facts: arbitraryRuns, count: { min: 25, max: 36 }, ticks: 121, worlds: 12, superseded: 1 },
];

/** All that these facts are about, as the store tells it at this place. */
async function premisesOf(facts: readonly Fact[], at: ReturnType<typeof readAt>): Promise<Premise[]> {
  const { graph } = server.services.store;
  const [ids, keys] = [entitiesOf(facts), relationsOf(facts)];
  const types = [...new Set(keys.map(({ type }) => type))];
  const query = { first: 100, after: null };
  const records = await graph.records(ids, at);
  const relations = await graph.relations(keys, at);
  const premises: Premise[] = keys.map((relation, index) => {
    const held = relations[index] ?? null;
    const value = held && { provenance: held.provenance, props: held.props, sources: held.sources };
    return { statement: { kind: 'RELATION', relation }, value };
  });
  for (const [index, of] of ids.entries()) {
    const value = records[index]?.props['description'] ?? null;
    premises.push({ statement: { kind: 'PROPERTY', of, name: 'description' }, value });
    premises.push({ statement: { kind: 'OBSERVATIONS', of, metric: METRIC, since: micros(EPOCH) } });
  }
  for (const type of types) {
    for (const [end, direction] of [
      ['from', 'out'],
      ['to', 'in'],
    ] as const) {
      const pages = await graph.related(ids, { type, direction, ...query }, at);
      for (const [index, of] of ids.entries()) {
        premises.push({ all: { of, type, end }, held: pages[index]!.items.map(({ relation }) => relation.key) });
      }
    }
  }
  return premises;
}

test.each(WORLDS)(
  'of $name, what the store tells is what the checker concludes',
  async (world) => {
    const certificates: Certificate[] = [];
    const places = fc.sample(fc.tuple(fc.nat(), fc.nat(), fc.nat(world.ticks)), { numRuns: world.worlds });
    const context = createContext(server.services, EVERYBODY);
    const { store } = server.services;
    let superseded = 0;
    for (const [index, [seed, place, tick]] of places.entries()) {
      const facts = sampleOf(world.facts(`${world.name.replaceAll(' ', '-')}-${index}`, world.count), seed);
      const before = (await store.log.head()).position;
      await appliedInParts(store, facts, 10);
      const list = (await store.log.read(before, 1_000)).map(({ fact }) => fact);
      superseded += list.filter(({ fact }) => fact === 'supersede').length;
      const asOf = micros(EPOCH + tick);
      const at = { ...readAt(before + wholeStep(list, place % (list.length + 1)), asOf), asOf };
      certificates.push(await certify({ type: 'VERDICT' }, {}, await premisesOf(facts, at), at, context));
    }
    expect(superseded / world.worlds).toBeGreaterThanOrEqual(world.superseded);
    const proofs = await checkProofs(certificates as unknown as JsonObject[], await exportedLog(server.url));
    // What the store told otherwise would be among what is given.
    const given = 'that nothing else bears on the conclusion; that of these {"type":"VERDICT"} comes to {}.';
    for (const [index, { said }] of proofs.entries()) {
      expect(`${places[index]!.join()}: ${said}`).toMatch(/^\d+,\d+,\d+: verified/);
      expect(said.split('Taken as given: ')[1]).toBe(given);
    }
  },
  240_000,
);
