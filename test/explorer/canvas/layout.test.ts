import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { adjacencyOf, type Adjacency } from '../../../src/explorer/app/canvas/adjacency.ts';
import type { CanvasGraph } from '../../../src/explorer/app/canvas/graph.ts';
import { spread } from '../../../src/explorer/app/canvas/layout/heights.ts';
import { layoutOf } from '../../../src/explorer/app/canvas/layout/layout.ts';
import { CARD } from '../../../src/explorer/app/canvas/layout/sizes.ts';
import { ordered } from '../../../src/explorer/app/canvas/layout/order.ts';
import { chain, layered, node } from './graphs.ts';

function ranks(graph: CanvasGraph): Record<string, number> {
  const { ranks } = layoutOf(graph);
  return Object.fromEntries(graph.nodes.map(({ id }, place) => [id, ranks[place]!]));
}

function spots(graph: CanvasGraph): Record<string, readonly [x: number, y: number]> {
  const { positions } = layoutOf(graph);
  return Object.fromEntries(
    graph.nodes.map(({ id }, place) => [id, [positions[2 * place]!, positions[2 * place + 1]!] as const]),
  );
}

/** Pairs of links between layers that are next to each other, and that cross. */
function crossings(layers: readonly (readonly number[])[], { downstream }: Adjacency): number {
  return layers.slice(1).reduce((sum, layer, at) => {
    const links = layers[at]!.flatMap((place, from) =>
      downstream[place]!.map((each) => [from, layer.indexOf(each)] as const).filter(([, to]) => to >= 0),
    );
    return sum + links.flatMap(([a, b], index) => links.slice(index).filter(([c, d]) => (a - c) * (b - d) < 0)).length;
  }, 0);
}

describe('layers', () => {
  test('what is upstream of the start is left of it, what is downstream right', () => {
    const graph = {
      nodes: ['a', 'b', 's', 'd', 'e'].map((id) => node(id, 'absde'.indexOf(id) === 2 ? 0 : 1)),
      links: chain('a>b>s>d>e'),
    };
    expect(ranks(graph)).toEqual({ a: -2, b: -1, s: 0, d: 1, e: 2 });
    const at = spots(graph);
    expect(['a', 'b', 's', 'd', 'e'].map((id) => at[id]![0])).toEqual(
      ['a', 'b', 's', 'd', 'e'].map((id) => at[id]![0]).toSorted((a, b) => a - b),
    );
  });

  test('a short cut does not draw what it leads to before what else leads there', () => {
    const graph = {
      nodes: [node('s', 0), node('a', 1), node('b', 2), node('c', 1)],
      links: [...chain('s>a>b>c'), ...chain('s>c')],
    };
    expect(ranks(graph)).toEqual({ s: 0, a: 1, b: 2, c: 3 });
  });

  test('a circle and a loop end, and what lies on the circle is downstream', () => {
    const graph = { nodes: [node('s', 0), node('a', 1), node('b', 2)], links: [...chain('s>a>b>s'), ...chain('a>a')] };
    expect(ranks(graph)).toEqual({ s: 0, a: 1, b: 2 });
  });

  test('another source of what is downstream stands beside what it leads to', () => {
    const graph = {
      nodes: [node('s', 0), node('a', 1), node('b', 2), node('x', 3)],
      links: [...chain('s>a>b'), ...chain('x>b')],
    };
    expect(ranks(graph)).toMatchObject({ b: 2, x: 1 });
  });

  test('without a start the sources are at the left', () => {
    const graph = { nodes: [node('a', 1), node('b', 2), node('c', 3)], links: chain('a>b>c') };
    expect(ranks(graph)).toEqual({ a: 0, b: 1, c: 2 });
  });

  test('nothing at all is laid out', () => {
    expect(layoutOf({ nodes: [], links: [] }).positions).toHaveLength(0);
  });
});

describe('order', () => {
  test('crossed pairs are uncrossed', () => {
    const graph = {
      nodes: [node('s', 0), ...['a', 'b', 'c'].map((id) => node(id, 1)), ...['x', 'y', 'z'].map((id) => node(id, 2))],
      links: ['s>a>z', 's>b>y', 's>c>x'].flatMap((text) => chain(text)),
    };
    const at = spots(graph);
    const order = (ids: string[]) => ids.toSorted((a, b) => at[a]![1] - at[b]![1]);
    const partners: Record<string, string> = { a: 'z', b: 'y', c: 'x' };
    expect(order(['x', 'y', 'z'])).toEqual(order(['a', 'b', 'c']).map((id) => partners[id]));
  });

  test('a tangle has far fewer crossings than before', () => {
    const tangle = layered(200, 400, 6);
    const adjacency = adjacencyOf(tangle);
    const layers: number[][] = [];
    tangle.nodes.forEach(({ depth }, place) => (layers[depth] ??= []).push(place));
    expect(crossings(ordered(layers, adjacency), adjacency)).toBeLessThan(crossings(layers, adjacency) / 2);
  });

  test('a chain runs level', () => {
    const at = spots({ nodes: [node('s', 0), node('a', 1), node('b', 2)], links: chain('s>a>b') });
    expect(new Set(Object.values(at).map(([, y]) => y)).size).toBe(1);
  });
});

