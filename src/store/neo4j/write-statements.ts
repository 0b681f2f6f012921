import { relationId, relationKeyOf, type LoggedFact } from '../../kernel/fact.ts';
import type { Ontology } from '../../kernel/ontology.ts';
import { isContested } from '../claims/entity-state.ts';
import { keyText } from '../claims/wanted.ts';
import { setSubjectsOf, subjectOf } from '../claims/subjects.ts';
import type { NewEntry, WriteSet } from '../claims/write-set.ts';
import type { Change, EntityRecord, ScheduleRow, SegmentRow } from '../ports.ts';
import { int, type Parameters } from './database.ts';
import { consumedStatements } from './consumers.ts';
import { decidedStatements } from './decided.ts';
import { nodeRows, relationshipStatements } from './graph-statements.ts';
import { hashed, runHash, scheduleText, segmentText } from './rows.ts';
import { recordLabel } from './schema.ts';
import { forEachRow, intOrNull, type Statement } from './statement.ts';
import { nativeTime, typedProps } from './typed-props.ts';

/** All that one transaction writes, in the order in which it must run. Few statements, for each costs its own time. */
export function statementsFor(writes: WriteSet, ontology: Ontology): Statement[] {
  const { head, keys, entries, changes, entities, versions, relations, runs, added, schedule } = writes;
  return [
    ...endedRecordStatements(writes),
    ...removedSegmentStatements(writes),
    ...removedScheduleStatements(writes),
    ...decidedStatements(writes),
    ...consumedStatements(writes),
    {
      cypher: WRITE,
      parameters: {
        head: {
          position: int(head.position),
          recordedAt: intOrNull(head.recordedAt),
          newestEvent: intOrNull(head.newestEvent),
          firstRecordedAt: intOrNull(head.firstRecordedAt),
        },
        keys: keys.map((row) => ({ ...row, id: hashed(keyText(row)), position: int(row.position) })),
        entries: entries.map(entryRow),
        changes: changes.map(changeRow),
        newestSets: newestSetRows(entries.map((entry) => entry.fact)),
        entityStates: [...entities].map(([id, state]) => ({
          id,
          state: JSON.stringify(state),
          contested: isContested(state) || null,
        })),
        records: versions.map(({ from, to, record }) => ({
          label: recordLabel(record.kind, ontology),
          props: { ...recordProps(record, ontology), _from: int(from), _to: intOrNull(to) },
        })),
        relationStates: [...relations].map(([id, state]) => {
          const [out, into] = setSubjectsOf(relationKeyOf(id));
          return {
            ...{ relation: hashed(id), id, out: hashed(out), in: hashed(into) },
            state: JSON.stringify(state),
            contested: state.contested || null,
          };
        }),
        runStates: runs.map((row) => ({
          ...{ run: runHash(row), source: row.source, job: hashed(row.of) },
          row: JSON.stringify(row),
        })),
        segments: added.map(segmentProps),
        schedule: schedule.added.map(scheduleProps),
        nodes: nodeRows(writes, ontology),
      },
    },
    ...relationshipStatements(writes, ontology),
  ];
}

/** The log has many sets of one subject, of which only the newest of each source is asked for. */
const WRITE = `
  MATCH (head:TlHead {one: 1}) SET head += $head
  FOREACH (row IN $keys | CREATE (k:TlKey) SET k = row)
  FOREACH (row IN $entries | CREATE (e:TlEntry) SET e = row)
  FOREACH (row IN $changes | CREATE (c:TlChange) SET c = row)
  FOREACH (row IN $newestSets |
    MERGE (s:TlNewestSet {subject: row.subject, source: row.source})
    SET s.at = CASE WHEN s.at > row.at THEN s.at ELSE row.at END)
  FOREACH (row IN $entityStates | MERGE (s:TlEntityState {id: row.id}) SET s += row)
  FOREACH (row IN $records | CREATE (v:TlRecord:$(row.label)) SET v = row.props)
  FOREACH (row IN $relationStates | MERGE (s:TlRelationState {relation: row.relation}) SET s = row)
  FOREACH (row IN $runStates | MERGE (s:TlRunState {run: row.run, source: row.source}) SET s = row)
  FOREACH (row IN $segments | CREATE (s:TlSegment) SET s = row)
  FOREACH (row IN $schedule | CREATE (s:TlSchedule) SET s = row)
  FOREACH (row IN $nodes | MERGE (e:Entity {id: row.id}) ON CREATE SET e:$(row.label) SET e = row.props)`;

