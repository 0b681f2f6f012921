import { describe, expect, test } from 'vitest';
import type { Json } from '../../src/kernel/json.ts';
import { formatUrn, type Urn } from '../../src/kernel/urn.ts';
import type { FindQuery, Store } from '../../src/store/ports.ts';
import { applied, headAt, readAt } from './subject.ts';
import { trusted } from './trusted.ts';

/** Lists: filters, orders, and pages that neither skip nor repeat while writes go on. */
export function pagesContract(store: () => Store): void {
  const dataset = (namespace: string, name: string, props: object = {}, at = '2026-01-01T00:00:00Z') =>
    trusted({ fact: 'entity', kind: 'DATASET', namespace, name, props, at, source: 'dbt' });
  const inNamespace = (namespace: string) => ({ field: 'namespace', operator: 'eq', value: namespace }) as const;
  const all: Omit<FindQuery, 'where'> = { kind: 'DATASET', order: [], first: 100, after: null, count: true };

  async function names(query: FindQuery, position?: number): Promise<string[]> {
    const at = position === undefined ? await headAt(store()) : readAt(position);
    return (await store().graph.find(query, at)).records.map((record) => record.name);
  }

  describe('lists', () => {
    test('each operator finds what it says', async () => {
      await applied(store(), [
        dataset('ops', 'Alpha', { rowCount: 10, datasetType: 'TABLE', tags: ['gold', 'pii'] }),
        dataset('ops', 'beta', { rowCount: 20, datasetType: 'VIEW' }, '2026-01-02T00:00:00Z'),
        dataset('ops', 'gamma ✓', { rowCount: 2 ** 40, tags: ['gold'] }),
        dataset('ops', 'retired'),
        trusted({
          fact: 'retire',
          of: { id: formatUrn('DATASET', 'ops', 'retired') },
          at: '2026-01-03T00:00:00Z',
          source: 'dbt',
        }),
        trusted({
          fact: 'observe',
          of: formatUrn('DATASET', 'ops', 'stub'),
          metric: 'm',
          value: 1,
          at: '2026-01-01T00:00:00Z',
          source: 'dbt',
        }),
      ]);
      const found = (field: string, operator: FindQuery['where'][number]['operator'], value: Json) =>
        names({ ...all, where: [inNamespace('ops'), { field, operator, value }] });
      expect(await found('name', 'eq', 'beta')).toEqual(['beta']);
      expect(await found('name', 'in', ['beta', 'Alpha', 'none'])).toEqual(['Alpha', 'beta']);
      expect(await found('name', 'contains', 'eta')).toEqual(['beta']);
      expect(await found('name', 'startsWith', 'gamma')).toEqual(['gamma ✓']);
      expect(await found('rowCount', 'gt', 10)).toEqual(['beta', 'gamma ✓']);
      expect(await found('rowCount', 'gte', 10)).toEqual(['Alpha', 'beta', 'gamma ✓']);
      expect(await found('rowCount', 'lt', 20)).toEqual(['Alpha']);
      expect(await found('rowCount', 'lte', 20)).toEqual(['Alpha', 'beta']);
      expect(await found('rowCount', 'present', true)).toEqual(['Alpha', 'beta', 'gamma ✓']);
      expect(await found('rowCount', 'present', false)).toEqual(['retired', 'stub']);
      expect(await found('tags', 'has', 'gold')).toEqual(['Alpha', 'gamma ✓']);
      expect(await found('described', 'eq', false)).toEqual(['stub']);
      expect(await found('retired', 'eq', true)).toEqual(['retired']);
      expect(await found('createdAt', 'gte', '2026-01-02T00:00:00.000000Z')).toEqual(['beta']);
    });

    test('orders put what has no value last, whichever way', async () => {
      const rows: [string, number | null][] = [
        ['a', 3],
        ['b', null],
        ['c', 1],
        ['d', 3],
        ['e', null],
      ];
      await applied(
        store(),
        rows.map(([name, rowCount]) => dataset('order', name, { rowCount })),
      );
      const ordered = (descending: boolean) =>
        names({ ...all, where: [inNamespace('order')], order: [{ field: 'rowCount', descending }] });
      expect(await ordered(false)).toEqual(['c', 'a', 'd', 'b', 'e']);
      expect(await ordered(true)).toEqual(['a', 'd', 'c', 'b', 'e']);
    });

    test('pages at one position neither skip nor repeat while writes go on', async () => {
      const rows = Array.from({ length: 53 }, (_, index) =>
        dataset('paged', `d${String(index).padStart(2, '0')}`, { rowCount: index % 7 === 0 ? null : index % 5 }),
      );
      const { position } = await applied(store(), rows);
      const query: FindQuery = {
        ...all,
        first: 5,
        where: [inNamespace('paged')],
        order: [{ field: 'rowCount', descending: true }],
      };
      const whole = await names({ ...query, first: 100 }, position);
      const paged: string[] = [];
      let after: FindQuery['after'] = null;
      for (let page = 0; page < 20; page += 1) {
        const answer = await store().graph.find({ ...query, after }, readAt(position));
        expect(answer.total).toBe(53);
        paged.push(...answer.records.map((record) => record.name));
        await applied(store(), [
          dataset('paged', `new-${page}`, { rowCount: 2 }, `2026-02-01T00:00:${String(page).padStart(2, '0')}Z`),
          dataset(
            'paged',
            `d${String(page * 2).padStart(2, '0')}`,
            { rowCount: 99 },
            `2026-02-01T00:00:${String(page).padStart(2, '0')}Z`,
          ),
        ]);
        if (!answer.hasNext) break;
        after = answer.keys.at(-1) ?? null;
      }
      expect(paged).toEqual(whole);
      expect(new Set(paged).size).toBe(53);
    });

    test('pages of what is related do the same', async () => {
      const of = formatUrn('DATASET', 'related', 'wide');
      const member = (index: number): Urn => formatUrn('FIELD', 'related', `wide#c${String(index).padStart(3, '0')}`);
      const members = Array.from({ length: 23 }, (_, index) => member(index));
      const { position } = await applied(store(), [
        trusted({ fact: 'set', of, type: 'CONTAINS', members, at: '2026-01-01T00:00:00Z', source: 'dbt' }),
      ]);
      const seen: string[] = [];
      let after: readonly [string, string] | null = null;
      for (let page = 0; page < 9; page += 1) {
        const query = { type: 'CONTAINS', direction: 'out', first: 4, after } as const;
        const [answer] = await store().graph.related([of], query, readAt(position));
        expect(answer?.total).toBe(23);
        seen.push(...(answer?.items.map((item) => item.record.id) ?? []));
        const last = answer?.items.at(-1);
        await applied(store(), [
          trusted({
            fact: 'set',
            of,
            type: 'CONTAINS',
            members: members.slice(page * 3),
            at: `2026-01-02T00:00:0${page}Z`,
            source: 'dbt',
          }),
        ]);
        if (!answer?.hasNext || last === undefined) break;
        after = [last.record.id, last.relation.key.discriminator];
      }
      expect(seen).toEqual(members);
    });

    test('observations come newest first, gathered by key', async () => {
      const of = formatUrn('JOB', 'observed', 'load');
      const run = (key: string, eventType: string, at: string) =>
        trusted({ fact: 'observe', of, metric: 'run', key, value: { eventType }, at, source: 'openlineage' });
      const { position } = await applied(store(), [
        run('r1', 'COMPLETE', '2026-01-01T00:05:00.000002Z'),
        run('r1', 'START', '2026-01-01T00:00:00.000001Z'),
        run('r2', 'START', '2026-01-01T00:01:00Z'),
        run('r3', 'START', '2026-01-01T00:01:00Z'),
      ]);
      const page = async (after: readonly [number, string] | null) =>
        (await store().graph.observations([of], { metric: 'run', first: 2, after }, readAt(position)))[0];
      const first = await page(null);
      expect(first).toMatchObject({ hasNext: true, total: 3, items: [{ key: 'r3' }, { key: 'r2' }] });
      const second = await page([first?.items[1]?.events[0]?.at ?? 0, 'r2']);
      expect(second).toMatchObject({ hasNext: false, items: [{ key: 'r1' }] });
      expect(second?.items[0]?.events.map((event) => event.value)).toEqual([
        { eventType: 'START' },
        { eventType: 'COMPLETE' },
      ]);
    });

    test('what was observed at one time has the same order, whichever came first', async () => {
      const seen = (['first', 'second'] as const).map(async (name, index) => {
        const of = formatUrn('JOB', 'observed at once', name);
        const run = (eventType: string) => {
          const fact = { fact: 'observe', of, metric: 'run', key: 'r', value: { eventType }, source: 'openlineage' };
          return trusted({ ...fact, at: '2026-01-01T00:00:00Z' });
        };
        const runs = ['START', 'RUNNING', 'OTHER', 'COMPLETE'].map(run);
        const { position } = await applied(store(), index === 0 ? runs : runs.toReversed());
        const query = { metric: 'run', first: 1, after: null };
        const [page] = await store().graph.observations([of], query, readAt(position));
        return page?.items[0]?.events.map((event) => event.value);
      });
      const [one, other] = await Promise.all(seen);
      expect(one).toHaveLength(4);
      expect(other).toEqual(one);
    });

    test('segments tell what was added and removed between two positions', async () => {
      const of = formatUrn('DATASET', 'segments', 'orders');
      const field = formatUrn('FIELD', 'segments', 'orders#id');
      const set = (members: Urn[], at: string) =>
        trusted({ fact: 'set', of, type: 'CONTAINS', members, at, source: 'dbt' });
      const { position: begun } = await applied(store(), [set([field], '2026-01-01T00:00:00Z')]);
      const { position: ended } = await applied(store(), [set([], '2026-01-02T00:00:00Z')]);
      const rows = async (after: number, upTo: number) => {
        const found = [];
        for await (const chunk of store().graph.segments(after, upTo)) found.push(...chunk);
        return found
          .filter((row) => row.key.from === of)
          .map(({ addedAt, removedAt, validTo }) => ({ addedAt, removedAt, open: validTo === null }))
          .sort((a, b) => a.addedAt - b.addedAt);
      };
      expect(await rows(begun - 1, begun)).toEqual([{ addedAt: begun, removedAt: null, open: true }]);
      expect(await rows(begun, ended)).toEqual([
        { addedAt: begun, removedAt: ended, open: true },
        { addedAt: ended, removedAt: null, open: false },
      ]);
      expect(await rows(0, begun)).toEqual([{ addedAt: begun, removedAt: null, open: true }]);
    });

    test('many segments come in chunks, each once', async () => {
      const of = formatUrn('DATASET', 'segments', 'wide');
      const fields = Array.from({ length: 1_200 }, (_, index) => formatUrn('FIELD', 'segments', `wide#${index}`));
      const set = (members: readonly Urn[], at: string) =>
        trusted({ fact: 'set', of, type: 'CONTAINS', members: [...members], at, source: 'dbt' });
      const { position: begun } = await applied(store(), [set(fields, '2026-01-01T00:00:00Z')]);
      const { position: ended } = await applied(store(), [set(fields.slice(0, 1), '2026-01-02T00:00:00Z')]);
      const rows = async (after: number, upTo: number) => {
        const found = [];
        for await (const chunk of store().graph.segments(after, upTo)) found.push(...chunk);
        const mine = found.filter((row) => row.key.from === of);
        expect(new Set(mine.map((row) => `${row.key.to} ${row.addedAt}`)).size).toBe(mine.length);
        return { believed: mine.filter((row) => row.removedAt === null).length, all: mine.length };
      };
      expect(await rows(begun - 1, begun)).toEqual({ believed: 1_200, all: 1_200 });
      expect(await rows(begun, ended)).toEqual({ believed: 1_199, all: 2_398 });
      expect(await rows(begun - 1, ended)).toEqual({ believed: 1_200, all: 2_399 });
      expect(await rows(0, ended)).toEqual({ believed: 1_200, all: 2_399 });
    });
  });
}
