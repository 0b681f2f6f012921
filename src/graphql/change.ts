import { GraphQLJSON } from 'graphql-scalars';
import { Args, Ctx, Field, FieldResolver, ID, ObjectType, registerEnumType, Resolver, Root } from 'type-graphql';
import { connectionTypes } from '../domains/kind/connection.ts';
import type { RequestContext } from '../domains/kind/context.ts';
import { Entity, READ_AT, type EntityObject } from '../domains/kind/entity.ts';
import { HistoryArgs, historyOf } from '../domains/kind/history.ts';
import { owned } from '../domains/kind/owner.ts';
import { DateTimeScalar, LogPositionScalar } from '../domains/kind/scalars.ts';
import { formatPosition } from '../kernel/cursor.ts';
import { isJsonObject, type Json } from '../kernel/json.ts';
import { parseTime, type Micros } from '../kernel/time.ts';
import type { Urn } from '../kernel/urn.ts';
import { DEFAULT_CONFIDENCE } from '../lineage/confidence.ts';
import type { Provenance } from '../kernel/fact.ts';
import type { Change as StoredChange, ChangeType as StoredChangeType, ReadAt } from '../store/ports.ts';
import { LineageLink } from './lineage-types.ts';

/** What happens to no entity is told elsewhere. */
type EntityChangeType = Exclude<StoredChangeType, 'SUBSCRIBED' | 'UNDELIVERED' | 'STAGE_DEFINED' | 'POLICY_SET'>;

const CHANGE_TYPES: Record<EntityChangeType, string> = {
  DESCRIBED: 'Described for the first time.',
  CHANGED: 'What is said of it, or of the relation, changed.',
  RETIRED: 'The last source that described it said that it is gone.',
  REVIVED: 'It is described again.',
  RELATED: 'A relation began.',
  UNRELATED: 'A relation ended.',
  OBSERVED: 'Something was measured, or a run reported.',
  SCHEMA_CHANGED: 'A dataset got or lost a field.',
  RELEASED: 'A release began, changed or ended.',
  ALERTED: 'An alert on it was raised, or went on: `after` tells what became of it.',
  PROMOTED: 'It was promoted to a stage: `after` tells by which report.',
  WAIVED: 'A requirement of a policy was waived for it, or no more.',
};

const ChangeType = Object.fromEntries(Object.keys(CHANGE_TYPES).map((type) => [type, type]));
registerEnumType(ChangeType, {
  name: 'ChangeType',
  description: 'What happened.',
  valuesConfig: Object.fromEntries(Object.entries(CHANGE_TYPES).map(([type, description]) => [type, { description }])),
});

@ObjectType('Change', { simpleResolvers: true, description: 'One thing that an entry of the log did to the graph.' })
export class Change {
  @Field(() => LogPositionScalar, { description: 'Its place in the log.' })
  readonly position!: string;

  @Field(() => ChangeType, { description: 'What happened.' })
  readonly type!: StoredChangeType;

  @Field(() => DateTimeScalar, { description: 'Event time: when it was so.' })
  readonly at!: Micros;

  @Field(() => DateTimeScalar, { description: 'When the log recorded it.' })
  readonly recordedAt!: Micros;

  @Field(() => String, { description: 'Who said so.' })
  readonly source!: string;

  @Field(() => LineageLink, {
    nullable: true,
    description: 'The relation that it is about, if it is about one that carries lineage.',
  })
  readonly link!: LineageLink | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The type of the relation that it is about, whether it carries lineage or not: CONTAINS, OWNS, READ_BY.',
  })
  readonly relationship!: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The downstream end of that relation: the field that a dataset got.',
  })
  readonly other!: Urn | null;

  @Field(() => GraphQLJSON, {
    nullable: true,
    description: 'What was believed before; of properties those that differ.',
  })
  readonly before!: Json;

  @Field(() => GraphQLJSON, { nullable: true, description: 'What is believed since; of properties those that differ.' })
  readonly after!: Json;

  readonly stored!: StoredChange;
  readonly readAt!: ReadAt;
}

const { Connection: ChangeConnection } = connectionTypes('Change', () => Change);

/** A change for the API; entities on it are read at the change's own position. */
export function changeOf(stored: StoredChange, place: ReadAt, lineage: (type: string) => boolean): Change {
  const { type, at, recordedAt, source, before, after, relation } = stored;
  const readAt = { ...place, position: stored.position, asOf: null };
  const link = relation !== null && lineage(relation.type) ? linkOf(stored, readAt) : null;
  const position = formatPosition(stored.position, stored.ordinal);
  const ends = { relationship: relation?.type ?? null, other: relation?.to ?? null };
  return { position, type, at, recordedAt, source, link, ...ends, before, after, stored, readAt };
}

function linkOf({ relation, before, after, source }: StoredChange, at: ReadAt): LineageLink {
  const segment = isJsonObject(after) ? after : isJsonObject(before) ? before : {};
  const time = (name: string) => (typeof segment[name] === 'string' ? parseTime(segment[name]) : null);
  const provenance = (segment['provenance'] ?? 'DECLARED') as Provenance;
  const props = isJsonObject(segment['props']) ? segment['props'] : {};
  const { confidence } = props;
  const key = relation as NonNullable<typeof relation>;
  return {
    ...{ from: key.from, to: key.to, type: key.type, hops: 1, grain: 'TABLE', relation: key, at, provenance },
    stale: false,
    confidence: typeof confidence === 'number' ? confidence : DEFAULT_CONFIDENCE[provenance],
    known: { validFrom: time('validFrom'), validTo: time('validTo'), sources: [source] },
  };
}

@Resolver(() => Change)
export class ChangeEntity {
  @FieldResolver(() => Entity, { description: 'What it happened to; of a relation, its upstream end.' })
  @owned('lineage')
  entity(@Root() { stored, readAt }: Change, @Ctx() context: RequestContext) {
    return context.read.entity(stored.entity, readAt);
  }
}

@Resolver(() => Entity)
export class EntityHistory {
  @FieldResolver(() => ChangeConnection, {
    nullable: true,
    description:
      'What was said of it, the newest record first: all that the log knew at the answer’s position, of whatever event time.',
  })
  @owned('lineage')
  history(@Root() root: EntityObject, @Args(() => HistoryArgs) args: HistoryArgs, @Ctx() context: RequestContext) {
    const carries = carriesLineage(context);
    return historyOf(root.id, args, ['history', root.id], root[READ_AT], context, (stored, at) =>
      changeOf(stored, at, carries),
    );
  }
}

export function carriesLineage(context: RequestContext): (type: string) => boolean {
  return (type) => context.services.ontology.relationships.get(type)?.lineage === true;
}
