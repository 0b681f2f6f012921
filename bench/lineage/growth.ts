import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ontology } from '../../src/domains/index.ts';
import type { Urn } from '../../src/kernel/urn.ts';
import { createMemoryTraversal } from '../../src/lineage/memory/traversal.ts';
import type { Traversal } from '../../src/lineage/traversal.ts';
import { openTopology } from '../../src/projections/topology/open-topology.ts';
import { openEmbeddedStore } from '../../src/store/embedded/index.ts';
import type { ReadAt } from '../../src/store/ports.ts';
import { percentile, type Table } from '../bench.ts';
import { fillEmbedded } from '../embedded-graph.ts';
import { watch } from '../event-loop-watch.ts';
import { anyStart, seededRandom } from '../layered-graph.ts';
import { memoryOf, startProcess, withFolder } from '../server.ts';
import { readNow } from './in-process.ts';

export const EDGES_A_NODE = 5;
const QUESTIONS = 1_000;
const LONG_QUESTIONS = 100;

/** What becomes of it all when the graph grows: on the embedded store, each size in a folder of its own. */
export async function growth(sizes: readonly number[]): Promise<Table> {
  const rows: (string | number)[][] = [];
  for (const nodes of sizes) rows.push(await withFolder((folder) => measured(folder, nodes)));
  return {
    title: 'Growth, embedded store',
    columns: [
      ...['nodes', 'edges', 'first start, s', 'start, s', 'memory, MiB', 'topology, bytes an edge'],
      ...['reach to depth 5, p50, ms', 'p99, ms', 'reach unlimited, p50, ms', 'longest turn, ms'],
      ...['impact, p50, ms', 'longest turn, ms'],
    ],
    rows,
    notes: [
      `A start until it answers: the first on a folder that nothing was kept in, then one behind a clean stop. Memory is that of the process,
ready and asked nothing. Walks in process, from ${QUESTIONS} datasets and fields (${LONG_QUESTIONS} unlimited, and of impact), which are the same
share of the graph at each size: what they reach grows with it. Turn: the most processor time that the thread of the event
loop used at a stretch.`,
    ],
  };
}

async function measured(folder: string, nodes: number): Promise<(string | number)[]> {
  await fillEmbedded(join(folder, 'embedded'), nodes, nodes * EDGES_A_NODE);
  const first = await started(folder);
  const again = await started(folder);
  await using store = await openEmbeddedStore({ folder: join(folder, 'embedded'), ontology });
  const file = join(folder, 'topology.kept');
  if (!existsSync(file) || statSync(file).size === 0) throw new Error('The topology was not kept.');
  await using topology = await openTopology({ store, ontology, file });
  const { position } = await store.log.head();
  await topology.catchUp(position);
  const traversal = createMemoryTraversal(topology.topology);
  const at = readNow(position);
  const near = await reached(traversal, at, nodes, 5, QUESTIONS);
  const far = await reached(traversal, at, nodes, null, LONG_QUESTIONS);
  const impact = await asked(nodes, LONG_QUESTIONS, async (id) => {
    const { owners } = await traversal.impact({ of: [id], targets: new Set(['BUSINESS_KPI', 'DEPLOYMENT']) }, at);
    await owners();
  });
  const { count } = topology.topology.edges;
  return [
    ...[topology.topology.nodes.count, count, first.seconds.toFixed(1), again.seconds.toFixed(1), again.resident],
    (topology.topology.bytes() / count).toFixed(1),
    ...[near.p50.toFixed(3), near.p99.toFixed(2), far.p50.toFixed(2), far.turn.toFixed(0)],
    ...[impact.p50.toFixed(2), impact.turn.toFixed(0)],
  ];
}

async function started(folder: string): Promise<{ seconds: number; resident: string }> {
  const begin = performance.now();
  await using server = await startProcess(folder);
  const seconds = (performance.now() - begin) / 1_000;
  return { seconds, resident: (await memoryOf(server)).resident };
}

function reached(traversal: Traversal, at: ReadAt, nodes: number, depth: number | null, questions: number) {
  const any = { kinds: null, through: null, provenance: null, includeStale: true } as const;
  return asked(nodes, questions, async (id) => {
    await traversal.reach({ ...any, of: [id], direction: 'DOWNSTREAM', depth }, at);
  });
}

async function asked(nodes: number, questions: number, ask: (id: Urn) => Promise<void>) {
  const random = seededRandom(7);
  const starts = Array.from({ length: questions }, () => anyStart(nodes, random));
  for (const start of starts.slice(0, 20)) await ask(start);
  const times: number[] = [];
  const { used } = await watch(async () => {
    for (const start of starts) {
      const begin = performance.now();
      await ask(start);
      times.push(performance.now() - begin);
      // Each in a turn of its own, as requests come.
      await new Promise((resolve) => setImmediate(resolve));
    }
  });
  times.sort((a, b) => a - b);
  return { p50: percentile(times, 0.5), p99: percentile(times, 0.99), turn: used };
}
