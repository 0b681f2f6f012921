import { setTimeout } from 'node:timers/promises';
import neo4j from 'neo4j-driver';
import { ontology } from '../src/domains/index.ts';
import type { Urn } from '../src/kernel/urn.ts';
import { createMemoryTraversal } from '../src/lineage/memory/traversal.ts';
import { follow } from '../src/projections/topology/follow.ts';
import { openNeo4jStore } from '../src/store/neo4j/index.ts';
import type { Bench, Table } from './bench.ts';
import { cypherForms } from './lineage/cypher.ts';
import { EDGES_A_NODE, growth } from './lineage/growth.ts';
import { againstCypher, readNow, someDatasets } from './lineage/in-process.ts';
import { overHttp } from './lineage/over-http.ts';
import { fillNeo4j } from './neo4j-graph.ts';
import { measuredOnNeo4j } from './neo4j.ts';

/** A Neo4j that has just taken a whole graph writes its pages and fills its indexes for some time. */
const SETTLE_MS = 5_000;
const LOADS = 4;

export const bench: Bench = {
  about:
    'Lineage from memory against Cypher, in process and over HTTP, and its growth; [nodes in Neo4j] [nodes, nodes, … to grow through].',
  async run(args) {
    const [nodes = 100_000, ...sizes] = args.map(Number);
    const { tables, versions } = await measuredOnNeo4j((uri) => onNeo4j(uri, nodes));
    const grown = await growth(sizes.length === 0 ? [10_000, 100_000, 1_000_000] : sizes);
    return { tables: [...tables, grown], ...(versions === undefined ? {} : { versions }) };
  },
};

async function onNeo4j(uri: string, nodes: number): Promise<Table[]> {
  await fillNeo4j(uri, nodes, nodes * EDGES_A_NODE);
  await setTimeout(SETTLE_MS);
  await using store = await openNeo4jStore({ uri, ontology });
  const { position } = await store.log.head();
  const loads: (string | number)[][] = [];
  let follower = follow(store.graph, ontology);
  for (let load = 1; load <= LOADS; load++) {
    follower = follow(store.graph, ontology);
    const begin = performance.now();
    await follower.catchUp(position);
    const seconds = (performance.now() - begin) / 1_000;
    const { count } = follower.topology.edges;
    loads.push([load, count, seconds.toFixed(2), Math.round(count / seconds)]);
  }
  const loading: Table = {
    title: 'Loading the topology from Neo4j',
    columns: ['load', 'edges', 'seconds', 'edges a second'],
    rows: loads,
    notes: [
      'The first is of a Neo4j that was started to be filled and has never been read; later ones of one that runs for a while.',
    ],
  };
  const traversal = createMemoryTraversal(follower.topology);
  const at = readNow(position);
  await using driver = neo4j.driver(uri, undefined, { disableLosslessIntegers: true });
  const cypher = cypherForms(driver);
  const largest = new Map<Urn, number>();
  for (const id of someDatasets(nodes, Math.min(2_000, nodes / 40))) {
    const every = { kinds: null, through: null, provenance: null, includeStale: true, depth: null } as const;
    largest.set(id, (await traversal.reach({ ...every, of: [id], direction: 'DOWNSTREAM' }, at)).nodes.length);
  }
  const byReach = new Map([...largest].sort((a, b) => b[1] - a[1]));
  return [loading, await againstCypher(traversal, at, cypher, nodes, byReach), await overHttp(uri, byReach)];
}
