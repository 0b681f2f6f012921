import { ArgsType, Field, Float, ID, InputType, Int, ObjectType, registerEnumType, type ClassType } from 'type-graphql';
import { relationships } from '../domains/index.ts';
import { Count, PageInfo } from '../domains/kind/connection.ts';
import type { RequestContext } from '../domains/kind/context.ts';
import { Entity, EntityKind, type EntityObject } from '../domains/kind/entity.ts';
import { LogPositionScalar, PageCursorScalar } from '../domains/kind/scalars.ts';
import type { RelationKey } from '../kernel/fact.ts';
import type { Micros } from '../kernel/time.ts';
import type { Urn } from '../kernel/urn.ts';
import type { Direction } from '../lineage/traversal.ts';
import type { ReadAt } from '../store/ports.ts';
import { ResolvedMoment } from '../domains/kind/moment-input.ts';
import { entityAt, stubAt } from './standing.ts';

/** Registers an enum from values and their descriptions. */
export function enumType(name: string, description: string, values: Readonly<Record<string, string>>): ClassType {
  const members = Object.fromEntries(Object.keys(values).map((value) => [value, value]));
  registerEnumType(members, {
    name,
    description,
    valuesConfig: Object.fromEntries(Object.entries(values).map(([value, text]) => [value, { description: text }])),
  });
  return members as unknown as ClassType;
}

export const LineageDirection = enumType('LineageDirection', 'Which way a walk goes.', {
  UPSTREAM: 'To where data comes from.',
  DOWNSTREAM: 'To where data goes.',
  BOTH: 'Up and down, each on its own: never up and then down again.',
});

export const LineageRelationship = enumType(
  'LineageRelationship',
  'The relationships along which data flows.',
  Object.fromEntries(relationships.filter((each) => each.lineage).map((each) => [each.type, each.description])),
);

export const Provenance = enumType('Provenance', 'How a source knows what it claims.', {
  OBSERVED: 'It saw it happen.',
  DECLARED: 'It was told so.',
  INFERRED: 'It concluded it.',
});

const Grain = enumType('Grain', 'How finely a link is known.', {
  FIELD: 'Between fields or features.',
  TABLE: 'Between whole datasets, jobs and the like.',
  TABLE_FALLBACK: 'The consumer does not say which columns it uses, so any may matter to it.',
});

const Limit = enumType('Limit', 'What cut an answer short.', {
  NODES: 'More nodes than one walk may meet.',
  DEPTH: 'The depth that the caller gave.',
  TIME: 'The time that one walk or search may take.',
  PATHS: 'There are more paths than were asked for.',
  CHANGES: 'More happened than one search for causes reads.',
});

const Disclosure = enumType('Disclosure', 'How much may be told of what policy hides.', {
  NONE: 'Nothing, not even whether there is any.',
  PRESENCE: 'That there is some.',
  COUNT: 'How many there are.',
});

@InputType('LineageFilter', { description: 'What a walk shows and what it follows.' })
export class LineageFilter {
  @Field(() => [EntityKind], {
    nullable: true,
    description: 'Which kinds appear; links then skip over the others and say by how many hops. All if absent.',
  })
  readonly kinds!: readonly string[] | null;

  @Field(() => [LineageRelationship], {
    nullable: true,
    description: 'Which relationships the walk may follow; all that carry lineage if absent.',
  })
  readonly through!: readonly string[] | null;

  @Field(() => [Provenance], { nullable: true, description: 'Which provenance a link must have; any if absent.' })
  readonly provenance!: readonly string[] | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: true,
    description: 'Whether it follows relations that were not confirmed within their expected interval.',
  })
  readonly includeStale!: boolean | null;
}

@ArgsType()
export class WalkArgs {
  @Field(() => LineageDirection, { description: 'Which way.' })
  readonly direction!: Direction;

  @Field(() => Int, {
    nullable: true,
    description: 'Levels of relations to follow, 0 to 1,000; null: only limits bound it.',
  })
  readonly depth!: number | null;

  @Field(() => LineageFilter, { nullable: true, description: 'What it shows and what it follows.' })
  readonly filter!: LineageFilter | null;

  @Field(() => PageCursorScalar, {
    nullable: true,
    description: 'The endCursor of the page before; all other arguments as they were.',
  })
  readonly after!: string | null;
}

