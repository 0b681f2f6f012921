import { describe, expect, test } from 'vitest';
import { asShown, openGroupOf } from '../../../src/explorer/app/canvas/as-shown.ts';
import { cluster } from '../../../src/explorer/app/canvas/cluster.ts';
import { collapse } from '../../../src/explorer/app/canvas/collapse.ts';
import { alongPath, lifted } from '../../../src/explorer/app/canvas/decorate.ts';
import { linkKey, merge, type CanvasGraph, type Decorations } from '../../../src/explorer/app/canvas/graph.ts';
import { stepFrom } from '../../../src/explorer/app/canvas/walk.ts';
import { layoutOf } from '../../../src/explorer/app/canvas/layout/layout.ts';
import { chain, layered, node } from './graphs.ts';

const ids = ({ nodes }: CanvasGraph) => nodes.map(({ id }) => id).sort();
const ends = ({ links }: CanvasGraph) => links.map(({ from, to }) => `${from} → ${to}`).sort();

describe('merge', () => {
  const graph = { nodes: [node('s', 0), node('a', 2)], links: chain('s>a') };

  test('what is new is as deep as what it was asked from, and more', () => {
    const more = { nodes: [node('a', 0), node('b', 1)], links: chain('a>b') };
    const merged = merge(graph, more);
    expect(merged.nodes.map(({ id, depth }) => [id, depth])).toEqual([
      ['s', 0],
      ['a', 2],
      ['b', 3],
    ]);
    expect(ends(merged)).toEqual(['a → b', 's → a']);
  });

  test('the same answer twice adds nothing, and what was there stays as it was', () => {
    expect(merge(graph, { nodes: [node('a', 0, { name: 'renamed' })], links: chain('s>a') })).toEqual(graph);
  });

  test('two relations between the same ends stay two', () => {
    const merged = merge(graph, { nodes: [], links: chain('s>a', { type: 'WRITES' }) });
    expect(merged.links.map(({ type }) => `${type}`).toSorted()).toEqual(['READ_BY', 'WRITES']);
  });

  test('a link to what no answer holds is left out', () => {
    expect(ends(merge(graph, { nodes: [], links: chain('a>nowhere') }))).toEqual(['s → a']);
  });
});

describe('collapse', () => {
  const graph: CanvasGraph = {
    nodes: [
      node('s', 0),
      node('j', 1, { kind: 'JOB', namespace: 'airflow' }),
      node('a', 2),
      node('b', 2),
      node('k', 3, { kind: 'BUSINESS_KPI', namespace: 'kpi' }),
      node('u', 1),
      node('v', 1),
    ],
    links: ['s>j>a>k', 'j>b>k', 'u>s', 'v>s', 'a>b'].flatMap((text) => chain(text)),
  };

  test('by kind: what is as far, on one side; the rest stays', () => {
    const collapsed = collapse(graph, 'kind');
    expect(ids(collapsed)).toEqual(['j', 'k', 'kind:down:2:DATASET', 'kind:up:1:DATASET', 's']);
    expect(ends(collapsed)).toEqual([
      'j → kind:down:2:DATASET',
      'kind:down:2:DATASET → k',
      'kind:up:1:DATASET → s',
      's → j',
    ]);
    expect(collapsed.nodes.find(({ id }) => id === 'kind:down:2:DATASET')).toMatchObject({
      kind: 'DATASET',
      depth: 2,
      members: ['a', 'b'],
    });
  });

  test('by namespace: upstream and downstream each for itself, and never a start', () => {
    expect(ids(collapse(graph, 'namespace'))).toEqual(['j', 'k', 'namespace:down:db', 'namespace:up:db', 's']);
  });

  test('by job: a job with what it alone makes, as links tell', () => {
    const collapsed = collapse(graph, 'job');
    expect(ids(collapsed)).toEqual(['job:j', 'k', 's', 'u', 'v']);
    expect(ends(collapsed)).toEqual(['job:j → k', 's → job:j', 'u → s', 'v → s']);
  });

  test('an open group shows what it holds', () => {
    expect(ids(collapse(graph, 'kind', new Set(['kind:down:2:DATASET'])))).toEqual([
      'a',
      'b',
      'j',
      'k',
      'kind:up:1:DATASET',
      's',
    ]);
  });

  test('a joined link is stale only where all are', () => {
    const stale = {
      ...graph,
      links: graph.links.map((link) => ({
        ...link,
        stale: link.from === 'a' || link.from === 'u' || link.from === 'v',
      })),
    };
    const told = collapse(stale, 'kind')
      .links.filter(({ stale }) => stale)
      .map(({ from }) => from);
    expect(told).toEqual(['kind:up:1:DATASET']);
  });
});

