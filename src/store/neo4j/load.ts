import { relationKeyOf, type LoggedFact } from '../../kernel/fact.ts';
import { RUN_METRIC } from '../../kernel/run.ts';
import type { Micros } from '../../kernel/time.ts';
import type { Urn } from '../../kernel/urn.ts';
import type { EntityState } from '../claims/entity-state.ts';
import type { RelationState } from '../claims/relation-state.ts';
import {
  AUTHORITY_SUBJECT,
  entityClaimOf,
  observationSubject,
  relationClaimsOf,
  setSubject,
  setSubjectsOf,
} from '../claims/subjects.ts';
import { keyText } from '../claims/wanted.ts';
import type { KeyRow, Late, LateClaims, Loaded, Wanted } from '../claims/write-set.ts';
import type { LogHead } from '../ports.ts';
import type { Transaction } from './database.ts';
import { factOf, grouped, hashed, observationHash, SEGMENT, segmentOf, type SegmentNode } from './rows.ts';

/** Reads what planning needs, in one round trip. Index hints: a plan made while the graph was small must not stay. */
export async function load(transaction: Transaction, locked: Promise<LogHead>, wanted: Wanted): Promise<Loaded> {
  const relationStates = (property: 'relation' | 'out' | 'in', hashes: readonly string[]) =>
    transaction.run<{ id: string; state: string }>(
      `UNWIND $hashes AS hash MATCH (s:TlRelationState {${property}: hash}) USING INDEX s:TlRelationState(${property})
       RETURN s.id AS id, s.state AS state`,
      { hashes },
    );
  const atEnd = (end: 'from' | 'to') =>
    wanted.sets.filter((set) => set.end === end).map((set) => hashed(setSubject(set.of, set.type, end)));
  const subjects = new Map(wanted.newestSets.map((subject) => [hashed(subject), subject]));
  const [head, keys, hashes, entities, newestSets, authorities, contested, runs, ...relations] = await Promise.all([
    locked,
    transaction.run<KeyRow>(
      `UNWIND $ids AS id MATCH (k:TlKey {id: id}) USING INDEX k:TlKey(id)
       RETURN k.scope AS scope, k.key AS key, k.contentHash AS contentHash, k.position AS position`,
      { ids: [...new Set(wanted.keys.map((key) => hashed(keyText(key))))] },
    ),
    transaction.run<{ hash: string }>(
      'UNWIND $hashes AS hash MATCH (e:TlEntry {hash: hash}) USING INDEX e:TlEntry(hash) RETURN hash',
      { hashes: wanted.hashes },
    ),
    transaction.run<{ id: Urn; state: string }>(
      `UNWIND $ids AS id MATCH (s:TlEntityState {id: id}) USING INDEX s:TlEntityState(id)
       RETURN id, s.state AS state`,
      { ids: wanted.entities },
    ),
    transaction.run<{ subject: string; source: string; at: Micros }>(
      `UNWIND $subjects AS subject MATCH (s:TlNewestSet {subject: subject})
       USING INDEX s:TlNewestSet(subject, source) WHERE s.source IS NOT NULL
       RETURN subject, s.source AS source, s.at AS at`,
      { subjects: [...subjects.keys()] },
    ),
    transaction.run<{ fact: string }>(
      `MATCH (e:TlEntry {subject: $subject}) USING INDEX e:TlEntry(subject, position)
       WHERE e.position > 0 RETURN e.fact AS fact`,
      { subject: hashed(AUTHORITY_SUBJECT) },
    ),
    wanted.contested ? loadContested(transaction) : { entities: [], relations: [] },
    loadRunEvents(transaction, wanted.runs),
    relationStates('relation', wanted.relations.map(hashed)),
    relationStates('out', atEnd('from')),
    relationStates('in', atEnd('to')),
  ]);
  return {
    head,
    keys,
    hashes: new Set(hashes.map((row) => row.hash)),
    authorities: authorities.map(factOf).filter((fact) => fact.fact === 'authority'),
    contested: {
      entities: contested.entities.map((row) => row.id),
      relations: contested.relations.map((row) => row.id),
    },
    entities: new Map(
      [...contested.entities, ...entities].map((row) => [row.id, JSON.parse(row.state) as EntityState]),
    ),
    relations: new Map(relations.flat().map((row) => [row.id, JSON.parse(row.state) as RelationState])),
    runEvents: runs.map(factOf).filter(isObserved),
    newestSets: new Map(
      [...grouped(newestSets, (row) => row.subject)].map(([hash, rows]) => [
        subjects.get(hash) ?? hash,
        new Map(rows.map((row) => [row.source, row.at])),
      ]),
    ),
  };
}

