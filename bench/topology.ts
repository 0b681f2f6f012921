/**
 * Memory, loading and walking of the topology, in this process alone:
 * `npx tsx --expose-gc bench/topology.ts [nodes=231000] [edges=869000]`
 */
import { micros } from '../src/kernel/time.ts';
import { EVERYBODY } from '../src/kernel/viewer.ts';
import { createMemoryTraversal } from '../src/lineage/memory/traversal.ts';
import type { ReachQuery } from '../src/lineage/traversal.ts';
import { follow } from '../src/projections/topology/follow.ts';
import type { SegmentRow } from '../src/store/ports.ts';
import { ontology } from '../test/lineage/ontology.ts';
import { anyStart, layeredGraph, seededRandom } from './layered-graph.ts';

const [nodes = 231_000, edges = 869_000] = process.argv.slice(2).map(Number);
const QUESTIONS = 2_000;

/** Rows in chunks as a store streams them; the time that making them takes is kept apart. */
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
};

function used(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

const before = used();
const begin = performance.now();
const follower = follow(source, ontology);
await follower.catchUp(edges + nodes);
const loading = (performance.now() - begin - making) / 1_000;
const { topology } = follower;
const { count } = topology.edges;
console.log(
  `${topology.nodes.count} nodes, ${count} edges, loaded in ${loading.toFixed(2)} s: ${Math.round(count / loading)} edges/s`,
);
console.log(
  `allocated ${(topology.bytes() / count).toFixed(1)} bytes an edge, in the process ${((used() - before) / count).toFixed(1)}`,
);

const traversal = createMemoryTraversal(topology);
const at = { position: follower.position, asOf: micros(1_800_000_000_000_000), viewer: EVERYBODY };

async function ask(name: string, asked: Partial<ReachQuery>, questions = QUESTIONS): Promise<void> {
  const random = seededRandom(7);
  const times: number[] = [];
  const sizes: number[] = [];
  for (let i = 0; i < questions; i++) {
    const query: ReachQuery = {
      of: [anyStart(nodes, random)],
      direction: 'DOWNSTREAM',
      depth: null,
      kinds: null,
      through: null,
      provenance: null,
      includeStale: true,
      ...asked,
    };
    const start = performance.now();
    const reach = await traversal.reach(query, at);
    times.push(performance.now() - start);
    sizes.push(reach.nodes.length);
  }
  const [timing, size] = [times, sizes].map((list) => list.toSorted((a, b) => a - b)) as [number[], number[]];
  const shown = [0.5, 0.99, 1].map(
    (share) => `${percentile(timing, share).toFixed(3)} ms (${percentile(size, share)} nodes)`,
  );
  console.log(`${name}: p50 ${shown[0]}, p99 ${shown[1]}, longest ${shown[2]}`);
}

await ask('warm-up', { depth: 5 });
for (const depth of [1, 2, 3, 5]) await ask(`reach down, depth ${depth}`, { depth });
await ask('reach up, depth 5', { direction: 'UPSTREAM', depth: 5 });
await ask('reach down, unlimited', {}, 50);
await ask('reach down to KPIs, contracted', { kinds: new Set(['BUSINESS_KPI']) }, 50);
await ask('reach down to datasets, contracted', { kinds: new Set(['DATASET']) }, 50);
