import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ontology as realOntology } from '../../../src/domains/index.ts';
import { micros } from '../../../src/kernel/time.ts';
import type { Urn } from '../../../src/kernel/urn.ts';
import { sightOf } from '../../../src/kernel/visibility.ts';
import { createAliases } from '../../../src/lineage/memory/identity.ts';
import { createMemoryTraversal } from '../../../src/lineage/memory/traversal.ts';
import { followNames } from '../../../src/lineage/store/follow-names.ts';
import { createStoreTraversal } from '../../../src/lineage/store/traversal.ts';
import { follow, type TopologyFollower } from '../../../src/projections/topology/follow.ts';
import { openNeo4jStore } from '../../../src/store/neo4j/index.ts';
import type { ReadAt, SegmentRow, Store } from '../../../src/store/ports.ts';
import { neo4jForTests } from '../../kit/neo4j.ts';
import { describeUnlessUnavailable } from '../../kit/unavailable.ts';
import { expectImpact, expectPaths, expectReach } from '../expect-answers.ts';
import { EVERY_RELATION, listScan, scanSteps } from '../list-scan.ts';
import { ontology } from '../ontology.ts';
import { reachQuery } from '../reach-query-arbitrary.ts';
import { LAST_TIME, NODES, rowSource, scheduleRows } from '../rows-arbitrary.ts';
import { viewersOf } from '../../kit/viewer-arbitrary.ts';
import { byLength, scanWays, type ScannedWay } from '../way-scan.ts';
import { toldOfImpact, toldOfOrigins } from './told.ts';
import { applyWorlds, type World } from './worlds.ts';

const WORLDS = 500;
/** Of worlds and questions; a failure names it and the world, and with it the same run can be had again. */
const SEED = Number(process.env['ORACLE_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
/** Worlds that are asked about at a time: most of it is waiting. */
const AT_ONCE = 8;
const NOW = micros(LAST_TIME + 1);
const TARGETS = new Set(ontology.kinds.keys());
const MOST_WAYS = 5_000;

/** Most starts stand upstream of something in the graph, and most places are those at which all of it is known. */
const question = fc.record({
  reach: reachQuery,
  schedule: scheduleRows,
  starts: fc.array(fc.nat(1_000), { minLength: 1, maxLength: 3 }),
  end: fc.nat(1_000),
  anywhere: fc.option(fc.constantFrom(...NODES), { freq: 4 }),
  first: fc.constantFrom(1, 5, 100),
  place: fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(1_000) }),
  asOf: fc.option(fc.nat(LAST_TIME), { freq: 2 }),
  viewer: viewersOf(NODES),
});
type Question = typeof question extends fc.Arbitrary<infer T> ? T : never;

/** How much was answered. */
interface Counts {
  reached: number;
  affected: number;
  paths: number;
  origins: number;
}

describeUnlessUnavailable('by a real Neo4j', await neo4jForTests(), (connection) => {
  let store: Store;
  beforeAll(async () => {
    store = await openNeo4jStore({ ...connection, ontology: realOntology });
  });
  afterAll(() => store[Symbol.asyncDispose]());

  test(`${WORLDS} random graphs are answered as from memory, and as by scanning the list of all rows.`, async () => {
    const worlds = await applyWorlds(store, WORLDS, SEED);
    const questions = fc.sample(fc.array(question, { minLength: 2, maxLength: 2 }), { numRuns: WORLDS, seed: SEED });
    const counts: Counts = { reached: 0, affected: 0, paths: 0, origins: 0 };
    const waiting = worlds.map((world, index) => ({ world, asked: questions[index]! }));
    const asker = async () => {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        for (const each of next.asked) await ask(next.world, each, counts);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, asker));
    // So that graphs and questions are not trivial.
    expect(Math.min(...Object.values(counts)) / WORLDS).toBeGreaterThan(0.25);
  }, 600_000);
});