describe('cluster', () => {
  const graph = layered(600, 1_500);

  test('below the limit all is drawn, and nothing hidden', () => {
    expect(cluster(graph, 600)).toEqual({ graph, hides: [], hidden: { nodes: 0, links: 0 }, opened: [] });
  });

  test('above it the largest groups become one node each, and it says which, and how many', () => {
    const { graph: clustered, hides, hidden } = cluster(graph, 300);
    expect(clustered.nodes.length).toBeLessThanOrEqual(300);
    // No more than needed: with the smallest of them open again there would be too many.
    expect(clustered.nodes.length - 1 + hides.at(-1)!.nodes).toBeGreaterThan(300);
    expect(hides.map(({ nodes }) => nodes)).toEqual(hides.map(({ nodes }) => nodes).toSorted((a, b) => b - a));
    const alone = clustered.nodes.filter(({ members }) => members === undefined).length;
    expect(hidden.nodes).toBe(600 - alone);
    expect(hides.every(({ namespace }) => namespace !== null)).toBe(true);
    const members = clustered.nodes.flatMap(({ id, members }) => members ?? [id]);
    expect(members.toSorted()).toEqual(ids(graph));
  });

  test('where namespaces do not do, kinds become one node each; starts and what is kept stay', () => {
    const { graph: clustered, hides } = cluster(graph, 10, { keep: new Set(['n599']) });
    expect(clustered.nodes.length).toBeLessThanOrEqual(10);
    expect(ids(clustered)).toEqual(expect.arrayContaining(['n0', 'n599']));
    expect(hides.some(({ namespace }) => namespace === null)).toBe(true);
  });

  test('a group that is open is shown as what it holds, and can be closed again', () => {
    const [largest] = cluster(graph, 300).hides;
    const { graph: opened, hides, opened: told } = cluster(graph, 300, { open: new Set([largest!.id]) });
    expect(told).toMatchObject([{ id: largest!.id, members: { length: largest!.nodes } }]);
    expect(ids(opened)).toEqual(expect.arrayContaining([...told[0]!.members!]));
    expect(hides.map(({ id }) => id)).not.toContain(largest!.id);
  });
});

describe('as shown', () => {
  const graph = layered(60, 100, 4);

  test('what was opened of groups that were asked for is told, with the group of each node', () => {
    const open = new Set(['kind:down:1:JOB']);
    const shown = asShown(graph, { by: 'kind', open });
    expect(shown.opened.map(({ id }) => id)).toEqual([...open]);
    const [group] = shown.opened;
    expect(ids(shown.graph)).toEqual(expect.arrayContaining([...group!.members!]));
    expect(openGroupOf(shown, group!.members![0]!)).toBe(group!.id);
    expect(openGroupOf(shown, 'n0')).toBeNull();
  });

  test('groups that were asked for are not told as though there were too much', () => {
    expect(asShown(graph, { by: 'kind', open: new Set() })).toMatchObject({
      hides: [],
      hidden: { nodes: 0, links: 0 },
    });
  });

  test('the id of a group may stand in a list, whatever its namespace is called', () => {
    const named = {
      nodes: ['a', 'b', 'c'].map((id, at) => node(id, at === 0 ? 0 : 1, { namespace: 'one, two' })),
      links: chain('a>b'),
    };
    expect(collapse(named, 'namespace').nodes.at(-1)!.id).toBe('namespace:down:one%2C%20two');
  });
});

describe('decorations', () => {
  test('a path is its nodes and the links between them in order', () => {
    const { nodes, links } = alongPath(['s', 'a', 'k']);
    expect([...nodes.keys()]).toEqual(['s', 'a', 'k']);
    expect([...links.keys()]).toEqual([linkKey({ from: 's', to: 'a' }), linkKey({ from: 'a', to: 'k' })]);
  });

  test('a group shows the loudest of what it stands for, and the greatest risk', () => {
    const decorations: Decorations = {
      nodes: new Map([
        ['a', { tone: 'risk', risk: 0.2 }],
        ['b', { tone: 'alert', badge: '2', risk: 0.1 }],
        ['k', { tone: 'path' }],
      ]),
      links: new Map([
        [linkKey({ from: 'a', to: 'k' }), 'path'],
        [linkKey({ from: 'a', to: 'b' }), 'path'],
      ]),
    };
    const shown = lifted(decorations, {
      nodes: [node('s', 0), node('g', 1, { members: ['a', 'b'] }), node('k', 2)],
      links: chain('s>g>k'),
    });
    expect(shown.nodes.get('g')).toEqual({ tone: 'alert', badge: '2', risk: 0.2 });
    expect(shown.nodes.get('k')).toEqual({ tone: 'path' });
    expect([...shown.links.keys()]).toEqual([linkKey({ from: 'g', to: 'k' })]);
  });
});

describe('walk', () => {
  const graph: CanvasGraph = {
    nodes: [node('s', 0), ...['a', 'b', 'c'].map((id) => node(id, 1)), node('k', 2)],
    links: ['s>a>k', 's>b', 's>c'].flatMap((text) => chain(text)),
  };
  const laidOut = { graph, layout: layoutOf(graph) };

  test('left and right follow links, to the nearest', () => {
    expect(stepFrom(laidOut, 'a', 'right')).toBe('k');
    expect(stepFrom(laidOut, 'k', 'left')).toBe('a');
    expect(stepFrom(laidOut, 'k', 'right')).toBeNull();
    expect(stepFrom(laidOut, 's', 'left')).toBeNull();
  });

  test('up and down go through the whole layer, and stay in it', () => {
    const seen: string[] = [];
    for (let at: string | null = 'a'; at !== null; at = stepFrom(laidOut, at, 'up')) seen.unshift(at);
    for (let at = stepFrom(laidOut, 'a', 'down'); at !== null; at = stepFrom(laidOut, at, 'down')) seen.push(at);
    expect(seen.toSorted()).toEqual(['a', 'b', 'c']);
    expect(stepFrom(laidOut, 's', 'down')).toBeNull();
  });

  test('from what is not there no step leads anywhere', () => {
    expect(stepFrom(laidOut, 'nowhere', 'right')).toBeNull();
  });
});
