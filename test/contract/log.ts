import { describe, expect, test } from 'vitest';
import { formatUrn } from '../../src/kernel/urn.ts';
import { formatTime, parseTime, type Micros } from '../../src/kernel/time.ts';
import type { Fact } from '../../src/kernel/fact.ts';
import type { Store } from '../../src/store/ports.ts';
import { applied, batchOf, headAt, readAt } from './subject.ts';
import { trusted } from './trusted.ts';

/** The log: order, keys, and that a batch stands or falls alone. */
export function logContract(store: () => Store): void {
  const dataset = (name: string, at = '2026-01-01T00:00:00Z', props: object = {}) =>
    trusted({ fact: 'entity', kind: 'DATASET', namespace: 'log', name, props, at, source: 'dbt' });

  describe('the log', () => {
    test('position order equals commit order under 16 concurrent writers', async () => {
      const before = (await store().log.head()).position;
      const writers = Array.from({ length: 16 }, async (_, writer) => {
        const positions: number[] = [];
        for (let round = 0; round < 8; round += 1) {
          const facts = [dataset(`w${writer}-${round}-a`), dataset(`w${writer}-${round}-b`)];
          positions.push((await applied(store(), facts)).position);
        }
        return positions;
      });
      const positions = await Promise.all(writers);
      for (const own of positions) expect(own).toEqual([...own].sort((a, b) => a - b));
      const entries = await store().log.read(before, 1000);
      expect(entries.map((entry) => entry.position)).toEqual(entries.map((_, index) => before + 1 + index));
      const times = entries.map((entry) => entry.recordedAt);
      expect(times.every((time, index) => index === 0 || time > (times[index - 1] ?? 0))).toBe(true);
      // Each request's facts stand next to each other, and its answer is the last of them.
      for (const [writer, own] of positions.entries()) {
        for (const [round, position] of own.entries()) {
          const names = entries
            .filter((entry) => entry.position === position || entry.position === position - 1)
            .map((entry) => (entry.fact as Extract<Fact, { fact: 'entity' }>).id.split(':').at(-1));
          expect(names).toEqual([`w${writer}-${round}-a`, `w${writer}-${round}-b`]);
        }
      }
    });

    test('the same key with the same content gives the first position; with another it is a conflict', async () => {
      const facts = [dataset('keyed')];
      const first = batchOf(facts, 'the-key');
      const [once] = await store().graph.apply([first]);
      await applied(store(), [dataset('between')]);
      const [twice, other] = await store().graph.apply([first, { ...first, contentHash: 'another' }]);
      expect(once).toMatchObject({ outcome: 'applied', applied: 1, unchanged: 0 });
      expect(twice).toEqual({ ...once, applied: 0, unchanged: 1 });
      expect(other).toMatchObject({ outcome: 'refused', problem: { code: 'CONFLICT' } });
      const [elsewhere] = await store().graph.apply([
        { ...first, scope: 'another entry point', contentHash: 'another' },
      ]);
      expect(elsewhere).toMatchObject({ outcome: 'applied', unchanged: 1 });
    });

    test('one bad batch in a shared transaction fails nobody else', async () => {
      const bad = { ...dataset('bad'), props: { broken: 1n } } as unknown as Fact;
      const outcomes = await store().graph.apply([
        batchOf([dataset('good-1')]),
        { ...batchOf([]), facts: [bad] },
        batchOf([dataset('good-2')]),
      ]);
      expect(outcomes.map((outcome) => outcome.outcome)).toEqual(['applied', 'failed', 'applied']);
      expect(outcomes[1]).toMatchObject({ reason: expect.stringContaining('BigInt') });
      const ids = ['good-1', 'bad', 'good-2'].map((name) => formatUrn('DATASET', 'log', name));
      const records = await store().graph.records(ids, await headAt(store()));
      expect(records.map((record) => record?.name ?? null)).toEqual(['good-1', null, 'good-2']);
    });

    test('large batches that share a transaction keep their facts apart and in order', async () => {
      const before = (await store().log.head()).position;
      const names = ['first', 'second', 'third'].map((batch, index) =>
        Array.from({ length: [700, 1, 600][index] ?? 0 }, (_, each) => `large-${batch}-${each}`),
      );
      const outcomes = await store().graph.apply(names.map((batch) => batchOf(batch.map((name) => dataset(name)))));
      expect(outcomes).toMatchObject([
        { position: before + 700, applied: 700 },
        { position: before + 701, applied: 1 },
        { position: before + 1_301, applied: 600 },
      ]);
      const entries = await store().log.read(before, 2_000);
      expect(entries.map((entry) => (entry.fact as Extract<Fact, { fact: 'entity' }>).id)).toEqual(
        names.flat().map((name) => formatUrn('DATASET', 'log', name)),
      );
    });

    test('a fact that the log has already changes nothing', async () => {
      const facts = [dataset('again'), dataset('again', '2026-01-02T00:00:00Z')];
      const { position } = await applied(store(), facts);
      const again = await applied(store(), [...facts, ...facts]);
      expect(again).toMatchObject({ applied: 0, unchanged: 4, position });
    });

    test('changes are delivered in order from any place, and history newest first', async () => {
      const namespace = 'feed';
      const of = formatUrn('DATASET', namespace, 'orders');
      const members = ['a', 'b', 'c'].map((name) => formatUrn('FIELD', namespace, `orders#${name}`));
      const { position } = await applied(store(), [
        trusted({ fact: 'set', of, type: 'CONTAINS', members, at: '2026-01-01T00:00:00Z', source: 'dbt' }),
      ]);
      const all = await store().log.changes({ position: position - 1, ordinal: Number.MAX_SAFE_INTEGER }, 100);
      expect(all.map((change) => [change.type, change.ordinal])).toEqual([
        ['SCHEMA_CHANGED', 0],
        ['SCHEMA_CHANGED', 1],
        ['SCHEMA_CHANGED', 2],
      ]);
      expect(await store().log.changes({ position, ordinal: 0 }, 100)).toEqual(all.slice(1));
      const [page] = await store().log.history([of], { first: 2, before: null }, readAt(position));
      expect(page).toEqual({ items: [all[2], all[1]], hasNext: true, total: 3 });
      const [rest] = await store().log.history([of], { first: 2, before: { position, ordinal: 1 } }, readAt(position));
      expect(rest).toMatchObject({ items: [all[0]], hasNext: false });
      const [ofMember] = await store().log.history(
        [members[1] as typeof of],
        { first: 9, before: null },
        readAt(position),
      );
      expect(ofMember?.items).toEqual([all[1]]);
    });

    test('history tells what happened in a stretch of time, whenever it was recorded', async () => {
      const namespace = 'stretch';
      const of = formatUrn('DATASET', namespace, 'orders');
      const day = (date: number) => `2026-02-0${date}T00:00:00Z`;
      const rows = (date: number) =>
        trusted({ fact: 'observe', of, metric: 'rows', key: `${date}`, value: date, at: day(date), source: 'dbt' });
      const member = formatUrn('FIELD', namespace, 'orders#a');
      const { position } = await applied(store(), [
        ...[rows(1), rows(4), rows(2), rows(3)],
        trusted({ fact: 'set', of, type: 'CONTAINS', members: [member], at: day(3), source: 'dbt' }),
      ]);
      const times = { since: parseTime(day(2)) as Micros, until: parseTime(day(3)) as Micros };
      const ask = async (ids: readonly (typeof of)[], first: number) =>
        store().log.history(ids, { first, before: null, happened: times }, readAt(position));
      const [all, none, ofMember] = await ask([of, formatUrn('DATASET', namespace, 'other'), member], 9);
      expect(all?.items.map(({ type, at }) => `${type} ${formatTime(at).slice(0, 10)}`)).toEqual([
        ...['SCHEMA_CHANGED 2026-02-03', 'OBSERVED 2026-02-03', 'OBSERVED 2026-02-02'],
      ]);
      expect(all).toMatchObject({ hasNext: false, total: 3 });
      expect(none).toEqual({ items: [], hasNext: false, total: 0 });
      expect(ofMember?.items.map(({ type }) => type)).toEqual(['SCHEMA_CHANGED']);
      const [page] = await ask([of], 1);
      expect(page).toMatchObject({ items: [all?.items[0]], hasNext: true, total: 3 });
      const { position: before, ordinal } = page!.items[0]!;
      const behind = { first: 9, before: { position: before, ordinal }, happened: times };
      const [rest] = await store().log.history([of], behind, readAt(position));
      expect(rest?.items).toEqual(all?.items.slice(1));
    });

    test('a time gives the last position recorded by then', async () => {
      const { position } = await applied(store(), [dataset('timed')]);
      const [entry] = await store().log.read(position - 1, 1);
      const time = entry?.recordedAt as NonNullable<typeof entry>['recordedAt'];
      expect(await store().log.positionAt(time)).toBe(position);
      expect(await store().log.positionAt((time - 1) as typeof time)).toBe(position - 1);
      expect((await store().log.head()).recordedAt).toBe(time);
    });

    test('what was said of each subject, as far as it was known', async () => {
      const facts = [dataset('said'), dataset('said', '2026-01-02T00:00:00Z'), dataset('beside')];
      const { position } = await applied(store(), facts);
      const [said, beside] = [formatUrn('DATASET', 'log', 'said'), formatUrn('DATASET', 'log', 'beside')];
      const all = await store().log.read(position - 3, 3);
      const about = (upTo: number) => store().log.about([beside, 'nobody', said, beside], upTo);
      expect(await about(position)).toEqual([[all[2]], [], all.slice(0, 2), [all[2]]]);
      expect(await about(position - 2)).toEqual([[], [], all.slice(0, 1), []]);
    });

    test('whoever waits is woken by a write', async () => {
      const woken = new Promise<void>((resolve) => {
        const stop = store().log.wake(() => {
          stop();
          resolve();
        });
      });
      await applied(store(), [dataset('woken')]);
      await woken;
    });
  });
}