@ObjectType('Hidden', {
  simpleResolvers: true,
  description: 'Entities left out by policy, as far as policy lets that be told.',
})
class Hidden {
  @Field(() => Disclosure, { description: 'How much is told.' })
  readonly disclosure!: string;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether the walk met any, be it that it went through them or stopped there; null where disclosure is NONE.',
  })
  readonly present!: boolean | null;

  @Field(() => Int, { nullable: true, description: 'How many it met, each once; null unless disclosure is COUNT.' })
  readonly count!: number | null;
}

@ObjectType('Answer', { simpleResolvers: true, description: 'How honest an answer is.' })
export class Answer {
  @Field(() => LogPositionScalar, { description: 'The log position that it stands at.' })
  readonly watermark!: string;

  @Field(() => ResolvedMoment, { description: 'The moment that it stands at.' })
  readonly moment!: ResolvedMoment;

  @Field(() => Limit, { nullable: true, description: 'What cut it short; null: it is complete.' })
  readonly limitHit!: string | null;

  @Field(() => Hidden, { description: 'What policy left out.' })
  readonly hidden!: Hidden;

  @Field(() => Int, {
    description:
      'How many links were not confirmed within their expected interval. Of paths: of all that are told; of an impact and of root causes: of all relations along which it was found.',
  })
  readonly staleLinks!: number;
}

@ObjectType('LineageNode', { simpleResolvers: true, description: 'An entity that a walk met.' })
export class LineageNode {
  @Field(() => Int, {
    description:
      'Relations on the shortest way from a start, what is filtered out included; 0: a start. On a path: its place there.',
  })
  readonly depth!: number;

  @Field(() => ID, { description: 'The entity’s URN.' })
  readonly id!: Urn;

  @Field(() => Entity, {
    nullable: true,
    description: 'The entity at the answer’s moment; at least what its URN tells.',
  })
  readonly entity!: EntityObject | ((args: unknown, context: RequestContext) => Promise<EntityObject>);

  readonly at!: ReadAt;
}

/**
 * A node as resolvers read it.
 * @param read its entity where it has been read, null where it has no record; absent: it is read when somebody asks for it
 */
export function nodeAt(id: Urn, depth: number, at: ReadAt, read?: EntityObject | null): LineageNode {
  return { id, depth, entity: read === undefined ? entityThere : (read ?? stubAt(id, at)), at };
}

function entityThere(this: LineageNode, _args: unknown, context: RequestContext): Promise<EntityObject> {
  return entityAt(this.id, this.at, context);
}

@ObjectType('LineageLink', { simpleResolvers: true, description: 'That data flows from one node to another.' })
export class LineageLink {
  @Field(() => ID, { description: 'The upstream end.' })
  readonly from!: Urn;

  @Field(() => ID, { description: 'The downstream end.' })
  readonly to!: Urn;

  @Field(() => LineageRelationship, {
    nullable: true,
    description: 'The relationship; null where hops is more than 1.',
  })
  readonly type!: string | null;

  @Field(() => Int, {
    description: 'How many relations it stands for: more than 1 where kinds in between are filtered out.',
  })
  readonly hops!: number;

  @Field(() => Grain, { description: 'How finely it is known.' })
  readonly grain!: string;

  @Field(() => Provenance, { description: 'How it is known; of several hops the weakest.' })
  readonly provenance!: string;

  @Field(() => Float, { description: 'How sure it is, 0 to 1; of several hops the product.' })
  readonly confidence!: number;

  @Field(() => Boolean, {
    description:
      'Whether it was not confirmed within its expected interval; of several hops, whether any was not. Of what changed: false.',
  })
  readonly stale!: boolean;

  readonly relation!: RelationKey | null;
  readonly at!: ReadAt;
  /** Set where it is known already, as in a change. */
  readonly known?: {
    readonly validFrom: Micros | null;
    readonly validTo: Micros | null;
    readonly sources: readonly string[];
  };
}

@ObjectType('Lineage', {
  simpleResolvers: true,
  description: 'What a walk met: a page of it, and how honest the whole is.',
})
export class Lineage {
  @Field(() => [LineageNode], { description: 'Breadth first: by depth, then id. The starts come first, at depth 0.' })
  readonly nodes!: readonly LineageNode[];

  @Field(() => [LineageLink], { description: 'Each link whose later-ranked end is on this page.' })
  readonly links!: readonly LineageLink[];

  @Field(() => Count, { description: 'How many nodes there are over all pages, the starts included.' })
  readonly total!: Count;

  @Field(() => PageInfo, { description: 'Where this page lies.' })
  readonly pageInfo!: PageInfo;

  @Field(() => Answer, { description: 'How honest the answer is.' })
  readonly answer!: Answer;
}