async function loadRunEvents(transaction: Transaction, runs: Wanted['runs']): Promise<readonly { fact: string }[]> {
  if (runs.length === 0) return [];
  return transaction.run<{ fact: string }>(
    `UNWIND $runs AS run MATCH (e:TlEntry {observation: run}) USING INDEX e:TlEntry(observation)
     RETURN e.fact AS fact`,
    { runs: runs.map(({ of, key }) => observationHash(observationSubject(of, RUN_METRIC), key)) },
  );
}

function isObserved(fact: LoggedFact) {
  return fact.fact === 'observe';
}

/** What several sources speak of at one time. */
async function loadContested(transaction: Transaction) {
  const [entities, relations] = await Promise.all([
    transaction.run<{ id: Urn; state: string }>(
      'MATCH (s:TlEntityState {contested: true}) RETURN s.id AS id, s.state AS state',
    ),
    transaction.run<{ id: string }>('MATCH (s:TlRelationState {contested: true}) RETURN s.id AS id'),
  ]);
  return { entities, relations };
}

/** All that was ever claimed of these, and what is believed of the relations among them now. */
export async function loadLate(transaction: Transaction, late: Late): Promise<LateClaims> {
  if (late.entities.length + late.relations.length + late.jobs.length === 0) {
    return { entities: new Map(), relations: new Map(), segments: new Map(), runs: new Map() };
  }
  const ofRelation = (id: string) => [id, ...setSubjectsOf(relationKeyOf(id))];
  const runsOf = (job: Urn) => observationSubject(job, RUN_METRIC);
  const subjects = new Set([...late.entities, ...late.relations.flatMap(ofRelation), ...late.jobs.map(runsOf)]);
  const relations = new Map(late.relations.map((id) => [hashed(id), id]));
  const [rows, segments] = await Promise.all([
    transaction.run<{ subject: string; fact: string }>(
      `UNWIND $subjects AS subject MATCH (e:TlEntry {subject: subject}) USING INDEX e:TlEntry(subject, position)
       WHERE e.position > 0 RETURN subject, e.fact AS fact`,
      { subjects: [...subjects].map(hashed) },
    ),
    transaction.run<SegmentNode & { relation: string }>(
      `UNWIND $relations AS relation
       MATCH (s:TlSegment {relation: relation}) USING INDEX s:TlSegment(relation, validFrom)
       WHERE s.validFrom IS NOT NULL AND s.removedAt IS NULL
       RETURN relation, ${SEGMENT} ORDER BY relation, s.validFrom`,
      { relations: [...relations.keys()] },
    ),
  ]);
  const [factRows, segmentRows] = [grouped(rows, (row) => row.subject), grouped(segments, (row) => row.relation)];
  const about = (subject: string) => (factRows.get(hashed(subject)) ?? []).map(factOf);
  return {
    entities: new Map(late.entities.map((id) => [id, about(id).flatMap((fact) => entityClaimOf(fact) ?? [])])),
    relations: new Map(late.relations.map((id) => [id, relationClaimsOf(ofRelation(id).flatMap(about), id)])),
    runs: new Map(late.jobs.map((job) => [job, about(runsOf(job)).filter(isObserved)])),
    segments: new Map([...relations].map(([hash, id]) => [id, (segmentRows.get(hash) ?? []).map(segmentOf)])),
  };
}
