import { describe, expect, test } from 'vitest';
import { linkKey, type CanvasGraph } from '../../src/explorer/app/canvas/graph.ts';
import { diffMarks, graphOfBoth } from '../../src/explorer/app/lineage/diff/diff-marks.ts';
import { differingLinks } from '../../src/explorer/app/lineage/diff/differing-links.ts';
import { pathAmong, withPath } from '../../src/explorer/app/lineage/shown-graph.ts';
import { chain, node } from './canvas/graphs.ts';

const APRIL = '2026-04-01T00:00:00.000000Z';
const MAY = '2026-05-01T00:00:00.000000Z';

type Path = Parameters<typeof withPath>[1];

const link = (from: string, to: string): Path['links'][number] => ({
  ...{ from, to, type: 'WRITES', hops: 1, stale: false, grain: 'TABLE', provenance: 'OBSERVED', confidence: 1 },
});
const differing = (from: string, to: string, validFrom: string, validTo: string | null = null) => ({
  ...{ ...link(from, to), validFrom, validTo },
});
const met = (id: string, depth: number): Path['nodes'][number] => ({ id, depth, entity: null });
const pathOf = (...ids: string[]): Path => ({
  nodes: ids.map((id, place) => met(id, place)),
  links: ids.slice(1).map((to, place) => link(ids[place]!, to)),
});
const depths = ({ nodes }: CanvasGraph) => Object.fromEntries(nodes.map(({ id, depth }) => [id, depth]));

describe('a path on a graph', () => {
  test('that has all of it leaves it as it was', () => {
    const graph = { nodes: [node('s', 0), node('a', 1)], links: chain('s>a') };
    expect(withPath(graph, pathOf('s', 'a'))).toBe(graph);
  });

  test('brings what is missing, as deep as it lies from the start at either end', () => {
    const graph = { nodes: [node('s', 0), node('c', 3)], links: [] };
    expect(depths(withPath(graph, pathOf('s', 'a', 'b', 'c')))).toEqual({ s: 0, a: 1, b: 2, c: 3 });
    expect(depths(withPath(graph, pathOf('c', 'b', 'a', 's')))).toEqual({ s: 0, a: 1, b: 2, c: 3 });
    expect(withPath(graph, pathOf('s', 'c')).links.map(linkKey)).toEqual([linkKey({ from: 's', to: 'c' })]);
  });

  test('leaves what stands out otherwise in its own tone', () => {
    const marks = pathAmong(
      { nodes: new Map([['k', { tone: 'risk', badge: '4' }]]), links: new Map() },
      pathOf('s', 'k'),
    );
    expect(Object.fromEntries(marks.nodes)).toEqual({ s: { tone: 'path' }, k: { tone: 'risk', badge: '4' } });
    expect([...marks.links]).toEqual([[linkKey({ from: 's', to: 'k' }), 'path']]);
  });
});

describe('a difference on a graph', () => {
  const diff: Parameters<typeof diffMarks>[0] = {
    ...{ addedNodes: [met('new', 1)], changedNodes: [met('s', 0)], removedNodes: [met('old', 2)] },
    ...{ addedLinks: [differing('new', 's', MAY)], removedLinks: [differing('old', 's', APRIL, MAY)] },
    ...{ total: { value: 3, exact: true }, pageInfo: { hasNextPage: false }, base: null as never, head: null as never },
  };

  test('shows what is gone beside what is there', () => {
    const head = { nodes: [node('s', 0), node('new', 1)], links: chain('new>s') };
    expect(depths(graphOfBoth(head, diff))).toEqual({ s: 0, new: 1, old: 2 });
  });

  test('marks each by what became of it', () => {
    const { nodes, links } = diffMarks(diff);
    expect([...nodes].map(([id, { tone, badge }]) => `${id} ${tone} ${badge}`).toSorted()).toEqual([
      'new added +',
      'old removed −',
      's changed ~',
    ]);
    expect(links.get(linkKey({ from: 'old', to: 's' }))).toBe('removed');
    expect(links.get(linkKey({ from: 'new', to: 's' }))).toBe('added');
  });

  test('a relation in place of another between the same two is neither added nor removed', () => {
    const replaced = {
      addedLinks: [differing('v', 'd', MAY), differing('w', 'd', MAY)],
      removedLinks: [differing('v', 'd', APRIL, MAY)],
    };
    expect(differingLinks(replaced)).toEqual({
      added: [differing('w', 'd', MAY)],
      changed: [{ before: differing('v', 'd', APRIL, MAY), after: differing('v', 'd', MAY) }],
      removed: [],
    });
    const { links } = diffMarks({ ...diff, ...replaced });
    expect(links.get(linkKey({ from: 'v', to: 'd' }))).toBe('changed');
  });
});
