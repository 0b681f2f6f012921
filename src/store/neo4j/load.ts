import { NO_DECISION } from '../../kernel/decision.ts';
import { relationKeyOf } from '../../kernel/fact.ts';
import type { Micros } from '../../kernel/time.ts';
import type { Urn } from '../../kernel/urn.ts';
import type { EntityState } from '../claims/entity-state.ts';
import type { RelationState } from '../claims/relation-state.ts';
import { AUTHORITY_SUBJECT, entityClaimOf, relationClaimsOf, setSubject, setSubjectsOf } from '../claims/subjects.ts';
import { keyText } from '../claims/wanted.ts';
import type { KeyRow, Late, LateClaims, Loaded, RunRow, Wanted } from '../claims/write-set.ts';
import type { LogHead } from '../ports.ts';
import type { Transaction } from './database.ts';
import { readTokens } from './consumers.ts';
import { readStreams } from './decided.ts';
import { factOf, grouped, hashed, runHash, STORED_ROW, segmentOf, type StoredRow } from './rows.ts';

/** As one statement, for each costs its own time. Index hints: a plan made while the graph was small must not stay. */
export const LOAD = `
  MATCH (head:TlHead {one: 1})
  RETURN head {.position, .recordedAt, .newestEvent, .firstRecordedAt} AS head,
    COLLECT {
      UNWIND $keys AS id MATCH (k:TlKey {id: id}) USING INDEX k:TlKey(id)
      RETURN k {.scope, .key, .contentHash, .position}
    } AS keys,
    COLLECT { UNWIND $hashes AS hash MATCH (e:TlEntry {hash: hash}) USING INDEX e:TlEntry(hash) RETURN hash } AS hashes,
    COLLECT {
      UNWIND $entities AS id MATCH (s:TlEntityState {id: id}) USING INDEX s:TlEntityState(id) RETURN s {.id, .state}
    } AS entities,
    COLLECT {
      UNWIND $newestSets AS subject MATCH (s:TlNewestSet {subject: subject})
      USING INDEX s:TlNewestSet(subject, source) WHERE s.source IS NOT NULL
      RETURN s {.subject, .source, .at}
    } AS newestSets,
    ${['relation', 'out', 'in']
      .map(
        (property) => `COLLECT {
          UNWIND $${property} AS hash
          MATCH (s:TlRelationState {${property}: hash}) USING INDEX s:TlRelationState(${property})
          RETURN s {.id, .state}
        }`,
      )
      .join(' + ')} AS relations,
    COLLECT {
      MATCH (e:TlEntry {subject: $authority}) USING INDEX e:TlEntry(subject, position) WHERE e.position > 0
      RETURN e {.fact}
    } AS authorities,
    COLLECT {
      UNWIND $runs AS run MATCH (s:TlRunState {run: run})
      USING INDEX s:TlRunState(run, source) WHERE s.source IS NOT NULL
      RETURN s {.row}
    } AS runs`;

/** What several sources speak of at one time: asked for only where a fact on authority comes. */
const CONTESTED = `
  RETURN COLLECT { MATCH (s:TlEntityState {contested: true}) RETURN s {.id, .state} } AS entities,
    COLLECT { MATCH (s:TlRelationState {contested: true}) RETURN s.id } AS relations`;

interface LoadedRow {
  readonly head: LogHead;
  readonly keys: readonly KeyRow[];
  readonly hashes: readonly string[];
  readonly entities: readonly { readonly id: Urn; readonly state: string }[];
  readonly newestSets: readonly { readonly subject: string; readonly source: string; readonly at: Micros }[];
  readonly relations: readonly { readonly id: string; readonly state: string }[];
  readonly authorities: readonly { readonly fact: string }[];
  readonly runs: readonly { readonly row: string }[];
}

interface ContestedRow {
  readonly entities: readonly { readonly id: Urn; readonly state: string }[];
  readonly relations: readonly string[];
}

