import type { Clock } from '../../kernel/clock.ts';
import { isUnavailable, stackOf } from '../../kernel/errors.ts';
import { relationKeyOf, type LoggedFact } from '../../kernel/fact.ts';
import type { Ontology } from '../../kernel/ontology.ts';
import type { Micros } from '../../kernel/time.ts';
import type { Urn } from '../../kernel/urn.ts';
import { isContested, type EntityClaim, type EntityState } from '../claims/entity-state.ts';
import { plan } from '../claims/plan.ts';
import type { RelationClaim, RelationState } from '../claims/relation-state.ts';
import { lateFor } from '../claims/late.ts';
import { AUTHORITY_SUBJECT, entityClaimOf, relationClaimsOf, setSubjectsOf } from '../claims/subjects.ts';
import { newFacts, wantedBy } from '../claims/wanted.ts';
import type {
  BelievedSegment,
  KeyRow,
  Late,
  LateClaims,
  Loaded,
  RunRow,
  Wanted,
  WriteSet,
} from '../claims/write-set.ts';
import type { Batch, BatchOutcome, LogHead } from '../ports.ts';
import { inJson, type Connection } from './database.ts';
import { moveConsumer, readTokens } from './consumers.ts';
import { readStreamState } from './decided.ts';
import { factOf, segmentOf, SEGMENT_COLUMNS, type StoredSegment } from './rows.ts';
import { FOREVER } from './schema.ts';

export const EMPTY_HEAD: LogHead = { position: 0, recordedAt: null, newestEvent: null, firstRecordedAt: null };

/** Applies batches in one transaction; where that fails each is tried alone, so that one bad one fails nobody else. */
export function applyBatches(
  connection: Connection,
  batches: readonly Batch[],
  ontology: Ontology,
  clock: Clock,
): readonly BatchOutcome[] {
  try {
    return connection.transaction(() => applyTogether(connection, batches, ontology, clock));
  } catch (error) {
    if (batches.length === 1 || isUnavailable(error)) throw error;
    return batches.map((batch) => applyAlone(connection, batch, ontology, clock));
  }
}

function applyAlone(connection: Connection, batch: Batch, ontology: Ontology, clock: Clock): BatchOutcome {
  try {
    const [outcome] = connection.transaction(() => applyTogether(connection, [batch], ontology, clock));
    return outcome as BatchOutcome;
  } catch (error) {
    return { outcome: 'failed', reason: stackOf(error) };
  }
}

function applyTogether(connection: Connection, batches: readonly Batch[], ontology: Ontology, clock: Clock) {
  const loaded = load(connection, wantedBy(batches, ontology));
  const late = loadLate(connection, lateFor(newFacts(batches, loaded), loaded, ontology));
  const { outcomes, writes } = plan(batches, loaded, late, ontology, clock());
  write(connection, writes);
  return outcomes;
}

export function readHead(connection: Connection): LogHead {
  const row = connection.get<{ body: string }>('SELECT body FROM head');
  return row === undefined ? EMPTY_HEAD : (JSON.parse(row.body) as LogHead);
}

