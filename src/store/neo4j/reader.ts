import type { RelationKey } from '../../kernel/fact.ts';
import { relationId, type LoggedFact } from '../../kernel/fact.ts';
import type { Position } from '../../kernel/moment.ts';
import type { Ontology } from '../../kernel/ontology.ts';
import type { Urn } from '../../kernel/urn.ts';
import { authoritiesIn, gatherObservations, recordAt, relationAt } from '../claims/read.ts';
import { AUTHORITY_SUBJECT, observationSubject, setSubject, setSubjectsOf } from '../claims/subjects.ts';
import { describingSources } from '../describing-sources.ts';
import type {
  EntityRecord,
  ObservationPage,
  ObservationQuery,
  ReadAt,
  RelatedPage,
  RelatedQuery,
  RelationRecord,
} from '../ports.ts';
import { int, type Database } from './database.ts';
import { seenBy } from './seen.ts';
import { factOf, grouped, hashed, segmentOf, type StoredRow } from './rows.ts';

/** What every read needs; the first argument of each. */
export interface ReadFrom {
  readonly database: Database;
  readonly ontology: Ontology;
}

const FOREVER = int(Number.MAX_SAFE_INTEGER);

export async function readRecords(
  { database, ontology }: ReadFrom,
  ids: readonly Urn[],
  at: ReadAt,
): Promise<(EntityRecord | null)[]> {
  const [rows, facts] = await Promise.all([
    // Ordered as the index is, so that the versions before it are not read.
    database.read<{ id: Urn; record: string }>(
      `UNWIND $ids AS id
       CALL (id) {
         MATCH (v:TlRecord {id: id}) USING INDEX v:TlRecord(id, _from) WHERE v._from <= $position
         RETURN v._record AS record ORDER BY v.id DESC, v._from DESC LIMIT 1
       }
       RETURN id, record`,
      { ids: [...new Set(ids)], position: int(at.position) },
    ),
    at.asOf === null ? null : readFacts(database, [...ids, AUTHORITY_SUBJECT], at.position),
  ]);
  const records = new Map(rows.map((row) => [row.id, JSON.parse(row.record) as EntityRecord]));
  const authorities = authoritiesIn(facts?.(AUTHORITY_SUBJECT) ?? []);
  return ids.map((id) => {
    const newest = records.get(id) ?? null;
    if (at.asOf === null || facts === null || newest === null) return newest;
    return recordAt(id, facts(id), newest.createdAt, at.asOf, ontology, authorities);
  });
}

export async function readRecordsChanged(
  { database }: ReadFrom,
  after: Position,
  upTo: Position,
  most: number,
): Promise<Urn[] | null> {
  const rows = await database.read<{ id: Urn }>(
    `MATCH (v:TlRecord) USING INDEX v:TlRecord(_from) WHERE v._from > $after AND v._from <= $upTo
     RETURN v.id AS id LIMIT $limit`,
    { after: int(after), upTo: int(upTo), limit: int(most + 1) },
  );
  return rows.length > most ? null : [...new Set(rows.map(({ id }) => id))];
}

export async function readDescribedBy({ database }: ReadFrom, ids: readonly Urn[], at: ReadAt): Promise<string[][]> {
  const facts = await readFacts(database, ids, at.position);
  return ids.map((id) => describingSources(facts(id), at.asOf));
}

export async function readRelated(
  from: ReadFrom,
  ids: readonly Urn[],
  query: RelatedQuery,
  at: ReadAt,
): Promise<RelatedPage[]> {
  const [end, near, far] =
    query.direction === 'out' ? (['from', 'out', 'to'] as const) : (['to', 'in', 'from'] as const);
  const seen = seenBy(at.viewer);
  const time = at.asOf ?? at.now;
  const { since = time } = query;
  const rows = await from.database.read<{ near: string; total: number; segments: StoredRow[] }>(
    `UNWIND $nears AS near
     CALL (near) {
       MATCH (s:TlSegment {${near}: near}) USING INDEX s:TlSegment(${near})
       WHERE s.addedAt <= $position AND (s.removedAt IS NULL OR s.removedAt > $position)
         AND s.validFrom <= $time AND ($since IS NULL OR s.validTo IS NULL OR s.validTo > $since) ${seen.and(`s.${far}`)}
       WITH s ORDER BY s.${far}, s.discriminator, s.validFrom
       WITH collect(s) AS found
       RETURN size(found) AS total, [s IN found WHERE $other IS NULL OR s.${far} > $other
         OR (s.${far} = $other AND s.discriminator > $discriminator)][0..$limit] AS page
     }
     RETURN near, total, [s IN page | s {.row, .removedAt}] AS segments`,
    {
      nears: [...new Set(ids)].map((id) => hashed(setSubject(id, query.type, end))),
      position: int(at.position),
      time: int(time),
      since: since === null ? null : int(since),
      other: query.after?.[0] ?? null,
      discriminator: query.after?.[1] ?? null,
      limit: int(query.first + 1),
      ...seen.parameters,
    },
  );
  const pages = new Map(rows.map((row) => [row.near, { ...row, segments: row.segments.map(segmentOf) }]));
  const others = [...pages.values()].flatMap((page) => page.segments.map((segment) => segment.key[far]));
  const distinct = [...new Set(others)];
  const records = await readRecords(from, distinct, at);
  const recordOf = new Map(distinct.map((id, index) => [id, records[index] ?? null]));
  return ids.map((id) => {
    const page = pages.get(hashed(setSubject(id, query.type, end)));
    const segments = page?.segments ?? [];
    return {
      items: segments.slice(0, query.first).flatMap((segment) => {
        const record = recordOf.get(segment.key[far]) ?? null;
        return record === null ? [] : [{ record, relation: segment }];
      }),
      hasNext: segments.length > query.first,
      total: page?.total ?? 0,
    };
  });
}

