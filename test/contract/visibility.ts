import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/kernel/json.ts';
import { formatUrn, urnParts, type Urn } from '../../src/kernel/urn.ts';
import { EVERYBODY, type Viewer } from '../../src/kernel/viewer.ts';
import { sightOf } from '../../src/kernel/visibility.ts';
import type { Change, ReadAt, Store } from '../../src/store/ports.ts';
import { seenChange } from '../../src/store/visible.ts';
import { viewersOf } from '../kit/viewer-arbitrary.ts';
import { applied, readAt } from './subject.ts';
import { trusted } from './trusted.ts';

const NAMESPACES = ['seen', 'seen:1', 'seen%3A1', 'séen “✓”', 'hub'];
const named = (kind: string, name: string) =>
  NAMESPACES.slice(0, 4).map((namespace) => formatUrn(kind, namespace, name));
const HUB = formatUrn('DATASET', 'hub', 'it’s');
const DATASETS = [...named('DATASET', 'a'), ...named('DATASET', 'a#b'), HUB];
const FIELDS = [...named('FIELD', 'a#x'), ...named('FIELD', 'a#b#x'), ...named('FIELD', 'ab#x')];
const JOBS = [...named('JOB', 'load'), ...named('JOB', 'a@b')];
const TEAM = formatUrn('TEAM', 'hub', 'team');
const KINDS = ['DATASET', 'FIELD', 'JOB', 'TEAM'];
const IDS = [...DATASETS, ...FIELDS, ...JOBS, TEAM];