function entryRow({ position, recordedAt, subject, hash, fact }: NewEntry): Parameters {
  return {
    position: int(position),
    recordedAt: int(recordedAt),
    at: int(fact.at),
    subject: hashed(subject),
    key: fact.fact === 'observe' ? fact.key : null,
    hash,
    fact: JSON.stringify(fact),
  };
}

function changeRow(change: Change): Parameters {
  const { position, ordinal, entity, relation, record } = change;
  const end = relation?.to ?? record ?? entity;
  const other = end === entity ? null : end;
  return { position: int(position), ordinal: int(ordinal), entity, other, body: JSON.stringify(change) };
}

function newestSetRows(facts: readonly LoggedFact[]): Parameters[] {
  return facts
    .filter((fact) => fact.fact === 'set')
    .map((fact) => ({ subject: hashed(subjectOf(fact)), source: fact.source, at: int(fact.at) }));
}

/** The first new version of an id ends the one that stood before. Ordered as the index is, so that the others are not read. */
function endedRecordStatements({ versions }: WriteSet): Statement[] {
  const ended = new Map(
    [...versions].reverse().map(({ record, from }) => [record.id, { id: record.id, to: int(from) }]),
  );
  return forEachRow(
    [...ended.values()],
    `CALL (row) {
       MATCH (v:TlRecord {id: row.id}) USING INDEX v:TlRecord(id, _from) WHERE v._from < row.to
       RETURN v ORDER BY v.id DESC, v._from DESC LIMIT 1
     }
     SET v._to = row.to`,
  );
}

/** What a list can be filtered and ordered by, natively; and the record as it is answered. */
function recordProps(record: EntityRecord, ontology: Ontology): Parameters {
  return {
    ...typedProps(record.props, ontology.attributes(record.kind)),
    id: record.id,
    kind: record.kind,
    namespace: record.namespace,
    name: record.name,
    described: record.described,
    createdAt: nativeTime(record.createdAt),
    updatedAt: nativeTime(record.updatedAt),
    _retired: record.retiredAt !== null,
    _record: JSON.stringify(record),
  };
}

function removedSegmentStatements({ removed }: WriteSet): Statement[] {
  const rows = removed.map(({ relation, validFrom, removedAt }) => ({
    relation: hashed(relation),
    validFrom: int(validFrom),
    removedAt: int(removedAt),
  }));
  return forEachRow(
    rows,
    `MATCH (s:TlSegment {relation: row.relation, validFrom: row.validFrom})
     USING INDEX s:TlSegment(relation, validFrom) WHERE s.removedAt IS NULL
     SET s.removedAt = row.removedAt`,
  );
}

function removedScheduleStatements({ schedule }: WriteSet): Statement[] {
  return forEachRow(
    schedule.removed.map(({ addedAt, removedAt }) => ({ addedAt: int(addedAt), removedAt: intOrNull(removedAt) })),
    `MATCH (s:TlSchedule {addedAt: row.addedAt, ordinal: 0}) USING INDEX s:TlSchedule(addedAt, job, ordinal)
     WHERE s.job IS NOT NULL SET s.removedAt = row.removedAt`,
  );
}

function scheduleProps(row: ScheduleRow): Parameters {
  const { job, addedAt, ordinal, removedAt } = row;
  const numbers = { addedAt: int(addedAt), ordinal: int(ordinal), removedAt: intOrNull(removedAt) };
  return { job, ...numbers, row: scheduleText(row) };
}

/** What statements choose and order by, and the whole as it is read. */
function segmentProps(segment: SegmentRow): Parameters {
  const { key, validFrom, validTo, addedAt, removedAt } = segment;
  const [out, into] = setSubjectsOf(key);
  return {
    ...key,
    relation: hashed(relationId(key)),
    out: hashed(out),
    in: hashed(into),
    validFrom: int(validFrom),
    validTo: intOrNull(validTo),
    addedAt: int(addedAt),
    removedAt: intOrNull(removedAt),
    row: segmentText(segment),
  };
}
