import { relationId, relationKeyOf, type LoggedFact } from '../../kernel/fact.ts';
import type { Ontology } from '../../kernel/ontology.ts';
import { isContested } from '../claims/entity-state.ts';
import { keyText } from '../claims/wanted.ts';
import { setSubjectsOf, subjectOf } from '../claims/subjects.ts';
import type { WriteSet } from '../claims/write-set.ts';
import type { Change, EntityRecord, SegmentRow } from '../ports.ts';
import { int, quoted, type Parameters } from './database.ts';
import { graphStatements } from './graph-statements.ts';
import { hashed, observationHash } from './rows.ts';
import { recordLabel } from './schema.ts';
import { forEachRow, intOrNull, type Statement } from './statement.ts';
import { nativeTime, typedProps } from './typed-props.ts';

/** All that one transaction writes, in the order in which it must run. */
export function statementsFor(writes: WriteSet, ontology: Ontology): Statement[] {
  return [
    ...keyStatements(writes),
    ...(writes.entries.length === 0
      ? []
      : [
          ...logStatements(writes),
          ...recordStatements(writes, ontology),
          ...relationStatements(writes),
          ...graphStatements(writes, ontology),
        ]),
  ];
}

function keyStatements({ keys }: WriteSet): Statement[] {
  const rows = keys.map((row) => ({ ...row, id: hashed(keyText(row)), position: int(row.position) }));
  return forEachRow(rows, 'CREATE (k:TlKey) SET k = row');
}

function logStatements({ head, entries, changes }: WriteSet): Statement[] {
  const entryRows = entries.map(({ position, recordedAt, subject, hash, fact }) => ({
    position: int(position),
    recordedAt: int(recordedAt),
    at: int(fact.at),
    subject: hashed(subject),
    key: fact.fact === 'observe' ? fact.key : null,
    observation: fact.fact === 'observe' ? observationHash(subject, fact.key) : null,
    hash,
    fact: JSON.stringify(fact),
  }));
  return [
    {
      cypher: 'MATCH (head:TlHead {one: 1}) SET head += $head',
      parameters: {
        head: {
          position: int(head.position),
          recordedAt: intOrNull(head.recordedAt),
          newestEvent: intOrNull(head.newestEvent),
          firstRecordedAt: intOrNull(head.firstRecordedAt),
        },
      },
    },
    ...forEachRow(entryRows, 'CREATE (e:TlEntry) SET e = row'),
    ...forEachRow(changes.map(changeRow), 'CREATE (c:TlChange) SET c = row'),
    ...newestSetStatements(entries.map((entry) => entry.fact)),
  ];
}

function changeRow(change: Change): Parameters {
  const { position, ordinal, entity, relation } = change;
  const other = relation === null || relation.to === entity ? null : relation.to;
  return { position: int(position), ordinal: int(ordinal), entity, other, body: JSON.stringify(change) };
}

/** The log has many sets of one subject, of which only the newest of each source is asked for. */
function newestSetStatements(facts: readonly LoggedFact[]): Statement[] {
  const rows = facts
    .filter((fact) => fact.fact === 'set')
    .map((fact) => ({ subject: hashed(subjectOf(fact)), source: fact.source, at: int(fact.at) }));
  return forEachRow(
    rows,
    `MERGE (s:TlNewestSet {subject: row.subject, source: row.source})
     SET s.at = CASE WHEN s.at > row.at THEN s.at ELSE row.at END`,
  );
}

function recordStatements({ entities, versions }: WriteSet, ontology: Ontology): Statement[] {
  const states = [...entities].map(([id, state]) => ({
    id,
    state: JSON.stringify(state),
    contested: isContested(state) || null,
  }));
  // The first new version of an id ends the one that stood before.
  const ended = new Map(
    [...versions].reverse().map(({ record, from }) => [record.id, { id: record.id, to: int(from) }]),
  );
  const created = [...ontology.kinds.keys()].flatMap((kind) =>
    forEachRow(
      versions
        .filter(({ record }) => record.kind === kind)
        .map(({ from, to, record }) => ({ ...recordRow(record, ontology), _from: int(from), _to: intOrNull(to) })),
      `CREATE (v:TlRecord:${quoted(recordLabel(kind, ontology))}) SET v = row`,
    ),
  );
  return [
    ...forEachRow(states, 'MERGE (s:TlEntityState {id: row.id}) SET s += row'),
    ...forEachRow(
      [...ended.values()],
      `CALL (row) {
         MATCH (v:TlRecord {id: row.id}) USING INDEX v:TlRecord(id, _from) WHERE v._from < row.to
         RETURN v ORDER BY v._from DESC LIMIT 1
       }
       SET v._to = row.to`,
    ),
    ...created,
  ];
}

/** What a list can be filtered and ordered by, natively; and the record as it is answered. */
function recordRow(record: EntityRecord, ontology: Ontology): Parameters {
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

function relationStatements({ relations, removed, added }: WriteSet): Statement[] {
  const states = [...relations].map(([id, state]) => {
    const [out, into] = setSubjectsOf(relationKeyOf(id));
    return {
      relation: hashed(id),
      id,
      out: hashed(out),
      in: hashed(into),
      state: JSON.stringify(state),
      contested: state.contested || null,
    };
  });
  const removedRows = removed.map(({ relation, validFrom, removedAt }) => ({
    relation: hashed(relation),
    validFrom: int(validFrom),
    removedAt: int(removedAt),
  }));
  return [
    ...forEachRow(states, 'MERGE (s:TlRelationState {relation: row.relation}) SET s = row'),
    ...forEachRow(
      removedRows,
      `MATCH (s:TlSegment {relation: row.relation, validFrom: row.validFrom})
       USING INDEX s:TlSegment(relation, validFrom) WHERE s.removedAt IS NULL
       SET s.removedAt = row.removedAt`,
    ),
    ...forEachRow(added.map(segmentProps), 'CREATE (s:TlSegment) SET s = row'),
  ];
}

function segmentProps({ key, validFrom, validTo, addedAt, removedAt, provenance, props }: SegmentRow): Parameters {
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
    provenance,
    props: JSON.stringify(props),
  };
}