/** What is hidden from a viewer is as if it were not there, in each read; and all else is as it is for everybody. */
export function visibilityContract(store: () => Store, runs: number): void {
  describe('visibility', () => {
    let position = 0;
    beforeAll(async () => {
      const claim = { at: '2026-01-01T00:00:00Z', source: 'dbt' };
      const relation = (type: string, from: Urn, to: Urn) => trusted({ fact: 'relation', type, from, to, ...claim });
      const inputs = [...DATASETS, 'urn:throughline:dataset:seen:a'];
      const done = await applied(store(), [
        ...IDS.map((id) => trusted({ fact: 'entity', ...parts(id), props: { twin: HUB, twins: IDS }, ...claim })),
        ...JOBS.flatMap((job) => [relation('READ_BY', HUB, job), relation('WRITES', job, DATASETS[0]!)]),
        ...FIELDS.map((field) => relation('CONTAINS', HUB, field)),
        ...[...DATASETS, ...JOBS].map((id) => relation('OWNS', TEAM, id)),
        ...JOBS.map((of) =>
          trusted({ fact: 'observe', of, metric: 'run', key: 'r', value: { eventType: 'START', inputs }, ...claim }),
        ),
      ]);
      ({ position } = done);
    });

    const place = (viewer: Viewer): ReadAt => ({ ...readAt(position), viewer });
    const seers = (viewer: Viewer) => (id: Urn) => sightOf(viewer.visibility)(id) === 'SHOW';

    async function eachViewer(check: (viewer: Viewer, isSeen: (id: Urn) => boolean) => Promise<void>): Promise<void> {
      await fc.assert(
        fc.asyncProperty(viewersOf(IDS), (viewer) => check(viewer, seers(viewer))),
        { numRuns: Math.ceil(runs / 3) },
      );
    }

    test('entities are not there, and nor are who describes them, their relations and their measurements', async () => {
      const keys = JOBS.map((to) => ({ type: 'READ_BY', from: HUB, to, discriminator: '' }));
      const all = { metric: 'run', first: 10, after: null };
      const { graph } = store();
      const everything = await graph.records(IDS, place(EVERYBODY));
      await eachViewer(async (viewer, isSeen) => {
        const at = place(viewer);
        const records = await graph.records(IDS, at);
        expect(records.map((each) => each?.id ?? null)).toEqual(IDS.map((id) => (isSeen(id) ? id : null)));
        const props = records.filter((each) => each !== null).map((each) => each.props);
        const expected: JsonObject = { ...(isSeen(HUB) ? { twin: HUB } : {}), twins: IDS.filter(isSeen) };
        expect(props).toEqual(props.map(() => expected));
        expect({ ...records.find((each) => each !== null), props: null }).toEqual({
          ...everything.find((each) => isSeen(each!.id)),
          props: null,
        });
        const describing = await graph.describedBy(IDS, at);
        expect(describing).toEqual(IDS.map((id) => (isSeen(id) ? ['dbt'] : [])));
        const relations = await graph.relations(keys, at);
        expect(relations.map((each) => each !== null)).toEqual(keys.map(({ from, to }) => isSeen(from) && isSeen(to)));
        const observed = await graph.observations(JOBS, all, at);
        expect(observed.map(({ total }) => total)).toEqual(JOBS.map((id) => Number(isSeen(id))));
        const values = observed.flatMap(({ items }) => items.map(({ events }) => events[0]!.value));
        const inputs = [...DATASETS, DATASETS[0]!].filter(isSeen);
        expect(values).toEqual(values.map(() => ({ eventType: 'START', inputs })));
      });
    });

    test('lists, counts and pages are of what is seen, and no page comes short', async () => {
      const { graph } = store();
      await eachViewer(async (viewer, isSeen) => {
        const at = place(viewer);
        for (const kind of KINDS) {
          const expected = IDS.filter((id) => isSeen(id) && urnParts(id).kind === kind).sort();
          const pages = [];
          for (let after: readonly (string | null)[] | null = null; ;) {
            const where = [{ field: 'namespace', operator: 'in', value: NAMESPACES }] as const;
            const page = await graph.find({ kind, where, order: [], first: 5, after, count: true }, at);
            expect(page.total).toBe(expected.length);
            expect(page.keys).toEqual(page.records.map(({ id }) => [id]));
            pages.push(page.records.map(({ id }) => id));
            after = (page.keys.at(-1) ?? null) as typeof after;
            if (!page.hasNext) break;
          }
          expect(pages).toEqual(inPages(expected, 5));
        }
        const totals = KINDS.map(async (kind) => {
          const where = [{ field: 'retired', operator: 'eq', value: false }] as const;
          const { total } = await graph.find({ kind, where, order: [], first: 1, after: null, count: true }, at);
          return { kind, count: total };
        });
        const counted = (await Promise.all(totals)).filter(({ count }) => count !== 0);
        expect((await graph.stats(at)).filter(({ kind }) => KINDS.includes(kind))).toEqual(counted);
      });
    });

    test('what is related is told without what is hidden at the other end', async () => {
      const { graph } = store();
      await eachViewer(async (viewer, isSeen) => {
        const joined = [
          ['CONTAINS', 'out', HUB, FIELDS],
          ['READ_BY', 'out', HUB, JOBS],
          ['WRITES', 'in', DATASETS[0]!, JOBS],
          ['OWNS', 'out', TEAM, [...DATASETS, ...JOBS]],
        ] as const;
        for (const [type, direction, of, others] of joined) {
          const expected = isSeen(of) ? others.filter(isSeen).toSorted() : [];
          const pages = [];
          for (let after: readonly [string, string] | null = null; ;) {
            const [page] = await graph.related([of], { type, direction, first: 5, after }, place(viewer));
            expect(page!.total).toBe(expected.length);
            pages.push(page!.items.map(({ record }) => record.id));
            const last = page!.items.at(-1);
            after = last === undefined ? null : [last.record.id, ''];
            if (!page!.hasNext) break;
          }
          expect(pages).toEqual(inPages(expected, 5));
        }
      });
    });

    test('what happened is told without what happened to others that are hidden', async () => {
      const { log } = store();
      const whole = { first: 1_000, before: null };
      const everything = await log.history(IDS, whole, place(EVERYBODY));
      await eachViewer(async (viewer, isSeen) => {
        const expected = everything.map(({ items }, index) =>
          isSeen(IDS[index]!) ? items.flatMap((change) => seenChange(change, viewer) ?? []) : [],
        );
        const pages = await log.history(IDS, whole, place(viewer));
        expect(pages.map(({ items }) => items)).toEqual(expected);
        expect(pages.map(({ total }) => total)).toEqual(expected.map(({ length }) => length));
        const hub = expected[IDS.indexOf(HUB)]!;
        const happened = hub[0] && { since: hub[0].at, until: hub[0].at };
        const query = { first: 2, before: null, ...(happened && { happened }) };
        const [page] = await log.history([HUB], query, place(viewer));
        const inTime = hub.filter(({ at }) => at === hub[0]!.at);
        expect(page).toEqual({ items: inTime.slice(0, 2), hasNext: inTime.length > 2, total: inTime.length });
        const ends = hub.flatMap(({ relation }: Change) => (relation === null ? [] : [relation.from, relation.to]));
        expect(ends.filter((id) => !isSeen(id))).toEqual([]);
      });
    });
  });
}

function parts(id: Urn): JsonObject {
  const { kind, namespace, name } = urnParts(id);
  return { kind, namespace, name };
}

function inPages<T>(items: readonly T[], size: number): T[][] {
  const pages = Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
  return pages.length === 0 ? [[]] : pages;
}
