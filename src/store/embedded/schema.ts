import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { Ontology } from '../../kernel/ontology.ts';

/** Stands for "still": above every position, and above every time. */
export const FOREVER = Number.MAX_SAFE_INTEGER;

/** Raised with every change to the tables; a folder of another version is refused rather than misread. */
const VERSION = 4;

const TABLES = `
  CREATE TABLE head (one INTEGER PRIMARY KEY CHECK (one = 1), body TEXT NOT NULL) STRICT;
  CREATE TABLE log (
    position INTEGER PRIMARY KEY, recorded_at INTEGER NOT NULL, at INTEGER NOT NULL, source TEXT NOT NULL,
    subject TEXT NOT NULL, key TEXT, hash TEXT NOT NULL, fact TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX log_hash ON log (hash);
  CREATE INDEX log_subject ON log (subject, source, at);
  CREATE INDEX log_observation ON log (subject, key, at) WHERE key IS NOT NULL;
  CREATE INDEX log_recorded ON log (recorded_at);
  CREATE TABLE batch_key (
    scope TEXT NOT NULL, key TEXT NOT NULL, content_hash TEXT NOT NULL, position INTEGER NOT NULL,
    PRIMARY KEY (scope, key)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE change (
    position INTEGER NOT NULL, ordinal INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (position, ordinal)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE change_about (
    entity TEXT NOT NULL, position INTEGER NOT NULL, ordinal INTEGER NOT NULL, PRIMARY KEY (entity, position, ordinal)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE entity_state (
    id TEXT PRIMARY KEY, body TEXT NOT NULL, contested INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX entity_contested ON entity_state (id) WHERE contested = 1;
  CREATE TABLE record (
    id TEXT NOT NULL, from_position INTEGER NOT NULL, to_position INTEGER NOT NULL, kind TEXT NOT NULL,
    namespace TEXT NOT NULL, name TEXT NOT NULL, props TEXT NOT NULL, described INTEGER NOT NULL,
    created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, retired_at INTEGER, PRIMARY KEY (id, from_position)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX record_kind ON record (kind, id);
  CREATE TABLE relation_state (
    id TEXT PRIMARY KEY, type TEXT NOT NULL, from_id TEXT NOT NULL, to_id TEXT NOT NULL, body TEXT NOT NULL,
    contested INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX relation_contested ON relation_state (id) WHERE contested = 1;
  CREATE INDEX relation_from ON relation_state (from_id, type);
  CREATE INDEX relation_to ON relation_state (to_id, type);
  CREATE TABLE run_state (
    job TEXT NOT NULL, key TEXT NOT NULL, source TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (job, key, source)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE segment (
    relation TEXT NOT NULL, valid_from INTEGER NOT NULL, added_at INTEGER NOT NULL, valid_to INTEGER NOT NULL,
    removed_at INTEGER NOT NULL, type TEXT NOT NULL, from_id TEXT NOT NULL, to_id TEXT NOT NULL,
    discriminator TEXT NOT NULL, provenance TEXT NOT NULL, declared INTEGER NOT NULL, props TEXT NOT NULL,
    PRIMARY KEY (relation, valid_from, added_at)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX segment_from ON segment (from_id, type, to_id);
  CREATE INDEX segment_to ON segment (to_id, type, from_id);
  CREATE INDEX segment_added ON segment (added_at);
  CREATE INDEX segment_removed ON segment (removed_at) WHERE removed_at < ${FOREVER};
  CREATE TABLE schedule (
    added_at INTEGER NOT NULL, ordinal INTEGER NOT NULL, removed_at INTEGER NOT NULL, job TEXT NOT NULL,
    body TEXT NOT NULL, PRIMARY KEY (added_at, ordinal)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX schedule_removed ON schedule (removed_at) WHERE removed_at < ${FOREVER};
`;

/** What version 4 has that version 3 had not. */
const DECISIONS = `
  CREATE TABLE decided (
    id TEXT NOT NULL, from_position INTEGER NOT NULL, to_position INTEGER NOT NULL, stream TEXT NOT NULL,
    decisions INTEGER NOT NULL, kind TEXT NOT NULL, about TEXT, since INTEGER NOT NULL, until INTEGER, body TEXT NOT NULL,
    PRIMARY KEY (id, from_position)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX decided_stream ON decided (stream, decisions);
  CREATE INDEX decided_about ON decided (about, kind, since);
  CREATE INDEX decided_kind ON decided (kind, since);
`;

/** Of no version: a folder that has it not yet gets it. */
const CONSUMERS = `
  CREATE TABLE IF NOT EXISTS consumer (
    name TEXT PRIMARY KEY, holder TEXT, token INTEGER NOT NULL, until INTEGER NOT NULL, position INTEGER NOT NULL,
    ordinal INTEGER NOT NULL, state TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
`;

/** Makes the tables where there are none, and an index per attribute that the ontology filters or orders by. */
export function prepareSchema(database: DatabaseSyncInstance, ontology: Ontology): void {
  const { user_version: version } = database.prepare('PRAGMA user_version').get() as { user_version: number };
  const missing = { 0: TABLES + DECISIONS, 3: DECISIONS, [VERSION]: '' }[version];
  if (missing === undefined) {
    throw new Error(`The data folder has tables of version ${version}; this program writes version ${VERSION}.`);
  }
  if (missing !== '') database.exec(`BEGIN; ${missing} PRAGMA user_version = ${VERSION}; COMMIT;`);
  // Of no version, too.
  database.exec(CONSUMERS);
  database.exec('CREATE INDEX IF NOT EXISTS record_from ON record (from_position, id)');
  for (const { kind } of ontology.kinds.values()) {
    for (const [name, attribute] of Object.entries(ontology.attributes(kind))) {
      if (!(attribute.filter || attribute.order) || attribute.type === 'strings') continue;
      const index = `record_${kind}_${name}`.toLowerCase();
      database.exec(`CREATE INDEX IF NOT EXISTS ${index} ON record (${propertyPath(name)}, id) WHERE kind = '${kind}'`);
    }
  }
}

/** The SQL expression for a property. The name comes from the ontology, never from outside. */
export function propertyPath(name: string): string {
  return `json_extract(props, '$.${name}')`;
}
