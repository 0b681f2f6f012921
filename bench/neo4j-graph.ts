import neo4j, { type Driver, type Session } from 'neo4j-driver';
import { ontology } from '../src/domains/index.ts';
import { relationId, type RelationKey } from '../src/kernel/fact.ts';
import { openNeo4jStore } from '../src/store/neo4j/index.ts';
import { segmentText } from '../src/store/neo4j/rows.ts';
import type { EntityRecord, SegmentRow } from '../src/store/ports.ts';
import { bareGraph, onlyEntry } from './bare-graph.ts';

const ROWS_A_TRANSACTION = 10_000;

/**
 * Puts the layered graph into a Neo4j as the store would have: its bookkeeping nodes, as far as a start and reads of the newest
 * need them, and the graph that analysts see. Without the facts that would have led to it, which would take hours.
 */
export async function fillNeo4j(uri: string, nodes: number, edges: number): Promise<void> {
  await (await openNeo4jStore({ uri, ontology }))[Symbol.asyncDispose]();
  await using driver = neo4j.driver(uri);
  const graph = bareGraph(nodes, edges);
  const keys: RelationKey[] = [];
  await write(driver, 'CREATE (s:TlSegment) SET s = row', graph.segments, (row) => {
    keys.push(row.key);
    return segmentProps(row);
  });
  await write(driver, 'CREATE (v:TlRecord:$(row.recordLabel)) SET v = row.props', graph.records(), recordRow);
  await write(driver, 'CREATE (e:Entity:$(row.label)) SET e = row.props', graph.records(), entityRow);
  await write(
    driver,
    `MATCH (from:Entity {id: row.from}) MATCH (to:Entity {id: row.to})
     CREATE (from)-[r:$(row.type)]->(to)`,
    keys,
    (key) => ({ ...key }),
  );
  const { position, at } = graph.head();
  const { subject, hash, fact } = onlyEntry(at);
  const entry = { ...{ position: neo4j.int(position), recordedAt: neo4j.int(at), at: neo4j.int(at) }, subject, hash };
  const head = { position: neo4j.int(position), recordedAt: neo4j.int(at), newestEvent: neo4j.int(at) };
  await driver.executeQuery('CREATE (e:TlEntry) SET e = $entry', { entry: { ...entry, fact: JSON.stringify(fact) } });
  await driver.executeQuery('MATCH (head:TlHead {one: 1}) SET head += $head', {
    head: { ...head, firstRecordedAt: neo4j.int(at) },
  });
}

async function write<T>(driver: Driver, statement: string, items: Iterable<T>, rowOf: (item: T) => object) {
  const session = driver.session();
  try {
    let rows: object[] = [];
    for (const item of items) {
      rows.push(rowOf(item));
      if (rows.length < ROWS_A_TRANSACTION) continue;
      await send(session, statement, rows);
      rows = [];
    }
    await send(session, statement, rows);
  } finally {
    await session.close();
  }
}

async function send(session: Session, statement: string, rows: readonly object[]): Promise<void> {
  await session.executeWrite((transaction) => transaction.run(`UNWIND $rows AS row ${statement}`, { rows }));
}

/** Without what finds a relation by its ends or its id: nothing that is measured asks for that. */
function segmentProps(segment: SegmentRow) {
  const { key, validFrom, addedAt } = segment;
  const numbers = { validFrom: neo4j.int(validFrom), addedAt: neo4j.int(addedAt) };
  return { ...key, relation: relationId(key), ...numbers, row: segmentText(segment) };
}

function recordRow({ from, record }: { readonly from: number; readonly record: EntityRecord }) {
  const { id, kind, namespace, name, described } = record;
  const filled = { id, kind, namespace, name, described, _from: neo4j.int(from), _retired: false };
  return { recordLabel: `Tl${labelOf(kind)}Record`, props: { ...filled, _record: JSON.stringify(record) } };
}

function entityRow({ record }: { readonly record: EntityRecord }) {
  const { id, kind, namespace, name, props } = record;
  return { label: labelOf(kind), props: { id, kind, namespace, name, description: props['description'] } };
}

function labelOf(kind: string): string {
  return ontology.kinds.get(kind)!.typeName;
}
