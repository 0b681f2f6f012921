import { describe, expect, test } from 'vitest';
import type { Urn } from '../../src/kernel/urn.ts';
import type { Store } from '../../src/store/ports.ts';
import { jobIn, microsOf, time } from './job-story.ts';
import { applied, headAt, readAt } from './subject.ts';
import { trusted } from './trusted.ts';

/** The hours through which a job was known to read a dataset, in order; null: still. */
async function hoursOf(store: Store, from: Urn, to: Urn): Promise<(readonly [number, number | null])[]> {
  const found: [number, number | null][] = [];
  for await (const rows of store.graph.segments(0, (await store.log.head()).position)) {
    for (const { key, validFrom, validTo, removedAt } of rows) {
      if (key.from !== from || key.to !== to || removedAt !== null) continue;
      const hours = (at: number | null) => (at === null ? null : (at - microsOf(0)) / 3_600_000_000);
      found.push([hours(validFrom) as number, hours(validTo)]);
    }
  }
  return found.sort((a, b) => a[0] - b[0]);
}

/** What a job's runs do not show any more, it does no longer: once three that succeeded in a row say so. */
export function supersessionContract(store: () => Store): void {
  let worlds = 0;
  const nextJob = () => {
    const world = jobIn(`superseded-${(worlds += 1)}`);
    return { ...world, read: (of: Store, name: string) => hoursOf(of, world.dataset(name), world.job) };
  };
  const [both, one] = [
    { reads: ['orders', 'users'], writes: ['daily'] },
    { reads: ['orders'], writes: ['daily'] },
  ];

  describe('supersession', () => {
    test('the third run in a row without it ends a relation, as of the first of the three', async () => {
      const { run, read, job, dataset } = nextJob();
      for (const hour of [0, 1]) await applied(store(), run(hour, both));
      for (const hour of [2, 3]) await applied(store(), run(hour, one));
      expect(await read(store(), 'users')).toEqual([[0, null]]);
      const before = await headAt(store());
      await applied(store(), run(4, one));
      expect(await read(store(), 'users')).toEqual([[0, 2]]);
      expect(await read(store(), 'orders')).toEqual([[0, null]]);
      const key = { type: 'READ_BY', from: dataset('users'), to: job, discriminator: '' };
      const [now, then, earlier] = [
        await headAt(store()),
        before,
        readAt((await headAt(store())).position, microsOf(1)),
      ];
      const relationAt = async (at: typeof now) => (await store().graph.relations([key], at))[0];
      expect(await relationAt(now)).toBeNull();
      expect(await relationAt(then)).toMatchObject({ validTo: null });
      expect(await relationAt(earlier)).toMatchObject({ validFrom: microsOf(0), validTo: microsOf(2) });
      const [history] = await store().log.history([dataset('users')], { first: 1, before: null }, now);
      expect(history?.items[0]).toMatchObject({
        type: 'UNRELATED',
        relation: key,
        at: microsOf(2),
        source: 'openlineage',
      });
    });

    test('what a request led to is in the position that it gets', async () => {
      const { run } = nextJob();
      const before = (await store().log.head()).position;
      const facts = [...run(0, both), ...[1, 2, 3].flatMap((hour) => run(hour, one))];
      const outcome = await applied(store(), facts);
      const entries = await store().log.read(before, 100);
      expect(entries.filter(({ fact }) => fact.fact === 'supersede')).toHaveLength(1);
      expect(outcome).toMatchObject({ applied: facts.length, position: before + facts.length + 1 });
      expect(entries.at(-1)?.position).toBe(outcome.position);
    });

    test('inputs that take turns never end', async () => {
      const { run, read } = nextJob();
      const before = (await store().log.head()).position;
      for (let hour = 0; hour < 18; hour += 1) {
        await applied(
          store(),
          run(hour, { reads: [['orders', 'users', 'items'][hour % 3] as string], writes: ['daily'] }),
        );
      }
      expect(await Promise.all(['orders', 'users', 'items'].map((name) => read(store(), name)))).toEqual([
        [[0, null]],
        [[1, null]],
        [[2, null]],
      ]);
      const entries = await store().log.read(before, 1_000);
      expect(entries.some(({ fact }) => fact.fact === 'supersede')).toBe(false);
    });

    test('failed runs, and runs that name no dataset, count for nothing', async () => {
      const { run, read } = nextJob();
      await applied(store(), run(0, both));
      for (const hour of [1, 2, 3]) await applied(store(), run(hour, { ...one, end: 'FAIL' }));
      for (const hour of [4, 5, 6]) await applied(store(), run(hour, {}));
      for (const hour of [7, 8]) await applied(store(), run(hour, one));
      await applied(store(), run(9, { ...one, end: 'ABORT' }));
      expect(await read(store(), 'users')).toEqual([[0, null]]);
      await applied(store(), run(10, one));
      expect(await read(store(), 'users')).toEqual([[0, 7]]);
    });

    test('what one event leaves out another of the same run tells', async () => {
      const { event, read } = nextJob();
      for (let hour = 0; hour < 8; hour += 1) {
        await applied(store(), event(hour, 0, 'START', { reads: ['orders'] }));
        await applied(store(), event(hour, 10, 'COMPLETE', { writes: ['daily'] }));
      }
      expect(await read(store(), 'orders')).toEqual([[0, null]]);
    });

    test('what a START leaves out says nothing of outputs, for the run has not got that far', async () => {
      const { job, run, event, read } = nextJob();
      const outputs = async () => {
        const query = { type: 'WRITES', direction: 'out', first: 10, after: null } as const;
        const [page] = await store().graph.related([job], query, await headAt(store()));
        return page?.items.map((item) => item.record.name);
      };
      await applied(store(), run(0, both));
      for (const hour of [1, 2, 3]) {
        await applied(store(), [...event(hour, 0, 'START', { reads: ['orders'] }), ...event(hour, 10, 'COMPLETE', {})]);
      }
      expect(await read(store(), 'users')).toEqual([[0, 1]]);
      expect(await outputs()).toEqual(['daily']);
      for (const hour of [4, 5, 6]) await applied(store(), run(hour, { reads: ['orders'] }));
      expect(await outputs()).toEqual([]);
    });

    test('datasets are known however they are spelled, and what is none is left aside', async () => {
      const { job, run, dataset, read } = nextJob();
      await applied(store(), run(0, both));
      for (const hour of [1, 2, 3, 4]) {
        const spelled = ['orders', 'users'].map((name) => dataset(name).replace(/s$/, '%73'));
        const value = { eventType: 'COMPLETE', inputs: [...spelled, 'orders', 7, null], outputs: 'none' };
        const fact = { fact: 'observe', of: job, metric: 'run', key: `run-${hour}`, value, source: 'openlineage' };
        await applied(store(), [trusted({ ...fact, at: time(hour) })]);
      }
      expect(await read(store(), 'users')).toEqual([[0, null]]);
    });

    test('a run that comes late undoes an ending, and what was known before stays', async () => {
      const { run, read, job, dataset } = nextJob();
      await applied(store(), run(0, both));
      for (const hour of [1, 3, 4]) await applied(store(), run(hour, one));
      expect(await read(store(), 'users')).toEqual([[0, 1]]);
      const before = await headAt(store());
      await applied(store(), run(2, both));
      expect(await read(store(), 'users')).toEqual([[0, null]]);
      await applied(store(), run(5, one));
      expect(await read(store(), 'users')).toEqual([[0, 3]]);
      const key = { type: 'READ_BY', from: dataset('users'), to: job, discriminator: '' };
      const [then] = await store().graph.relations([key], readAt(before.position, microsOf(1) - 1));
      expect(then).toMatchObject({ validTo: microsOf(1) });
    });

    test('a late failure of one of the three takes the ending back', async () => {
      const { run, event, read } = nextJob();
      await applied(store(), [...run(0, both), ...[1, 2, 3].flatMap((hour) => run(hour, one))]);
      expect(await read(store(), 'users')).toEqual([[0, 1]]);
      await applied(store(), event(2, 30, 'FAIL', {}));
      expect(await read(store(), 'users')).toEqual([[0, null]]);
    });

    test('what a failed run saw between the three takes the ending back', async () => {
      const { run, event, read } = nextJob();
      for (const hour of [0, 1, 2, 3]) await applied(store(), run(hour, hour === 0 ? both : one));
      expect(await read(store(), 'users')).toEqual([[0, 1]]);
      await applied(store(), event(2, 30, 'FAIL', { ...both, key: 'another' }));
      expect(await read(store(), 'users')).toEqual([[0, null]]);
    });

    test('what lies so far back that its runs are no longer at hand is corrected, too', async () => {
      const { run, event, read } = nextJob();
      await applied(store(), [...run(0, both), ...[1, 2, 3].flatMap((hour) => run(hour, one))]);
      for (let hour = 4; hour < 20; hour += 1) await applied(store(), run(hour, one));
      expect(await read(store(), 'users')).toEqual([[0, 1]]);
      await applied(store(), event(1, 30, 'FAIL', {}));
      expect(await read(store(), 'users')).toEqual([[0, 2]]);
      await applied(store(), event(2, 30, 'FAIL', { ...both, key: 'another' }));
      expect(await read(store(), 'users')).toEqual([[0, 3]]);
      await applied(store(), run(4.5, both));
      expect(await read(store(), 'users')).toEqual([[0, 5]]);
    });

    test('seen again, it begins again', async () => {
      const { run, read } = nextJob();
      await applied(store(), run(0, both));
      for (const hour of [1, 2, 3, 4]) await applied(store(), run(hour, one));
      await applied(store(), run(5, both));
      expect(await read(store(), 'users')).toEqual([
        [0, 1],
        [5, null],
      ]);
    });

    test('another source keeps alive what it still claims, and what was declared does not end', async () => {
      const { run, read, job, dataset } = nextJob();
      const claim = { fact: 'relation', type: 'READ_BY', to: job, at: time(0, 30) };
      await applied(store(), [
        ...run(0, both),
        trusted({ ...claim, from: dataset('users'), source: 'dbt', provenance: 'DECLARED' }),
        trusted({ ...claim, from: dataset('items'), source: 'openlineage', provenance: 'DECLARED' }),
      ]);
      for (const hour of [1, 2, 3]) await applied(store(), run(hour, one));
      const key = { type: 'READ_BY', from: dataset('users'), to: job, discriminator: '' };
      const [relation] = await store().graph.relations([key], await headAt(store()));
      expect(relation).toMatchObject({ sources: ['dbt'], provenance: 'DECLARED', validTo: null });
      expect(await read(store(), 'items')).toEqual([[0.5, null]]);
    });

    test('nobody can state an ending', async () => {
      const { job, dataset } = nextJob();
      const fact = {
        fact: 'supersede',
        type: 'READ_BY',
        from: dataset('users'),
        to: job as Urn,
        at: time(0),
        source: 'x',
      };
      expect(() => trusted(fact)).toThrow('expected entity, relation');
    });
  });
}