export async function readRelations(
  { database }: ReadFrom,
  keys: readonly RelationKey[],
  at: ReadAt,
): Promise<(RelationRecord | null)[]> {
  const subjectsOf = (key: RelationKey) => [relationId(key), ...setSubjectsOf(key)];
  const facts = await readFacts(database, [...keys.flatMap(subjectsOf), AUTHORITY_SUBJECT], at.position);
  const authorities = authoritiesIn(facts(AUTHORITY_SUBJECT));
  return keys.map((key) => relationAt(key, subjectsOf(key).flatMap(facts), at.asOf ?? at.now, authorities));
}

export async function readObservations(
  { database }: ReadFrom,
  ids: readonly Urn[],
  query: ObservationQuery,
  at: ReadAt,
): Promise<ObservationPage[]> {
  const rows = await database.read<{ subject: string; total: number; observations: { facts: string[] }[] }>(
    `UNWIND $subjects AS subject
     CALL (subject) {
       MATCH (e:TlEntry {subject: subject}) USING INDEX e:TlEntry(subject, position)
       WHERE e.position <= $position AND e.at <= $asOf
       WITH e.key AS key, min(e.at) AS first, collect(e) AS entries ORDER BY first DESC, key DESC
       WITH collect({key: key, first: first, entries: entries}) AS found
       RETURN size(found) AS total, [o IN found WHERE $first IS NULL OR o.first < $first
         OR (o.first = $first AND o.key < $key)][0..$limit] AS page
     }
     RETURN subject, total, [o IN page | {facts: [e IN o.entries | e.fact]}] AS observations`,
    {
      subjects: [...new Set(ids)].map((id) => hashed(observationSubject(id, query.metric))),
      position: int(at.position),
      asOf: at.asOf === null ? FOREVER : int(at.asOf),
      first: query.after?.[0] ?? null,
      key: query.after?.[1] ?? null,
      limit: int(query.first + 1),
    },
  );
  const pages = new Map(rows.map((row) => [row.subject, row]));
  return ids.map((id) => {
    const { total = 0, observations = [] } = pages.get(hashed(observationSubject(id, query.metric))) ?? {};
    const shown = observations.slice(0, query.first).flatMap(({ facts }) => facts.map((fact) => factOf({ fact })));
    return { items: gatherObservations(shown), hasNext: observations.length > query.first, total };
  });
}

export async function readStats({ database }: ReadFrom, at: ReadAt): Promise<{ kind: string; count: number }[]> {
  const seen = seenBy(at.viewer);
  return database.read(
    `MATCH (v:TlRecord) WHERE v._from <= $position AND (v._to IS NULL OR v._to > $position) AND NOT v._retired ${seen.and('v.id')}
     RETURN v.kind AS kind, count(*) AS count ORDER BY kind`,
    { position: int(at.position), ...seen.parameters },
  );
}

/** Facts by the subject that they are about, up to the position. */
async function readFacts(
  database: Database,
  subjects: readonly string[],
  position: Position,
): Promise<(subject: string) => LoggedFact[]> {
  const rows = await database.read<{ subject: string; fact: string }>(
    `UNWIND $subjects AS subject
     MATCH (e:TlEntry {subject: subject}) USING INDEX e:TlEntry(subject, position) WHERE e.position <= $position
     RETURN subject, e.fact AS fact`,
    { subjects: [...new Set(subjects.map(hashed))], position: int(position) },
  );
  const bySubject = grouped(rows, (row) => row.subject);
  return (subject) => (bySubject.get(hashed(subject)) ?? []).map(factOf);
}