async function ask(world: World, asked: Question, counts: Counts): Promise<void> {
  const position = world.positions.at(-1 - (asked.place % world.positions.length))!;
  const asOf = asked.asOf === null ? null : micros(asked.asOf);
  const at = { position, asOf, now: NOW, viewer: asked.viewer };
  try {
    await expectAgreement(world, asked, at, counts);
  } catch (error) {
    const story = { seed: SEED, world: world.name, asked, at };
    throw new Error(`ORACLE_SEED=${SEED} ${JSON.stringify(story, (_key, value: unknown) => plain(value))}`, {
      cause: error,
    });
  }
}

async function expectAgreement(
  { rows, lookup }: World,
  { reach, schedule, starts, end, anywhere, first }: Question,
  at: ReadAt,
  counts: Counts,
): Promise<void> {
  const { position, viewer } = at;
  const time = at.asOf ?? NOW;
  const isSeen = (id: Urn) => sightOf(viewer.visibility)(id) === 'SHOW';
  const some = (index: number) => rows[index % rows.length]!.key;
  const source = rowSource(rows, schedule);
  const memory = createMemoryTraversal((await caughtUp(follow(source, ontology), rows)).topology);
  const { topology: names } = await caughtUp(followNames(source, lookup, ontology), rows);
  const stored = createStoreTraversal({ lookup, ontology, aliases: createAliases(names), lender: names });

  const of = starts.map((start) => some(start).from).filter(isSeen);
  const query = { ...reach, of: of.length > 1 ? of : reach.of.filter(isSeen) };
  const reached = await stored.reach(query, at);
  expect(reached).toEqual(await memory.reach(query, at));
  expectReach(reached, listScan(rows, query, position, time, { viewer, schedule }));
  counts.reached += reached.nodes.length;

  const { now, name } = scanSteps(rows, EVERY_RELATION, position, time, { viewer });
  const impact = await stored.impact({ of, targets: TARGETS }, at);
  expect(await toldOfImpact(impact)).toEqual(await toldOfImpact(await memory.impact({ of, targets: TARGETS }, at)));
  const affecting = scanWays(rows, position, time, { of, withShares: true, most: MOST_WAYS, viewer });
  if (affecting !== null) await expectImpact(impact, affecting.filter(isWay), now, viewer);
  counts.affected += impact.targets.length;

  const from = anywhere ?? of[0];
  if (from === undefined || !isSeen(from)) return;
  // To something that it does reach, where it reaches anything.
  const { targets } = await memory.impact({ of: [from], targets: TARGETS }, at);
  const to = targets[end % targets.length]?.id ?? some(end).to;
  if (!isSeen(to)) return;
  const found = await stored.paths({ from, to, first }, at);
  expect(found).toEqual(await memory.paths({ from, to, first }, at));
  const ways = scanWays(rows, position, time, { of: [from], withShares: false, most: MOST_WAYS, viewer });
  const isPath = (way: ScannedWay) => way.nodes.indexOf(name(to)) === way.nodes.length - 1;
  if (ways !== null) expectPaths(found, ways.filter(isPath).sort(byLength), first);
  counts.paths += found.paths.length;

  const origins = await stored.origins({ of: to, nodes: 5_000 }, at);
  expect(toldOfOrigins(origins)).toEqual(toldOfOrigins(await memory.origins({ of: to, nodes: 5_000 }, at)));
  counts.origins += origins.nodes.length;
}

async function caughtUp(follower: TopologyFollower, rows: readonly SegmentRow[]): Promise<TopologyFollower> {
  await follower.catchUp(Math.max(...rows.map(({ addedAt, removedAt }) => Math.max(addedAt, removedAt ?? 0))));
  return follower;
}

function isWay({ steps }: ScannedWay): boolean {
  return steps.length > 0;
}

/** As JSON can tell it. */
function plain(value: unknown): unknown {
  return value instanceof Set ? [...(value as Set<unknown>)] : value;
}
