import { relationId, relationKeyOf, type RelationKey } from '../../kernel/fact.ts';
import type { Ontology } from '../../kernel/ontology.ts';
import type { WriteSet } from '../claims/write-set.ts';
import type { EntityRecord, Segment } from '../ports.ts';
import { quoted, type Parameters } from './database.ts';
import { grouped } from './rows.ts';
import { typeName } from './schema.ts';
import { forEachRow, type Statement } from './statement.ts';
import { documentProps, nativeTime, typedProps } from './typed-props.ts';

// The graph as analysts see it: one node per entity and one relationship per relation, as they stand now. It follows
// from the bookkeeping nodes; the store itself reads only those, as these change under a reader's eyes.

/** Of each entity that changed its node's label and properties. */
export function nodeRows({ versions }: WriteSet, ontology: Ontology): Parameters[] {
  const newest = [...new Map(versions.map(({ record }) => [record.id, record])).values()];
  return newest.map((record) => ({
    id: record.id,
    label: typeName(record.kind, ontology),
    props: nodeProps(record, ontology),
  }));
}

function nodeProps(record: EntityRecord, ontology: Ontology): Parameters {
  const { id, kind, namespace, name, props, described, createdAt, updatedAt, retiredAt } = record;
  const attributes = ontology.attributes(kind);
  return {
    ...typedProps(props, attributes),
    ...documentProps(props, attributes),
    id,
    kind,
    namespace,
    name,
    described,
    createdAt: nativeTime(createdAt),
    updatedAt: nativeTime(updatedAt),
    retiredAt: retiredAt === null ? null : nativeTime(retiredAt),
  };
}

/** Where the segment that holds now is another one than before, the old relationship goes and a new one comes. */
export function relationshipStatements({ relations, removed, added }: WriteSet, ontology: Ontology): Statement[] {
  const gone = new Set(removed.map((row) => row.relation));
  const begun = added.filter((row) => row.validTo === null && row.removedAt === null);
  const changed = new Set([...gone, ...begun.map((row) => relationId(row.key))]);
  const open = [...changed].flatMap((id) => {
    const segment = relations.get(id)?.open ?? null;
    return segment === null ? [] : [{ key: relationKeyOf(id), segment }];
  });
  const deletions = [...grouped([...gone].map(relationKeyOf), (key) => key.type)].flatMap(([type, keys]) =>
    forEachRow(
      keys.map((key) => ({ ...key })),
      `MATCH (:Entity {id: row.from})-[r:${quoted(type)}]->(:Entity {id: row.to})
       WHERE coalesce(r.id, '') = row.discriminator DELETE r`,
    ),
  );
  const creations = forEachRow(
    open.map(({ key, segment }) => ({ ...key, props: relationshipProps(key, segment, ontology) })),
    `MATCH (from:Entity {id: row.from}) MATCH (to:Entity {id: row.to})
     CREATE (from)-[r:$(row.type)]->(to) SET r = row.props`,
  );
  return [...deletions, ...creations];
}

function relationshipProps(key: RelationKey, segment: Segment, ontology: Ontology): Parameters {
  const attributes = ontology.relationships.get(key.type)?.attributes ?? {};
  return {
    ...typedProps(segment.props, attributes),
    ...documentProps(segment.props, attributes),
    id: key.discriminator === '' ? null : key.discriminator,
    provenance: segment.provenance,
    validFrom: nativeTime(segment.validFrom),
  };
}
