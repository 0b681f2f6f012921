import { describe, expect, test } from 'vitest';
import type { CanvasGraph } from '../../src/explorer/app/canvas/graph.ts';
import { grow, keyOf, questionOf, type Growth, type GrowthAnswer } from '../../src/explorer/app/lineage/growth.ts';
import { chain, node } from './canvas/graphs.ts';

const AT = { asOf: '2026-11-01T00:00:00Z', knownAt: '2026-11-02T00:00:00Z' };

/** As the API gives it: ids along a chain, each a step farther. */
function answer(text: string, kinds: Readonly<Record<string, string>> = {}): GrowthAnswer {
  const ids = text.split('>');
  const nodes = ids.map((id, depth) => ({
    id,
    depth,
    entity: { id, kind: kinds[id] ?? 'DATASET', name: id, namespace: 'db' },
  }));
  const lineage = { nodes, links: chain(text) } as unknown as GrowthAnswer['lineage'];
  return { lineage, problem: null, isOld: false };
}

const graph: CanvasGraph = { nodes: [node('s', 0), node('a', 1)], links: chain('s>a') };
const ids = ({ nodes }: CanvasGraph) => nodes.map(({ id }) => id).sort();
const answers = (...each: ReadonlyArray<readonly [Growth, GrowthAnswer]>) =>
  new Map(each.map(([growth, answer]) => [keyOf(growth), answer]));

describe('what is asked around a node', () => {
  test('is of the same moment, and of the same kinds and relations as the graph', () => {
    const filter = { kinds: ['DATASET' as const], provenance: ['OBSERVED' as const], includeStale: false };
    expect(questionOf({ of: 'a', way: 'up' }, AT, filter)).toMatchObject({
      ...{ of: ['a'], direction: 'UPSTREAM', depth: 1, filter, at: AT },
    });
    expect(questionOf({ of: 'a', way: 'down' }, AT, filter)).toMatchObject({ direction: 'DOWNSTREAM', filter });
  });

  test('to the KPIs goes all the way, and KPIs are shown whatever else is', () => {
    expect(questionOf({ of: 'a', way: 'kpis' }, AT, { kinds: ['DATASET'] })).toMatchObject({
      ...{ direction: 'DOWNSTREAM', depth: null, filter: { kinds: ['DATASET', 'BUSINESS_KPI'] } },
    });
    expect(questionOf({ of: 'a', way: 'kpis' }, AT, {}).filter).toEqual({});
  });
});

describe('a graph grows', () => {
  test('around what came that way, in whatever order the address has it', () => {
    const [first, second] = [{ of: 'a', way: 'down' } as const, { of: 'b', way: 'down' } as const];
    const came = answers([first, answer('a>b')], [second, answer('b>c')]);
    for (const order of [
      [first, second],
      [second, first],
    ]) {
      const { graph: grown, added } = grow(graph, order, came);
      expect(ids(grown)).toEqual(['a', 'b', 'c', 's']);
      expect(grown.nodes.find(({ id }) => id === 'c')?.depth).toBe(3);
      expect(added.get(keyOf(second))).toEqual({ nodes: 1, links: 1 });
    }
  });

  test('not around what is not there', () => {
    const growth = { of: 'gone', way: 'up' } as const;
    const { graph: same, added } = grow(graph, [growth], answers([growth, answer('gone>far')]));
    expect(same).toBe(graph);
    expect(added.size).toBe(0);
  });

  test('by nothing where nothing more came: it is the same graph', () => {
    const growth = { of: 's', way: 'down' } as const;
    const { graph: same, added } = grow(graph, [growth], answers([growth, answer('s>a')]));
    expect(same).toBe(graph);
    expect(added.get(keyOf(growth))).toEqual({ nodes: 0, links: 0 });
  });

  test('to KPIs by what leads to one alone', () => {
    const growth = { of: 'a', way: 'kpis' } as const;
    const came = answer('a>b>k>dead', { k: 'BUSINESS_KPI' });
    expect(ids(grow(graph, [growth], answers([growth, came])).graph)).toEqual(['a', 'b', 'k', 's']);
  });
});
