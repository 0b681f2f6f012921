import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDice } from '../../bench/incidents/dice.ts';
import { incidentOf } from '../../bench/incidents/incident.ts';
import { evidenceOf, load } from '../../bench/incidents/judge.ts';
import { CAUSES } from '../../bench/incidents/plant.ts';
import type { Fact } from '../../src/kernel/fact.ts';
import { rankCauses } from '../../src/lineage/root-causes/rank.ts';
import { subjectOf } from '../../src/store/claims/subjects.ts';
import { startServer, type TestServer } from '../kit/server.ts';

const servers: TestServer[] = [];
beforeAll(async () => {
  servers.push(...(await Promise.all([startServer(), startServer()])));
});
afterAll(async () => {
  for (const server of servers) await server[Symbol.asyncDispose]();
});

/** What is said of one subject stays in its order, and comes before or after all that is said of another. */
function bySubject(facts: readonly Fact[], seed: number): Fact[] {
  const dice = createDice(seed);
  const lots = new Map<string, number>();
  const lotOf = (fact: Fact) => {
    const subject = subjectOf(fact);
    if (!lots.has(subject)) lots.set(subject, dice.between(0, 1));
    return lots.get(subject)!;
  };
  return facts
    .map((fact) => [lotOf(fact), fact] as const)
    .sort(([a], [b]) => a - b)
    .map(([, fact]) => fact);
}

test.each(CAUSES.map((cause, index) => [cause, index * 3] as const))(
  'in whatever order the sources tell, the ranking is the same: %s',
  async (_cause, index) => {
    const incident = incidentOf(index);
    const [inOrder, shuffled] = servers.map(({ services }) => services);
    await load(inOrder!, incident.name, incident.facts);
    await load(shuffled!, incident.name, bySubject(incident.facts, index));
    const [expected, found] = await Promise.all(
      [inOrder!, shuffled!].map(async (services) =>
        (await rankCauses(await evidenceOf(services, incident))).map(({ origin, score, parts }) => ({
          ...{ id: origin.id, score, parts },
        })),
      ),
    );
    expect(expected!.length).toBeGreaterThan(3);
    expect(found).toEqual(expected);
  },
);
