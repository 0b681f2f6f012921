import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { formatUrn } from '../../src/kernel/urn.ts';
import type { FeedPosition } from '../../src/kernel/moment.ts';
import type { Lease, Store } from '../../src/store/ports.ts';
import { batchOf } from './subject.ts';
import { trusted } from './trusted.ts';

const LONG = 60_000;
const BEGIN: FeedPosition = { position: 3, ordinal: 1 };

/** Consumers of the log: one holder at a time, and what they write together with how far they have come. */
export function consumersContract(store: () => Store): void {
  const lease = async (name: string, holder: string, forMs = LONG) => {
    const [held] = await store().consumers.lease([{ name, begin: BEGIN }], holder, forMs);
    return held!;
  };
  const placeOf = async (name: string) => (await store().consumers.consumers([name]))[0]?.place ?? null;
  const fact = (name: string) =>
    trusted({
      ...{ fact: 'entity', kind: 'DATASET', namespace: 'consumed', name, props: {} },
      ...{ at: '2026-01-01T00:00:00Z', source: 'dbt' },
    });
  const write = async (name: string, consumed: Lease) => {
    const [outcome] = await store().graph.apply([{ ...batchOf([fact(name)]), consumed }]);
    return outcome!;
  };

  describe('consumers', () => {
    test('have one holder at a time, who may ask again, until it gives the lease back or its time is over', async () => {
      expect(await store().consumers.consumers(['one'])).toEqual([null]);
      const first = await lease('one', 'a');
      expect(first).toMatchObject({ name: 'one', place: BEGIN, state: {} });
      expect(await lease('one', 'b')).toBeNull();
      expect(await lease('one', 'a')).toEqual(first);
      await store().consumers.release([first]);
      const second = await lease('one', 'b', 1);
      expect(second.token).toBeGreaterThan(first.token);
      await setTimeout(20);
      const third = await lease('one', 'a');
      expect(third.token).toBeGreaterThan(second.token);
      await store().consumers.release([second]);
      expect(await lease('one', 'b')).toBeNull();
    });

    test('are leased many at a time, in the order in which they were asked for', async () => {
      await lease('many-1', 'a');
      const wanted = ['many-2', 'many-1', 'many-3'].map((name) => ({ name, begin: BEGIN }));
      const leases = await store().consumers.lease(wanted, 'b', LONG);
      expect(leases.map((each) => each?.name ?? null)).toEqual(['many-2', null, 'many-3']);
    });

    test('go on from where they are by what the holder says, which nobody else can', async () => {
      const old = await lease('moved', 'a', 1);
      await setTimeout(20);
      const held = await lease('moved', 'b');
      const to = { place: { position: 9, ordinal: 2 }, state: { tries: 3 } };
      expect(await store().consumers.move([{ ...old, ...to }])).toEqual([false]);
      expect(await placeOf('moved')).toEqual(BEGIN);
      expect(await store().consumers.move([{ ...held, ...to }])).toEqual([true]);
      expect(await store().consumers.consumers(['moved'])).toEqual([to]);
      await store().consumers.release([held]);
      expect(await lease('moved', 'c')).toMatchObject(to);
    });

    test('write and go on in one transaction, or do neither where the lease is over', async () => {
      const old = await lease('written', 'a', 1);
      await setTimeout(20);
      const held = await lease('written', 'b');
      const place = { position: 12, ordinal: 0 };
      expect(await write('stray', { ...old, place })).toMatchObject({
        outcome: 'refused',
        problem: { code: 'CONFLICT', path: 'consumed' },
      });
      expect(await placeOf('written')).toEqual(BEGIN);
      const at = { position: (await store().log.head()).position };
      expect(await write('taken', { ...held, place })).toMatchObject({ outcome: 'applied', applied: 1 });
      expect(await placeOf('written')).toEqual(place);
      const written = await store().log.read(at.position, 10);
      expect(written.map((entry) => (entry.fact.fact === 'entity' ? entry.fact.id : null))).toEqual([
        formatUrn('DATASET', 'consumed', 'taken'),
      ]);
    });

    test('go on by what the log has already, too', async () => {
      const held = await lease('known', 'a');
      await write('known', { ...held, place: { position: 20, ordinal: 0 } });
      const place = { position: 21, ordinal: 0 };
      expect(await write('known', { ...held, place })).toMatchObject({ outcome: 'applied', applied: 0 });
      expect(await placeOf('known')).toEqual(place);
    });

    test('are leased once, however many ask at a time', async () => {
      const asked = Array.from({ length: 12 }, (_, who) => lease('hot', `holder-${who}`));
      expect((await Promise.all(asked)).filter((each) => each !== null)).toHaveLength(1);
    });
  });
}
