import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { ontology } from '../src/domains/index.ts';
import { relationId } from '../src/kernel/fact.ts';
import { openEmbeddedStore } from '../src/store/embedded/index.ts';
import { FOREVER } from '../src/store/embedded/schema.ts';
import { bareGraph, onlyEntry } from './bare-graph.ts';

const ROWS_A_TRANSACTION = 100_000;
const INDEXES = ['segment_from', 'segment_to', 'segment_added', 'segment_removed', 'record_from'];

/**
 * Puts the layered graph into the tables of an embedded store, without the facts that would have led to it: through the
 * writer five million relations would take most of an hour. All that a start and reads of the newest need is there.
 */
export async function fillEmbedded(folder: string, nodes: number, edges: number): Promise<void> {
  await (await openEmbeddedStore({ folder, ontology }))[Symbol.asyncDispose]();
  const database = new DatabaseSync(join(folder, 'graph.sqlite'));
  database.exec('PRAGMA synchronous = OFF; PRAGMA cache_size = -1048576; PRAGMA temp_store = MEMORY');
  const indexes = INDEXES.map((name) => {
    const { sql } = database.prepare('SELECT sql FROM sqlite_schema WHERE name = ?').get(name) as { sql: string };
    database.exec(`DROP INDEX ${name}`);
    return sql;
  });
  const graph = bareGraph(nodes, edges);
  const columns = database.prepare("SELECT name FROM pragma_table_info('segment')").all() as { name: string }[];
  const segmentColumns = columns.map(({ name }) => name);
  const segment = database.prepare(`INSERT INTO segment VALUES (${segmentColumns.map(() => '?').join(', ')})`);
  database.exec('BEGIN');
  for (const { key, validFrom, addedAt, provenance, props } of graph.segments) {
    const row = {
      ...{ relation: relationId(key), type: key.type, from_id: key.from, to_id: key.to, discriminator: '' },
      ...{ valid_from: validFrom, valid_to: FOREVER, added_at: addedAt, removed_at: FOREVER, declared: 0 },
      ...{ provenance, props: JSON.stringify(props) },
    };
    segment.run(...segmentColumns.map((column) => row[column as keyof typeof row]));
    if (addedAt % ROWS_A_TRANSACTION === 0) database.exec('COMMIT; BEGIN');
  }
  const record = database.prepare('INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)');
  for (const { from, record: each } of graph.records()) {
    const { id, kind, namespace, name, props, createdAt, updatedAt } = each;
    record.run(id, from, FOREVER, kind, namespace, name, JSON.stringify(props), 1, createdAt, updatedAt);
  }
  const { position, at } = graph.head();
  const { subject, hash, fact } = onlyEntry(at);
  const entry = database.prepare('INSERT INTO log VALUES (?, ?, ?, ?, ?, NULL, ?, ?)');
  entry.run(position, at, at, fact.source, subject, hash, JSON.stringify(fact));
  const head = { position, recordedAt: at, newestEvent: at, firstRecordedAt: at };
  database.prepare('INSERT OR REPLACE INTO head VALUES (1, ?)').run(JSON.stringify(head));
  database.exec(`COMMIT; ${indexes.join('; ')}; PRAGMA wal_checkpoint(TRUNCATE)`);
  database.close();
}