const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'];
const anyGraph = fc
  .record({
    depths: fc.array(fc.nat(4), { minLength: ids.length, maxLength: ids.length }),
    pairs: fc.array(fc.tuple(fc.constantFrom(...ids), fc.constantFrom(...ids)), { maxLength: 30 }),
  })
  .map(({ depths, pairs }) => ({
    nodes: ids.map((id, at) => node(id, depths[at]!)),
    links: pairs.flatMap(([from, to]) => chain(`${from}>${to}`)),
  }));

describe('any graph', () => {
  test('no two nodes overlap', () => {
    fc.assert(
      fc.property(anyGraph, (graph) => {
        const all = Object.values(spots(graph));
        all.forEach(([x, y], at) => {
          for (const [otherX, otherY] of all.slice(at + 1)) {
            expect(Math.abs(x - otherX) >= CARD.width || Math.abs(y - otherY) >= CARD.height).toBe(true);
          }
        });
      }),
    );
  });

  test('whatever order nodes and links come in, each stands where it did', () => {
    fc.assert(
      fc.property(anyGraph, (graph) => {
        const turned = { nodes: graph.nodes.toReversed(), links: graph.links.toReversed() };
        expect(spots(turned)).toEqual(spots(graph));
      }),
    );
  });
});

/** What of each link from left to right runs behind a card, or further than from one column to the next. */
function hiddenStretches(graph: CanvasGraph): string[] {
  const { turns } = layoutOf(graph);
  const at = spots(graph);
  return graph.links.flatMap(({ from, to }, index) => {
    if (from === to) return [];
    const [start, end] = [at[from]!, at[to]!];
    const way = [start[0] + CARD.width / 2, start[1], ...turns[index]!, end[0] - CARD.width / 2, end[1]];
    const stretches = Array.from({ length: way.length / 2 - 1 }, (_, step) => way.slice(2 * step, 2 * step + 4));
    return stretches.flatMap(([x1, y1, x2, y2], step) => {
      const isBetween = step % 2 === 0;
      const behind = Object.values(at).some(
        ([x, y]) => Math.abs(x - (x1! + x2!) / 2) < CARD.width / 2 && Math.abs(y - y1!) < CARD.height / 2,
      );
      const isClear = isBetween ? Math.abs(x2! - x1!) < CARD.width : y1 === y2 && !behind;
      return isClear ? [] : [`${from} > ${to}: ${x1},${y1} to ${x2},${y2}`];
    });
  });
}

describe('a link is seen all the way', () => {
  test('from a start to sixty, of which no column holds all, and on from each of them', () => {
    const many = Array.from({ length: 60 }, (_, index) => `n${index}`);
    const graph = {
      nodes: [node('s', 0), ...many.map((id) => node(id, 1)), node('end', 2)],
      links: many.flatMap((id) => chain(`s>${id}>end`)),
    };
    expect(new Set(many.map((id) => spots(graph)[id]![0])).size).toBe(3);
    expect(layoutOf(graph).turns.filter((turns) => turns.length > 0)).toHaveLength(80);
    expect(hiddenStretches(graph)).toEqual([]);
  });

  test('past a layer, where it is a short cut', () => {
    const graph = {
      nodes: [node('s', 0), node('a', 1), node('b', 2), node('c', 3)],
      links: [...chain('s>a>b>c'), ...chain('s>c')],
    };
    expect(layoutOf(graph).turns.map(({ length }) => length)).toEqual([0, 0, 0, 8]);
    expect(hiddenStretches(graph)).toEqual([]);
  });

  test('back, where a circle closes', () => {
    const graph = { nodes: [node('s', 0), node('a', 1), node('b', 2)], links: [...chain('s>a>b'), ...chain('b>s')] };
    expect(layoutOf(graph).turns.map(({ length }) => length)).toEqual([0, 0, 12]);
    expect(hiddenStretches(graph)).toEqual([]);
  });

  test('in any graph', () => {
    fc.assert(
      fc.property(anyGraph, (graph) => {
        expect(hiddenStretches(graph)).toEqual([]);
      }),
    );
  });
});

describe('5,000 nodes and 15,000 links', () => {
  const graph = layered(5_000, 15_000);

  test('no two nodes share a place, and the whole is wider than high, not a tower', () => {
    const { positions } = layoutOf(graph);
    const all = graph.nodes.map((_, place) => [positions[2 * place]!, positions[2 * place + 1]!] as const);
    expect(new Set(all.map(([x, y]) => `${x} ${y}`)).size).toBe(5_000);
    const extent = (values: number[]) => Math.max(...values) - Math.min(...values);
    const shape = extent(all.map(([x]) => x)) / extent(all.map(([, y]) => y));
    expect(shape).toBeGreaterThan(1);
    expect(shape).toBeLessThan(4);
  });
});

test('what wants one place shares it, in order and apart', () => {
  expect(spread([0, 0, 0], [10, 10, 10])).toEqual([-10, 0, 10]);
  expect(spread([0, 100, 90], [10, 10, 10])).toEqual([0, 90, 100]);
  expect(spread([0, 0, 0], [10, 2, 10])).toEqual([-6, 0, 6]);
  expect(spread([], [])).toEqual([]);
});