function load(connection: Connection, wanted: Wanted): Loaded {
  const states = <State>(sql: string, values: readonly string[]) =>
    connection
      .all<{ id: string; body: string }>(sql, JSON.stringify(values))
      .map((row) => [row.id, JSON.parse(row.body) as State] as const);
  const relations = new Map(
    states<RelationState>(`SELECT id, body FROM relation_state WHERE ${inJson('id')}`, wanted.relations),
  );
  for (const { of, type, end } of wanted.sets) {
    const sql = `SELECT id, body FROM relation_state WHERE ${end}_id = ? AND type = ?`;
    for (const row of connection.all<{ id: string; body: string }>(sql, of, type)) {
      if (!relations.has(row.id)) relations.set(row.id, JSON.parse(row.body) as RelationState);
    }
  }
  const keys = wanted.keys.flatMap(({ scope, key }) => {
    const sql = 'SELECT scope, key, content_hash AS contentHash, position FROM batch_key WHERE scope = ? AND key = ?';
    return connection.get<KeyRow>(sql, scope, key) ?? [];
  });
  const hashes = connection.all<{ hash: string }>(
    `SELECT hash FROM log WHERE ${inJson('hash')}`,
    JSON.stringify(wanted.hashes),
  );
  const contested = (table: string): string[] =>
    wanted.contested
      ? connection.all<{ id: string }>(`SELECT id FROM ${table} WHERE contested = 1`).map((row) => row.id)
      : [];
  const contestedEntities = contested('entity_state') as Urn[];
  return {
    head: readHead(connection),
    authorities: factsAbout(connection, [AUTHORITY_SUBJECT]).filter((fact) => fact.fact === 'authority'),
    contested: { entities: contestedEntities, relations: contested('relation_state') },
    keys,
    hashes: new Set(hashes.map((row) => row.hash)),
    entities: new Map(
      states<EntityState>(`SELECT id, body FROM entity_state WHERE ${inJson('id')}`, [
        ...wanted.entities,
        ...contestedEntities,
      ]),
    ) as Map<Urn, EntityState>,
    relations,
    newestSets: loadNewestSets(connection, wanted.newestSets),
    runs: wanted.runs.flatMap(({ of, key }) => loadRuns(connection, of, key)),
    streams: new Map(wanted.streams.map((name) => [name, readStreamState(connection, name)])),
    tokens: readTokens(connection, wanted.consumers),
  };
}

function loadNewestSets(connection: Connection, subjects: readonly string[]): Loaded['newestSets'] {
  const newest = new Map<string, Map<string, Micros>>();
  const rows = connection.all<{ subject: string; source: string; at: Micros }>(
    `SELECT subject, source, max(at) AS at FROM log WHERE ${inJson('subject')} GROUP BY subject, source`,
    JSON.stringify(subjects),
  );
  for (const { subject, source, at } of rows) {
    const bySource = newest.get(subject) ?? new Map<string, Micros>();
    newest.set(subject, bySource.set(source, at));
  }
  return newest;
}

/** Runs of a job. @param key of one; null: of all */
function loadRuns(connection: Connection, of: Urn, key: string | null): RunRow[] {
  const sql = `SELECT key, source, body FROM run_state WHERE job = ?${key === null ? '' : ' AND key = ?'}`;
  return connection
    .all<{ key: string; source: string; body: string }>(sql, of, ...(key === null ? [] : [key]))
    .map((row) => ({
      of,
      key: row.key,
      source: row.source,
      ...(JSON.parse(row.body) as Pick<RunRow, 'run' | 'countedAt'>),
    }));
}

function loadLate(connection: Connection, late: Late): LateClaims {
  const entities = new Map<Urn, EntityClaim[]>();
  const relations = new Map<string, RelationClaim[]>();
  const segments = new Map<string, BelievedSegment[]>();
  for (const id of late.entities) {
    entities.set(
      id,
      factsAbout(connection, [id]).flatMap((fact) => entityClaimOf(fact) ?? []),
    );
  }
  for (const id of late.relations) {
    const subjects = [id, ...setSubjectsOf(relationKeyOf(id))];
    relations.set(id, relationClaimsOf(factsAbout(connection, subjects), id));
    const sql = `SELECT ${SEGMENT_COLUMNS} FROM segment WHERE relation = ? AND removed_at = ${FOREVER} ORDER BY valid_from`;
    segments.set(id, connection.all<StoredSegment>(sql, id).map(segmentOf));
  }
  const runs = new Map(late.jobs.map((job) => [job, loadRuns(connection, job, null)]));
  return { entities, relations, segments, runs };
}

function factsAbout(connection: Connection, subjects: readonly string[]): LoggedFact[] {
  const sql = 'SELECT fact FROM log WHERE subject = ?';
  return subjects.flatMap((subject) => connection.all<{ fact: string }>(sql, subject).map(factOf));
}

