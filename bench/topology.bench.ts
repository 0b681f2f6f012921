import { micros } from '../src/kernel/time.ts';
import { EVERYBODY } from '../src/kernel/viewer.ts';
import { createMemoryTraversal } from '../src/lineage/memory/traversal.ts';
import type { ReachQuery, Traversal } from '../src/lineage/traversal.ts';
import { follow } from '../src/projections/topology/follow.ts';
import type { ReadAt, ScheduleRow, SegmentRow } from '../src/store/ports.ts';
import { ontology } from '../test/lineage/ontology.ts';
import { percentile, type Bench, type Table } from './bench.ts';
import { anyStart, layeredGraph, seededRandom } from './layered-graph.ts';

export const bench: Bench = {
  about: 'Memory, loading and walking of the topology, in one process and without a store; [nodes] [edges].',
  async run(args) {
    const [nodes = 231_000, edges = 869_000] = args.map(Number);
    const before = used();
    const made = createSource(nodes, edges);
    const begin = performance.now();
    const follower = follow(made.source, ontology);
    await follower.catchUp(edges + nodes);
    const seconds = (performance.now() - begin - made.millis()) / 1_000;
    const { topology } = follower;
    const { count } = topology.edges;
    const loading: Table = {
      title: 'Loading',
      columns: [
        'nodes',
        'edges',
        'seconds',
        'edges a second',
        'allocated, bytes an edge',
        'in the process, bytes an edge',
      ],
      rows: [
        [
          topology.nodes.count,
          count,
          seconds.toFixed(2),
          Math.round(count / seconds),
          (topology.bytes() / count).toFixed(1),
          ((used() - before) / count).toFixed(1),
        ],
      ],
    };
    const at = { position: follower.position, asOf: null, now: micros(1_800_000_000_000_000), viewer: EVERYBODY };
    return { tables: [loading, await walking(createMemoryTraversal(topology), at, nodes)] };
  },
};

/** Rows in chunks as a store streams them; the time that making them takes is kept apart. */
function createSource(nodes: number, edges: number) {
  let making = 0;
  const source = {
    async *segments(): AsyncIterable<readonly SegmentRow[]> {
      const rows = layeredGraph(nodes, edges);
      for (let isDone = false; !isDone;) {
        const begin = performance.now();
        const chunk: SegmentRow[] = [];
        while (chunk.length < 5_000 && !isDone) {
          const next = rows.next();
          if (next.done === true) isDone = true;
          else chunk.push(next.value);
        }
        making += performance.now() - begin;
        yield chunk;
      }
    },
    async *schedules(): AsyncIterable<readonly ScheduleRow[]> {},
  };
  return { source, millis: () => making };
}

async function walking(traversal: Traversal, at: ReadAt, nodes: number): Promise<Table> {
  async function ask(name: string, asked: Partial<ReachQuery>, questions = 2_000) {
    const random = seededRandom(7);
    const times: number[] = [];
    const sizes: number[] = [];
    for (let i = 0; i < questions; i++) {
      const query: ReachQuery = {
        ...{ of: [anyStart(nodes, random)], direction: 'DOWNSTREAM', depth: null, kinds: null, through: null },
        ...{ provenance: null, includeStale: true },
        ...asked,
      };
      const start = performance.now();
      const reach = await traversal.reach(query, at);
      times.push(performance.now() - start);
      sizes.push(reach.nodes.length);
    }
    return row(name, times, sizes);
  }

  async function impact(questions: number) {
    const random = seededRandom(7);
    const times: number[] = [];
    const sizes: number[] = [];
    const targets = new Set(['BUSINESS_KPI', 'DEPLOYMENT']);
    for (let i = 0; i < questions; i++) {
      const start = performance.now();
      const found = await traversal.impact({ of: [anyStart(nodes, random)], targets }, at);
      times.push(performance.now() - start);
      sizes.push([...found.counts.values()].reduce((sum, count) => sum + count, 0));
    }
    return row('impact', times, sizes);
  }

  await ask('warm-up', { depth: 5 });
  const rows: (string | number)[][] = [];
  for (const depth of [1, 2, 3, 5]) rows.push(await ask(`down, depth ${depth}`, { depth }));
  rows.push(await ask('up, depth 5', { direction: 'UPSTREAM', depth: 5 }));
  rows.push(await ask('down, unlimited', {}, 50));
  rows.push(await ask('down to KPIs, contracted', { kinds: new Set(['BUSINESS_KPI']) }, 50));
  rows.push(await ask('down to datasets, contracted', { kinds: new Set(['DATASET']) }, 50));
  rows.push(await impact(200));
  return {
    title: 'Reach',
    columns: ['question', 'p50, ms', 'p50, nodes', 'p99, ms', 'p99, nodes', 'longest, ms', 'most nodes'],
    rows,
    notes: [
      'Nodes and links as the traversal gives them, from 2,000 starts (50 where unlimited, 200 of impacts); no GraphQL, no store.',
    ],
  };
}

function row(name: string, times: readonly number[], sizes: readonly number[]): (string | number)[] {
  const [timing, size] = [times, sizes].map((list) => list.toSorted((a, b) => a - b)) as [number[], number[]];
  return [name, ...[0.5, 0.99, 1].flatMap((share) => [percentile(timing, share).toFixed(3), percentile(size, share)])];
}

function used(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