/** Reads what planning needs. */
export async function load(transaction: Transaction, wanted: Wanted): Promise<Loaded> {
  const atEnd = (end: 'from' | 'to') =>
    wanted.sets.filter((set) => set.end === end).map((set) => hashed(setSubject(set.of, set.type, end)));
  const subjects = new Map(wanted.newestSets.map((subject) => [hashed(subject), subject]));
  const [row] = await transaction.run<LoadedRow>(LOAD, {
    keys: [...new Set(wanted.keys.map((key) => hashed(keyText(key))))],
    hashes: wanted.hashes,
    entities: wanted.entities,
    newestSets: [...subjects.keys()],
    relation: wanted.relations.map(hashed),
    out: atEnd('from'),
    in: atEnd('to'),
    authority: hashed(AUTHORITY_SUBJECT),
    runs: wanted.runs.map(runHash),
  });
  const streams =
    wanted.streams.length === 0
      ? []
      : await readStreams((cypher, parameters) => transaction.run(cypher, parameters), wanted.streams);
  const tokens = await readTokens(transaction, wanted.consumers);
  const [contested] = wanted.contested ? await transaction.run<ContestedRow>(CONTESTED) : [];
  if (row === undefined) throw new Error('The database has lost the head of its log.');
  return {
    head: row.head,
    keys: row.keys,
    hashes: new Set(row.hashes),
    tokens,
    authorities: row.authorities.map(factOf).filter((fact) => fact.fact === 'authority'),
    contested: {
      entities: contested?.entities.map(({ id }) => id) ?? [],
      relations: contested?.relations ?? [],
    },
    entities: new Map(
      [...(contested?.entities ?? []), ...row.entities].map(({ id, state }) => [id, JSON.parse(state) as EntityState]),
    ),
    relations: new Map(row.relations.map(({ id, state }) => [id, JSON.parse(state) as RelationState])),
    runs: row.runs.map(runOf),
    streams: new Map(wanted.streams.map((name, index) => [name, streams[index] ?? NO_DECISION])),
    newestSets: new Map(
      [...grouped(row.newestSets, ({ subject }) => subject)].map(([hash, rows]) => [
        subjects.get(hash) ?? hash,
        new Map(rows.map(({ source, at }) => [source, at])),
      ]),
    ),
  };
}

function runOf({ row }: { readonly row: string }): RunRow {
  return JSON.parse(row) as RunRow;
}

/** All that was ever claimed of these, and what is believed of the relations among them now. */
export async function loadLate(transaction: Transaction, late: Late): Promise<LateClaims> {
  if (late.entities.length + late.relations.length + late.jobs.length === 0) {
    return { entities: new Map(), relations: new Map(), segments: new Map(), runs: new Map() };
  }
  const ofRelation = (id: string) => [id, ...setSubjectsOf(relationKeyOf(id))];
  const subjects = new Set([...late.entities, ...late.relations.flatMap(ofRelation)]);
  const relations = new Map(late.relations.map((id) => [hashed(id), id]));
  const [rows, segments, runs] = await Promise.all([
    transaction.run<{ subject: string; fact: string }>(
      `UNWIND $subjects AS subject MATCH (e:TlEntry {subject: subject}) USING INDEX e:TlEntry(subject, position)
       WHERE e.position > 0 RETURN subject, e.fact AS fact`,
      { subjects: [...subjects].map(hashed) },
    ),
    transaction.run<StoredRow & { relation: string }>(
      `UNWIND $relations AS relation
       MATCH (s:TlSegment {relation: relation}) USING INDEX s:TlSegment(relation, validFrom)
       WHERE s.validFrom IS NOT NULL AND s.removedAt IS NULL
       RETURN relation, ${STORED_ROW} ORDER BY relation, s.validFrom`,
      { relations: [...relations.keys()] },
    ),
    late.jobs.length === 0
      ? []
      : transaction.run<{ row: string }>(
          'UNWIND $jobs AS job MATCH (s:TlRunState {job: job}) USING INDEX s:TlRunState(job) RETURN s.row AS row',
          { jobs: late.jobs.map(hashed) },
        ),
  ]);
  const runRows = grouped(runs.map(runOf), (run) => run.of);
  const [factRows, segmentRows] = [grouped(rows, (row) => row.subject), grouped(segments, (row) => row.relation)];
  const about = (subject: string) => (factRows.get(hashed(subject)) ?? []).map(factOf);
  return {
    entities: new Map(late.entities.map((id) => [id, about(id).flatMap((fact) => entityClaimOf(fact) ?? [])])),
    relations: new Map(late.relations.map((id) => [id, relationClaimsOf(ofRelation(id).flatMap(about), id)])),
    runs: new Map(late.jobs.map((job) => [job, runRows.get(job) ?? []])),
    segments: new Map([...relations].map(([hash, id]) => [id, (segmentRows.get(hash) ?? []).map(segmentOf)])),
  };
}