function write(connection: Connection, writes: WriteSet): void {
  for (const { scope, key, contentHash, position } of writes.keys) {
    connection.run('INSERT INTO batch_key VALUES (?, ?, ?, ?)', scope, key, contentHash, position);
  }
  for (const step of writes.consumed) moveConsumer(connection, step);
  if (writes.entries.length === 0) return;
  connection.run('INSERT OR REPLACE INTO head VALUES (1, ?)', JSON.stringify(writes.head));
  for (const { position, recordedAt, subject, hash, fact } of writes.entries) {
    const key = fact.fact === 'observe' ? fact.key : null;
    const sql = 'INSERT INTO log VALUES (?, ?, ?, ?, ?, ?, ?, ?)';
    connection.run(sql, position, recordedAt, fact.at, fact.source, subject, key, hash, JSON.stringify(fact));
  }
  for (const change of writes.changes) {
    const { position, ordinal, entity, relation, record } = change;
    connection.run('INSERT INTO change VALUES (?, ?, ?)', position, ordinal, JSON.stringify(change));
    for (const about of new Set([entity, relation?.to ?? record ?? entity])) {
      connection.run('INSERT INTO change_about VALUES (?, ?, ?)', about, position, ordinal);
    }
  }
  writeEntities(connection, writes);
  writeRelations(connection, writes);
  writeRuns(connection, writes);
  writeDecided(connection, writes);
}

function writeRuns(connection: Connection, { runs, schedule }: WriteSet): void {
  for (const { of, key, source, ...body } of runs) {
    const sql = 'INSERT OR REPLACE INTO run_state VALUES (?, ?, ?, ?)';
    connection.run(sql, of, key, source, JSON.stringify(body));
  }
  for (const { addedAt, removedAt } of schedule.removed) {
    connection.run('UPDATE schedule SET removed_at = ? WHERE added_at = ? AND ordinal = 0', removedAt, addedAt);
  }
  for (const { addedAt, ordinal, removedAt, job, says } of schedule.added) {
    const sql = 'INSERT INTO schedule VALUES (?, ?, ?, ?, ?)';
    connection.run(sql, addedAt, ordinal, removedAt ?? FOREVER, job, JSON.stringify(says));
  }
}

function writeDecided(connection: Connection, { decided }: WriteSet): void {
  for (const { from, to, stream, decisions, record } of decided) {
    const { id, kind, about, since, until } = record;
    const close = `UPDATE decided SET to_position = ? WHERE id = ? AND to_position = ${FOREVER}`;
    connection.run(close, from, id);
    const sql = 'INSERT INTO decided VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)';
    const values = [id, from, to ?? FOREVER, stream, decisions, kind, about, since, until, JSON.stringify(record)];
    connection.run(sql, ...values);
  }
}

function writeEntities(connection: Connection, writes: WriteSet): void {
  for (const [id, state] of writes.entities) {
    const sql = 'INSERT OR REPLACE INTO entity_state VALUES (?, ?, ?)';
    connection.run(sql, id, JSON.stringify(state), Number(isContested(state)));
  }
  for (const { from, to, record } of writes.versions) {
    const close = `UPDATE record SET to_position = ? WHERE id = ? AND to_position = ${FOREVER}`;
    connection.run(close, from, record.id);
    connection.run(
      'INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      record.id,
      from,
      to ?? FOREVER,
      record.kind,
      record.namespace,
      record.name,
      JSON.stringify(record.props),
      Number(record.described),
      record.createdAt,
      record.updatedAt,
      record.retiredAt,
    );
  }
}

function writeRelations(connection: Connection, writes: WriteSet): void {
  for (const [id, state] of writes.relations) {
    const { type, from, to } = relationKeyOf(id);
    const sql = 'INSERT OR REPLACE INTO relation_state VALUES (?, ?, ?, ?, ?, ?)';
    connection.run(sql, id, type, from, to, JSON.stringify(state), Number(state.contested));
  }
  for (const { relation, validFrom, removedAt } of writes.removed) {
    const sql = `UPDATE segment SET removed_at = ? WHERE relation = ? AND valid_from = ? AND removed_at = ${FOREVER}`;
    connection.run(sql, removedAt, relation, validFrom);
  }
  for (const { key, validFrom, validTo, addedAt, removedAt, provenance, isDeclared, props } of writes.added) {
    connection.run(
      'INSERT INTO segment VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      `${key.type} ${key.from} ${key.to} ${key.discriminator}`,
      validFrom,
      addedAt,
      validTo ?? FOREVER,
      removedAt ?? FOREVER,
      key.type,
      key.from,
      key.to,
      key.discriminator,
      provenance,
      Number(isDeclared === true),
      JSON.stringify(props),
    );
  }
}
