import { beforeAll, describe, expect, test } from 'vitest';
import type { DecidedRecord } from '../../src/kernel/decision.ts';
import type { DecisionFact } from '../../src/kernel/fact.ts';
import { micros } from '../../src/kernel/time.ts';
import { formatUrn, type Urn } from '../../src/kernel/urn.ts';
import { EVERYBODY } from '../../src/kernel/viewer.ts';
import { visibilityOf } from '../../src/kernel/visibility.ts';
import type { DecidedQuery, DecidedScope, Store } from '../../src/store/ports.ts';
import { applied, batchOf, headAt, readAt } from './subject.ts';
import { trusted } from './trusted.ts';

const [ORDERS, USERS] = ['orders', 'users'].map((name) => formatUrn('DATASET', 'decided', name)) as [Urn, Urn];
const ALL: DecidedQuery = { kind: 'ALERT', open: null, first: 100, after: null };

/** Decisions: judged on what stands, kept as they were made, and told of what they are about. */
export function decisionsContract(store: () => Store): void {
  const id = (name: string) => formatUrn('ALERT', 'test', name);
  const record = (name: string, more: Partial<DecidedRecord> = {}): DecidedRecord => ({
    ...{ id: id(name), kind: 'ALERT', about: ORDERS, since: micros(1_000), until: null, props: { state: 'OPEN' } },
    ...more,
  });
  const decision = (stream: string, expects: number, of: DecidedRecord, event = 'RAISED'): DecisionFact => ({
    ...{ fact: 'decision', at: micros(5_000), source: 'api', stream, expects, event, record: of },
  });
  const page = async (scope: DecidedScope, query: Partial<DecidedQuery> = {}, at = headAt(store())) => {
    const [found] = await store().graph.decidedOn([scope], { ...ALL, ...query }, await at);
    return found!;
  };
  const idsOf = (items: readonly DecidedRecord[]) => items.map((each) => each.id);

  describe('decisions', () => {
    test('are taken only if they were judged on all that came before, a batch as a whole', async () => {
      const facts = [decision('one', 0, record('one-1')), decision('one', 1, record('one-1'), 'REPEATED')];
      expect(await applied(store(), facts)).toMatchObject({ applied: 2 });
      const stray = trusted({
        ...{ fact: 'entity', kind: 'DATASET', namespace: 'decided', name: 'stray', props: {} },
        ...{ at: '2026-01-01T00:00:00Z', source: 'dbt' },
      });
      const late = [stray, decision('one', 1, record('one-1', { until: micros(9_000) }), 'RESOLVED')];
      const [outcome] = await store().graph.apply([batchOf(late)]);
      expect(outcome).toMatchObject({
        outcome: 'refused',
        problem: {
          code: 'CONFLICT',
          path: 'facts[1].expects',
          message: expect.stringMatching(/\b1\b.*\b2\b/) as string,
        },
      });
      expect(await store().graph.records([formatUrn('DATASET', 'decided', 'stray')], await headAt(store()))).toEqual([
        null,
      ]);
      const states = await store().graph.streams(['one', 'none']);
      expect(states).toEqual([
        { decisions: 2, record: record('one-1') },
        { decisions: 0, record: null },
      ]);
    });

    test('of two that come together on one stream the first is taken', async () => {
      const outcomes = await store().graph.apply([
        batchOf([decision('both', 0, record('both-1'))]),
        batchOf([decision('both', 0, record('both-2'))]),
        batchOf([decision('other', 0, record('other-1'))]),
      ]);
      expect(outcomes.map((each) => each.outcome)).toEqual(['applied', 'refused', 'applied']);
      expect((await store().graph.streams(['both']))[0]?.record?.id).toBe(id('both-1'));
    });

    test('a number of a stream is taken once, however many decide at a time', async () => {
      const tries = Array.from({ length: 16 }, async (_, who) => {
        for (;;) {
          const [state] = await store().graph.streams(['hot']);
          const fact = decision('hot', state!.decisions, record(`hot-${who}`));
          const [outcome] = await store().graph.apply([batchOf([fact])]);
          if (outcome?.outcome === 'applied') return state!.decisions;
        }
      });
      const numbers = await Promise.all(tries);
      expect(numbers.sort((a, b) => a - b)).toEqual(numbers.map((_, index) => index));
    });

    describe('are told', () => {
      let raised = 0;
      beforeAll(async () => {
        const facts = [
          decision('told-1', 0, record('t1', { about: USERS, since: micros(1_000) })),
          decision('told-2', 0, record('t2', { about: USERS, since: micros(3_000) })),
          decision('told-3', 0, record('t3', { about: USERS, since: micros(3_000) })),
          decision('told-4', 0, record('t4', { about: null, since: micros(2_000) })),
        ];
        raised = (await applied(store(), facts)).position;
        const over = record('t2', { about: USERS, since: micros(3_000), until: micros(4_000), props: { n: 2 } });
        await applied(store(), [decision('told-2', 1, over, 'RESOLVED')]);
      });

      test('as they stood at each position', async () => {
        const [before, after] = [readAt(raised), await headAt(store())];
        const read = async (at: typeof before) => (await store().graph.decided([id('none'), id('t2')], at))[1]?.props;
        expect([await read(readAt(raised - 4)), await read(before), await read(after)]).toEqual([
          undefined,
          { state: 'OPEN' },
          { n: 2 },
        ]);
        expect(await store().graph.decided([id('none')], after)).toEqual([null]);
      });

      test('of what they are about, those that began last first, page by page', async () => {
        const whole = await page([USERS]);
        expect(idsOf(whole.items)).toEqual(['t3', 't2', 't1'].map(id));
        expect(whole).toMatchObject({ hasNext: false, total: 3 });
        const first = await page([USERS], { first: 2 });
        expect([first.hasNext, first.total]).toEqual([true, 3]);
        const { since, id: last } = first.items[1]!;
        const next = await page([USERS], { first: 2, after: [since, last] });
        expect([...idsOf(first.items), ...idsOf(next.items)]).toEqual(idsOf(whole.items));
        expect(next).toMatchObject({ hasNext: false, total: 3 });
        expect(idsOf((await page([ORDERS, USERS])).items)).toEqual(expect.arrayContaining([id('one-1'), id('t1')]));
        expect(idsOf((await page('NOTHING')).items)).toEqual([id('t4')]);
        expect(idsOf((await page('ALL')).items)).toEqual(expect.arrayContaining(['t1', 't4', 'one-1'].map(id)));
      });

      test('open now, or open at a time', async () => {
        const open = async (asOf: number | null, isOpen: boolean, position?: number) => {
          const at = position ?? (await headAt(store())).position;
          return idsOf((await page([USERS], { open: isOpen }, Promise.resolve(readAt(at, asOf)))).items);
        };
        expect(await open(null, true)).toEqual(['t3', 't1'].map(id));
        expect(await open(null, false)).toEqual([id('t2')]);
        expect(await open(null, true, raised)).toEqual(['t3', 't2', 't1'].map(id));
        expect(await open(3_500, true)).toEqual(['t3', 't2', 't1'].map(id));
        expect(await open(2_000, true)).toEqual([id('t1')]);
        expect(await open(4_000, true)).toEqual(['t3', 't1'].map(id));
      });

      test('in the feed and in the history of both what was decided upon and what it is about', async () => {
        const changes = await store().log.changes({ position: raised, ordinal: 9 }, 10);
        expect(changes).toMatchObject([
          { type: 'ALERTED', entity: USERS, record: id('t2'), relation: null, source: 'api', at: 5_000 },
        ]);
        expect(changes[0]).toMatchObject({
          before: { id: id('t2'), state: 'OPEN', until: null },
          after: { event: 'RESOLVED', id: id('t2'), n: 2, until: '1970-01-01T00:00:00.004000Z' },
        });
        const query = { first: 10, before: null };
        const [own, about] = await store().log.history([id('t2'), USERS], query, await headAt(store()));
        expect(own?.items.map(({ after }) => (after as { event: string }).event)).toEqual(['RESOLVED', 'RAISED']);
        expect([own?.total, about?.total]).toEqual([2, 4]);
        const [unmapped] = await store().log.history([id('t4')], query, await headAt(store()));
        expect(unmapped).toMatchObject({ total: 1, items: [{ entity: id('t4') }] });
      });

      test('to nobody from whom what they are about is hidden', async () => {
        const visibility = visibilityOf([{ effect: 'STOP', ids: [USERS] }], 'NONE');
        const at = { ...(await headAt(store())), viewer: { ...EVERYBODY, visibility } };
        expect(await store().graph.decided(['t1', 't4', 'one-1'].map(id), at)).toMatchObject([
          null,
          { id: id('t4') },
          { id: id('one-1') },
        ]);
        expect(await page([USERS], {}, Promise.resolve(at))).toEqual({ items: [], hasNext: false, total: 0 });
        const all = await page('ALL', {}, Promise.resolve(at));
        expect(all.items.filter(({ about }) => about === USERS)).toEqual([]);
        expect(all.total).toBe(all.items.length);
        const [history] = await store().log.history([id('t1')], { first: 10, before: null }, at);
        expect(history).toMatchObject({ items: [], total: 0 });
      });
    });
  });
}
