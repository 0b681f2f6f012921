import { micros } from '../../src/kernel/time.ts';
import type { Urn } from '../../src/kernel/urn.ts';
import { EVERYBODY } from '../../src/kernel/viewer.ts';
import type { Traversal } from '../../src/lineage/traversal.ts';
import type { ReadAt } from '../../src/store/ports.ts';
import { percentile, type Table } from '../bench.ts';
import { anyDataset, seededRandom } from '../layered-graph.ts';
import { compare, type Form } from './compare.ts';
import type { CypherForms } from './cypher.ts';

/** What Cypher is asked for: nodes and depths, and not a word of the links. */
const NODES_ALONE = {
  ...{ kinds: null, through: null, provenance: null, includeStale: true },
  page: { skip: 0, first: Infinity, links: 'LEFT' },
} as const;
const ANY = 60;
/** Fewer, as Cypher may take seconds to each KPI from there. */
const GREATEST = 10;

export function readNow(position: number): ReadAt {
  return { position, asOf: null, now: micros(1_900_000_000_000_000), viewer: EVERYBODY };
}

/** Different datasets of the graph, the same in every run. */
export function someDatasets(nodes: number, count: number): Urn[] {
  const random = seededRandom(11);
  const found = new Set<Urn>();
  while (found.size < count) found.add(anyDataset(nodes, random));
  return [...found];
}

export async function againstCypher(
  traversal: Traversal,
  at: ReadAt,
  cypher: CypherForms,
  nodes: number,
  reached: ReadonlyMap<Urn, number>,
): Promise<Table> {
  const memoryReach = (depth: number | null): Form<Urn> => ({
    name: 'memory',
    answer: async (id) => {
      const { nodes: reached } = await traversal.reach(
        { ...NODES_ALONE, of: [id], direction: 'DOWNSTREAM', depth },
        at,
      );
      return reached.slice(1).map((node) => ({ id: node.id, depth: node.depth }));
    },
  });
  const reaches = (depth: number | null) => (starts: readonly Urn[]) =>
    compare(
      [
        memoryReach(depth),
        { name: 'Cypher', answer: async (id) => (await cypher.reach(id, depth)).filter((row) => row.id !== id) },
      ],
      starts,
    );
  const kpis = (rows: readonly { readonly id: Urn; readonly path: readonly Urn[] }[]) =>
    rows.map(({ id }) => id).sort();
  const impacts = (starts: readonly Urn[]) =>
    compare(
      [
        {
          name: 'memory',
          answer: async (id) => {
            const { targets } = await traversal.impact({ of: [id], targets: new Set(['BUSINESS_KPI']) }, at);
            return kpis(targets.map((target) => ({ id: target.id, path: target.path().nodes })));
          },
        },
        { name: 'Cypher, SHORTEST 1', answer: async (id) => kpis(await cypher.kpiPaths(id)) },
        { name: 'Cypher, shortestPath()', answer: async (id) => kpis(await cypher.kpiPathsByFunction(id)) },
      ],
      starts,
    );
  const rows: string[][] = [];
  for (const [which, starts] of [
    ['any', someDatasets(nodes, ANY)],
    ['that reach the most', [...reached.keys()].slice(0, GREATEST)],
  ] as const) {
    const counts = starts.map((id) => reached.get(id)!).sort((a, b) => a - b);
    const about = `${which}: ${percentile(counts, 0.5)}`;
    for (const [question, ask] of [
      ['reach to depth 5', reaches(5)],
      ['reach, unlimited', reaches(null)],
      ['a path to each KPI', impacts],
    ] as const) {
      for (const { name, p50, p95, ratio } of await ask(starts)) {
        rows.push([question, about, name, p50.toFixed(3), p95.toFixed(3), ratio.toFixed(1)]);
      }
    }
  }
  return {
    title: `In process against Cypher, ${nodes} nodes`,
    columns: [
      'question',
      'datasets, and how many nodes they reach, p50',
      'answered by',
      'p50, ms',
      'p95, ms',
      'times the memory',
    ],
    rows,
    notes: [
      `From ${ANY} and ${GREATEST} datasets, each form in turn. All answer the same nodes at the same depths, and the same KPIs; memory gives the surest
path to each with its risk, Cypher one of the shortest. Cypher by the official driver, over scalars.`,
    ],
  };
}
