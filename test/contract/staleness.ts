import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ontology } from '../../src/domains/index.ts';
import { relationId, type LoggedFact } from '../../src/kernel/fact.ts';
import { formatUrn, urnParts, type Urn } from '../../src/kernel/urn.ts';
import { createMemoryTraversal } from '../../src/lineage/memory/traversal.ts';
import { follow, type TopologyFollower } from '../../src/projections/topology/follow.ts';
import type { ReadAt, Store } from '../../src/store/ports.ts';
import { relationsOf } from './arbitrary-facts.ts';
import { arbitraryRuns } from './arbitrary-runs.ts';
import { jobIn, microsOf, time } from './job-story.ts';
import { scanStale } from './stale-scan.ts';
import { applied, appliedInParts, readAt, sampleOf, wholeStep } from './subject.ts';
import { EPOCH, trusted } from './trusted.ts';

const TICKS = 121;

/** What a job's runs did not show for long counts as stale, as long as it holds. */
export function stalenessContract(store: () => Store, runs: number): void {
  let worlds = 0;
  const nextName = () => `stale-${(worlds += 1)}`;
  let shared: TopologyFollower | undefined;

  async function followed(): Promise<TopologyFollower> {
    shared ??= follow(store().graph, ontology);
    await shared.catchUp((await store().log.head()).position);
    return shared;
  }

  /** The job's relations that count as stale, and the others; each list must be what a walk without stale ones leaves out. */
  async function relationsAt({ topology }: TopologyFollower, job: Urn, at: ReadAt) {
    const traversal = createMemoryTraversal(topology);
    const query = { of: [job], direction: 'BOTH', depth: 1, kinds: null, through: null, provenance: null } as const;
    const { links, staleLinks } = await traversal.reach({ ...query, includeStale: true }, at);
    const ids = (isStale: boolean) =>
      links.flatMap((link) => (link.relation !== null && link.isStale === isStale ? relationId(link.relation) : []));
    const fresh = await traversal.reach({ ...query, includeStale: false }, at);
    expect(fresh.links.map(({ relation }) => relation && relationId(relation))).toEqual(ids(false));
    expect([staleLinks, fresh.staleLinks]).toEqual([ids(true).length, 0]);
    return { stale: ids(true).sort(), fresh: ids(false).sort() };
  }

  /** A job, and which of its datasets are stale at an hour, as far as was known at a position; by name. */
  function nextJob() {
    const world = jobIn(nextName());
    const at = async (hour: number, position?: number) => {
      const follower = await followed();
      const place = readAt(position ?? follower.position, microsOf(hour));
      const { stale } = await relationsAt(follower, world.job, place);
      return stale
        .flatMap((id) => id.split(' ').filter((end) => end.includes(':dataset:')))
        .map((id) => urnParts(id as Urn).name);
    };
    const meant = (hour: number, hours: number | null, source = 'scheduler') => {
      const { namespace, name } = urnParts(world.job);
      const props = { expectedIntervalSeconds: hours === null ? null : hours * 3_600 };
      return trusted({ fact: 'entity', kind: 'JOB', namespace, name, props, at: time(hour), source });
    };
    return { ...world, stale: at, meant };
  }

  const all = { reads: ['orders', 'users'], writes: ['daily'] };
  const hours = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, index) => first + index);

  describe('staleness', () => {
    test('a job that stops makes all that it showed stale, after three times its usual gap', async () => {
      const { run, stale } = nextJob();
      for (const hour of hours(0, 5)) await applied(store(), run(hour, all));
      expect(await stale(5)).toEqual([]);
      expect(await stale(8)).toEqual([]);
      // What its last run read it said at its start and its end, ten minutes later; what it wrote at the end.
      expect(await stale(8.1)).toEqual([]);
      expect(await stale(8.2)).toEqual(['orders', 'users', 'daily']);
      // As of then it was not.
      expect(await stale(4)).toEqual([]);
    });

    test('fewer than five runs that succeeded do not tell how often it runs', async () => {
      const { run, stale } = nextJob();
      for (const hour of hours(0, 3)) await applied(store(), run(hour, all));
      await applied(store(), run(4, { ...all, end: 'FAIL' }));
      expect(await stale(500)).toEqual([]);
      const before = (await store().log.head()).position;
      await applied(store(), run(5, all));
      expect(await stale(500)).toEqual(['orders', 'users', 'daily']);
      expect(await stale(500, before)).toEqual([]);
    });

    test('what one run leaves out is stale before the third that does ends it, where it is declared so', async () => {
      const { run, stale, meant } = nextJob();
      await applied(store(), [meant(0, 1.5)]);
      await applied(store(), run(0, all));
      for (const hour of [1, 2]) await applied(store(), run(hour, { reads: ['orders'], writes: ['daily'] }));
      expect(await stale(1.5)).toEqual([]);
      expect(await stale(2.2)).toEqual(['users']);
      await applied(store(), run(3, { reads: ['orders'], writes: ['daily'] }));
      // It ended as of the first run without it.
      expect(await stale(3)).toEqual([]);
      expect(await stale(2.2)).toEqual([]);
    });

    test('what is declared goes before what the runs tell, from its time on and until it is withdrawn', async () => {
      const { run, stale, meant } = nextJob();
      for (const hour of hours(0, 5)) await applied(store(), run(hour, all));
      await applied(store(), [meant(9, 100)]);
      expect(await stale(8.5)).toHaveLength(3);
      expect(await stale(9.5)).toEqual([]);
      await applied(store(), [meant(10, null)]);
      expect(await stale(9.5)).toEqual([]);
      expect(await stale(10)).toHaveLength(3);
    });

    test('inputs that take turns are not stale', async () => {
      const { run, stale } = nextJob();
      const turn = (hour: number) => ({ reads: [['orders', 'users'][hour % 2] as string], writes: ['daily'] });
      for (const hour of hours(0, 9)) await applied(store(), run(hour, turn(hour)));
      for (const hour of hours(4, 9)) expect(await stale(hour + 0.9)).toEqual([]);
      expect(await stale(12)).toEqual(['orders']);
    });

    test('a START without outputs does not confirm them, and a failed run what it names', async () => {
      const { run, event, stale, meant } = nextJob();
      await applied(store(), [meant(0, 2)]);
      await applied(store(), run(0, all));
      await applied(store(), event(1, 0, 'START', { reads: ['orders'] }));
      expect(await stale(2.5)).toEqual(['users', 'daily']);
      await applied(store(), event(2, 20, 'FAIL', { reads: ['users'], key: 'run-2' }));
      expect(await stale(2.5)).toEqual(['daily']);
    });

    test('late events correct what is stale, and what was known before stays', async () => {
      const { run, event, stale } = nextJob();
      for (const hour of hours(0, 5)) await applied(store(), run(hour, all));
      const before = (await store().log.head()).position;
      await applied(store(), run(7, { reads: ['users'], writes: ['daily'] }));
      expect(await stale(8.5)).toEqual(['orders']);
      expect(await stale(8.5, before)).toEqual(['orders', 'users', 'daily']);
      // A failure that comes late leaves four runs that count, which do not tell how often it runs.
      const then = (await store().log.head()).position;
      for (const hour of [0, 1, 2]) await applied(store(), event(hour, 30, 'FAIL', {}));
      expect(await stale(20)).toEqual([]);
      expect(await stale(20, then)).toHaveLength(3);
    });

    test('what somebody declares, or claims apart from runs, is not stale for that long', async () => {
      const { job, dataset, run, stale } = nextJob();
      const said = (name: string, provenance: string, hour: number) =>
        trusted({
          ...{ fact: 'relation', type: 'READ_BY', from: dataset(name), to: job },
          ...{ provenance, at: time(hour), source: 'reviewer' },
        });
      for (const hour of hours(0, 5)) await applied(store(), run(hour, all));
      await applied(store(), [said('orders', 'DECLARED', 1), said('users', 'OBSERVED', 7)]);
      expect(await stale(9)).toEqual(['daily']);
      expect(await stale(10)).toEqual(['users', 'daily']);
      const of = { type: 'READ_BY', from: dataset('orders'), to: job };
      await applied(store(), [trusted({ fact: 'retire', of, at: time(11), source: 'reviewer' })]);
      expect(await stale(10.5)).toEqual(['users', 'daily']);
      expect(await stale(11)).toEqual(['orders', 'users', 'daily']);
    });

    test('at any moment and position it is as a scan of the facts tells, also for who reads all anew', async () => {
      let found = 0;
      const places = fc.array(fc.tuple(fc.nat(), fc.nat(TICKS * 2)), { minLength: 8, maxLength: 8 });
      await fc.assert(
        fc.asyncProperty(fc.nat(), fc.integer({ min: 2, max: 8 }), places, async (seed, parts, moments) => {
          const name = nextName();
          const facts = sampleOf(arbitraryRuns(name, { min: 25, max: 36 }), seed);
          const before = (await store().log.head()).position;
          await appliedInParts(store(), facts, Math.ceil(facts.length / parts));
          const list: LoggedFact[] = (await store().log.read(before, 1_000)).map((entry) => entry.fact);
          const keys = relationsOf(facts);
          for (const follower of [await followed(), ...(seed % 10 === 0 ? [await readAnew()] : [])]) {
            for (const [place, tick] of moments) {
              const position = wholeStep(list, place % (list.length + 1));
              const isStale = scanStale(list, position, EPOCH + tick);
              const at = readAt(before + position, EPOCH + tick);
              const { stale } = await relationsAt(follower, formatUrn('JOB', name, 'load'), at);
              expect(stale).toEqual(keys.filter(isStale).map(relationId).sort());
              found += stale.length;
            }
          }
        }),
        { numRuns: runs },
      );
      expect(found).toBeGreaterThan(runs);
    });
  });

  async function readAnew(): Promise<TopologyFollower> {
    const follower = follow(store().graph, ontology);
    await follower.catchUp((await store().log.head()).position);
    return follower;
  }
}
