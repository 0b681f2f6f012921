import neo4j, { type Driver } from 'neo4j-driver';
import { ontology } from '../../src/domains/index.ts';
import type { Urn } from '../../src/kernel/urn.ts';

/** What the walk may follow, as Cypher writes it. */
const FLOW = [...ontology.relationships.values()]
  .filter(({ lineage }) => lineage)
  .map(({ type }) => type)
  .join('|');

/** Depths that the planner may take for unbounded, where nothing lies deeper. */
const DEEP = 40;

/**
 * The best that was found for a question in Cypher alone, over the graph that analysts see. The form of `reach` is planned as a
 * search that prunes, breadth first; others, as of shortest paths to all there are, took hundreds of times as long.
 */
export function cypherForms(driver: Driver) {
  async function rows<Row>(query: string, parameters: object): Promise<Row[]> {
    const session = driver.session({ defaultAccessMode: neo4j.session.READ });
    try {
      const { records } = await session.executeRead((transaction) => transaction.run(query, parameters));
      return records.map((record) => record.toObject() as Row);
    } finally {
      await session.close();
    }
  }

  return {
    reach: (id: Urn, depth: number | null) =>
      rows<{ id: Urn; depth: number }>(
        `MATCH p = (s:Entity {id: $id})-[:${FLOW}*1..${depth ?? DEEP}]->(n) WITH n, min(length(p)) AS depth
         RETURN n.id AS id, depth ORDER BY depth, id`,
        { id },
      ),
    nodes: (id: Urn, limit: number) =>
      rows<NodeRow>(
        `MATCH p = (s:Entity {id: $id})-[:${FLOW}*1..${DEEP}]->(n) WITH n, min(length(p)) AS depth
         ORDER BY depth, n.id LIMIT $limit
         RETURN depth, n.id AS id, n.kind AS kind, n.namespace AS namespace, n.name AS name, n.description AS description`,
        { id, limit: neo4j.int(limit) },
      ),
    /** One shortest way to each KPI. */
    kpiPaths: (id: Urn) =>
      rows<{ id: Urn; path: Urn[] }>(
        `MATCH (s:Entity {id: $id}) MATCH p = SHORTEST 1 (s)-[:${FLOW}]->+(k:BusinessKpi)
         RETURN k.id AS id, [n IN nodes(p) | n.id] AS path`,
        { id },
      ),
    /** The same by the older function, for which all KPIs must be named first. */
    kpiPathsByFunction: (id: Urn) =>
      rows<{ id: Urn; path: Urn[] }>(
        `MATCH (s:Entity {id: $id})-[:${FLOW}*1..${DEEP}]->(k:BusinessKpi) WITH DISTINCT s, k
         MATCH p = shortestPath((s)-[:${FLOW}*1..${DEEP}]->(k))
         RETURN k.id AS id, [n IN nodes(p) | n.id] AS path`,
        { id },
      ),
  };
}

export interface NodeRow {
  readonly id: Urn;
  readonly depth: number;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly description: string;
}

export type CypherForms = ReturnType<typeof cypherForms>;
