import { Args, ArgsType, Ctx, Field, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { LIMITS, pageSize } from '../domains/kind/arguments.ts';
import { countOf } from '../domains/kind/connection.ts';
import type { RequestContext } from '../domains/kind/context.ts';
import { Entity, hydrate, READ_AT, type EntityObject } from '../domains/kind/entity.ts';
import { owned } from '../domains/kind/owner.ts';
import { placeBehind } from '../domains/kind/page.ts';
import { DateTimeScalar, PageCursorScalar } from '../domains/kind/scalars.ts';
import { formatCursor, formatPosition, isCount } from '../kernel/cursor.ts';
import { badInput, ThroughlineError } from '../kernel/errors.ts';
import type { Provenance } from '../kernel/fact.ts';
import type { Json } from '../kernel/json.ts';
import { isMicros, micros, type Micros } from '../kernel/time.ts';
import { urnParts, type Urn } from '../kernel/urn.ts';
import type { Direction, Reach, ReachQuery } from '../lineage/traversal.ts';
import type { ReadAt } from '../store/ports.ts';
import { Lineage, LineageDirection, LineageFilter, LineageLink, LineageNode } from './lineage-types.ts';
import { urnArguments } from './lookup.ts';
import { MomentInput, readAtMoment, resolved, resolvedMoment } from './moment.ts';

@ArgsType()
class WalkArgs {
  @Field(() => LineageDirection, { description: 'Which way.' })
  readonly direction!: Direction;

  @Field(() => Int, {
    nullable: true,
    description: 'Levels of relations to follow, 0 to 1,000; null: only limits bound it.',
  })
  readonly depth!: number | null;

  @Field(() => LineageFilter, { nullable: true, description: 'What it shows and what it follows.' })
  readonly filter!: LineageFilter | null;
}

@ArgsType()
class EntityLineageArgs extends WalkArgs {
  @Field(() => Int, { nullable: true, defaultValue: 100, description: 'Nodes a page, 1 to 5,000.' })
  readonly first!: number | null;

  @Field(() => PageCursorScalar, {
    nullable: true,
    description: 'The endCursor of the page before; all other arguments as they were.',
  })
  readonly after!: string | null;
}

@ArgsType()
class LineageArgs {
  @Field(() => [ID], { description: 'The starts: URNs, at most 1,000.' })
  readonly of!: readonly string[];

  @Field(() => LineageDirection, { description: 'Which way.' })
  readonly direction!: Direction;

  @Field(() => Int, {
    nullable: true,
    description: 'Levels of relations to follow, 0 to 1,000; null: only limits bound it.',
  })
  readonly depth!: number | null;

  @Field(() => LineageFilter, { nullable: true, description: 'What it shows and what it follows.' })
  readonly filter!: LineageFilter | null;

  @Field(() => MomentInput, { nullable: true, description: 'When; now if absent.' })
  readonly at!: MomentInput | null;

  @Field(() => Int, { nullable: true, defaultValue: 1000, description: 'Nodes a page, 1 to 5,000.' })
  readonly first!: number | null;

  @Field(() => PageCursorScalar, {
    nullable: true,
    description: 'The endCursor of the page before; all other arguments as they were.',
  })
  readonly after!: string | null;
}

@Resolver()
export class LineageQuery {
  @Query(() => Lineage, {
    description: 'Everything that the starts come from or go to. An unknown start is NOT_FOUND.',
  })
  @owned('lineage')
  async lineage(@Args(() => LineageArgs) args: LineageArgs, @Ctx() context: RequestContext): Promise<Lineage> {
    const of = urnArguments(args.of, 'of', context);
    const at = await readAtMoment(args.at, context);
    return walk({ ...args, of, defaultFirst: 1000 }, at, context);
  }
}

@Resolver(() => Entity)
export class EntityLineage {
  @FieldResolver(() => Lineage, { nullable: true, description: 'Everything that it comes from or goes to.' })
  @owned('lineage')
  lineage(
    @Root() root: EntityObject,
    @Args(() => EntityLineageArgs) args: EntityLineageArgs,
    @Ctx() context: RequestContext,
  ): Promise<Lineage> {
    return walk({ ...args, at: null, of: [root.id], defaultFirst: 100 }, root[READ_AT], context);
  }
}

@Resolver(() => LineageNode)
export class LineageNodeEntity {
  @FieldResolver(() => Entity, {
    nullable: true,
    description: 'The entity at the answer’s moment; at least what its URN tells.',
  })
  @owned('lineage')
  async entity(@Root() { id, at }: LineageNode, @Ctx() context: RequestContext): Promise<EntityObject> {
    return (await context.read.entity(id, at)) ?? stub(id, at);
  }
}

@Resolver(() => LineageLink)
export class LineageLinkTimes {
  @FieldResolver(() => DateTimeScalar, {
    nullable: true,
    description: 'Since when it holds; null where hops is more than 1.',
  })
  @owned('lineage')
  async validFrom(@Root() link: LineageLink, @Ctx() context: RequestContext): Promise<Micros | null> {
    return link.known?.validFrom ?? (await relationOf(link, context))?.validFrom ?? null;
  }

  @FieldResolver(() => DateTimeScalar, {
    nullable: true,
    description: 'Until when it holds; null while no end is known.',
  })
  @owned('lineage')
  async validTo(@Root() link: LineageLink, @Ctx() context: RequestContext): Promise<Micros | null> {
    if (link.known !== undefined) return link.known.validTo;
    return (await relationOf(link, context))?.validTo ?? null;
  }

  @FieldResolver(() => DateTimeScalar, {
    nullable: true,
    description: 'The latest event time at which a source showed it.',
  })
  @owned('lineage')
  async lastSeen(@Root() link: LineageLink, @Ctx() context: RequestContext): Promise<Micros | null> {
    return (await relationOf(link, context))?.lastSeen ?? null;
  }

  @FieldResolver(() => [String], { description: 'Who claims it; empty where hops is more than 1.' })
  @owned('lineage')
  async sources(@Root() link: LineageLink, @Ctx() context: RequestContext): Promise<readonly string[]> {
    return link.known?.sources ?? (await relationOf(link, context))?.sources ?? [];
  }
}

interface Walk extends Pick<LineageArgs, 'direction' | 'depth' | 'filter' | 'first' | 'after' | 'at'> {
  readonly of: readonly Urn[];
  readonly defaultFirst: number;
}

/** A page of a walk: which page, from where, what it met, and what of it is shown. */
async function walk(args: Walk, place: ReadAt, context: RequestContext): Promise<Lineage> {
  const { of, direction } = args;
  const depth = args.depth ?? null;
  if (depth !== null && (depth < 0 || depth > LIMITS.depth)) {
    throw badInput('depth', `depth: expected 0 to ${LIMITS.depth}; came ${depth}`);
  }
  const first = pageSize(args.first, args.defaultFirst, LIMITS.lineage);
  const question = [of, direction, depth, (args.filter ?? null) as Json, place.asOf] as Json;
  const { at: pinnedAt, behind } = await placeBehind(args.after, question, isRank, place, context);
  const [now, skip] = behind ?? [place.now, 0];
  const pinned = { ...pinnedAt, now };
  const at = resolved(pinned);
  const known = await startsKnown(of, at, context);
  const reach = known.length === 0 ? EMPTY : await context.services.traversal.reach(queryOf(args, known, depth), at);
  const end = Math.min(skip + first, reach.nodes.length);
  const cursorAt = (rank: number) => formatCursor(question, { position: at.position, key: [at.now, rank] });
  return {
    nodes: reach.nodes.slice(skip, end).map(({ id, depth: level }) => ({ id, depth: level, at: pinned })),
    links: linksOfPage(reach, skip, end, pinned),
    total: countOf(reach.nodes.length, reach.limitHit === null || reach.limitHit === 'DEPTH'),
    pageInfo: {
      hasNextPage: end < reach.nodes.length,
      hasPreviousPage: skip > 0,
      startCursor: skip < end ? cursorAt(skip + 1) : null,
      endCursor: skip < end ? cursorAt(end) : null,
    },
    answer: {
      watermark: formatPosition(at.position),
      moment: resolvedMoment(at, args.at, context),
      limitHit: reach.limitHit,
      hidden: { disclosure: 'NONE', count: null },
      staleLinks: reach.staleLinks,
    },
  };
}

/** The time that the first page told of, and how many nodes stand before this one. */
function isRank(key: Json): key is readonly [asOf: Micros, skip: number] {
  return Array.isArray(key) && key.length === 2 && isMicros(key[0]) && isCount(key[1]);
}

const EMPTY: Reach = { nodes: [], links: [], limitHit: null, staleLinks: 0 };

/** The starts that were true then. @throws NOT_FOUND for one that nobody ever named */
async function startsKnown(of: readonly Urn[], at: ReadAt, context: RequestContext): Promise<Urn[]> {
  const newest = { ...at, asOf: null };
  const entities = await Promise.all(of.map((id) => context.read.entity(id, newest)));
  return of.filter((id, index) => {
    const entity = entities[index];
    if (entity === null || entity === undefined) {
      throw new ThroughlineError('NOT_FOUND', `of: there is no ${id}`, { argument: 'of' });
    }
    return at.asOf === null || (entity['createdAt'] as number) <= at.asOf;
  });
}

function queryOf({ direction, filter }: Walk, of: readonly Urn[], depth: number | null): ReachQuery {
  const set = <T extends string>(values: readonly string[] | null | undefined) =>
    values === null || values === undefined ? null : new Set(values as readonly T[]);
  return {
    of: [...new Set(of)],
    direction,
    depth,
    kinds: set(filter?.kinds),
    through: set(filter?.through),
    provenance: set<Provenance>(filter?.provenance),
    includeStale: filter?.includeStale ?? true,
  };
}

function linksOfPage(reach: Reach, start: number, end: number, at: ReadAt): LineageLink[] {
  const rank = new Map(reach.nodes.slice(0, end).map(({ id }, index) => [id, index]));
  return reach.links
    .filter(({ from, to }) => {
      const [a, b] = [rank.get(from), rank.get(to)];
      return a !== undefined && b !== undefined && Math.max(a, b) >= start;
    })
    .map((link) => ({ ...link, type: link.relation?.type ?? null, at }));
}

function relationOf({ relation, at }: LineageLink, context: RequestContext) {
  return relation === null ? null : context.read.relation(relation, at);
}

/** What the URN alone tells, for what has no record at that moment. */
function stub(id: Urn, at: ReadAt): EntityObject {
  const record = {
    id,
    ...urnParts(id),
    props: {},
    described: false,
    createdAt: micros(0),
    updatedAt: micros(0),
    retiredAt: null,
  };
  return { ...hydrate(record, at), createdAt: null, updatedAt: null };
}
