import type { GraphQLResolveInfo } from 'graphql';
import { Args, ArgsType, Ctx, Field, FieldResolver, ID, Info, Int, Query, Resolver, Root } from 'type-graphql';
import { LIMITS, pageSize } from '../domains/kind/arguments.ts';
import { countOf, pageInfoOf } from '../domains/kind/connection.ts';
import type { RequestContext } from '../domains/kind/context.ts';
import { Entity, READ_AT, type EntityObject } from '../domains/kind/entity.ts';
import { owned, priced } from '../domains/kind/owner.ts';
import { DateTimeScalar } from '../domains/kind/scalars.ts';
import type { Json } from '../kernel/json.ts';
import type { Micros } from '../kernel/time.ts';
import type { Urn } from '../kernel/urn.ts';
import type { ReachPage } from '../lineage/traversal.ts';
import type { ReadAt, RelationRecord } from '../store/ports.ts';
import { Lineage, LineageLink, nodeAt, WalkArgs } from './lineage-types.ts';
import { SEARCH_COST } from './limits.ts';
import { urnArguments } from './lookup.ts';
import { MomentInput, readAtMoment } from '../domains/kind/moment-input.ts';
import { reachFrom } from './reach-from.ts';
import { selects } from './selects.ts';
import { answerOf, pageAt, standingAt } from './standing.ts';
import { linkAt, walkQuery } from './walk-query.ts';

@ArgsType()
class EntityLineageArgs extends WalkArgs {
  @Field(() => Int, { nullable: true, defaultValue: 100, description: 'Nodes a page, 1 to 5,000.' })
  readonly first!: number | null;
}

@ArgsType()
class LineageArgs extends WalkArgs {
  @Field(() => [ID], { description: 'The starts: URNs, at most 1,000.' })
  readonly of!: readonly string[];

  @Field(() => MomentInput, { nullable: true, description: 'When; now if absent.' })
  readonly at!: MomentInput | null;

  @Field(() => Int, { nullable: true, defaultValue: 1000, description: 'Nodes a page, 1 to 5,000.' })
  readonly first!: number | null;
}

@Resolver()
export class LineageQuery {
  @Query(() => Lineage, {
    description: 'Everything that the starts come from or go to. An unknown start is NOT_FOUND.',
  })
  @owned('lineage')
  @priced(SEARCH_COST)
  async lineage(
    @Args(() => LineageArgs) args: LineageArgs,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Lineage> {
    const of = urnArguments(args.of, 'of', context);
    const at = await readAtMoment(args.at, context);
    return walk({ ...args, of, defaultFirst: 1000, ...askedFor(info) }, at, context);
  }
}

@Resolver(() => Entity)
export class EntityLineage {
  @FieldResolver(() => Lineage, { nullable: true, description: 'Everything that it comes from or goes to.' })
  @owned('lineage')
  @priced(SEARCH_COST)
  lineage(
    @Root() root: EntityObject,
    @Args(() => EntityLineageArgs) args: EntityLineageArgs,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Lineage> {
    const walked = { ...args, at: null, of: [root.id], defaultFirst: 100, ...askedFor(info) };
    return walk(walked, root[READ_AT], context);
  }
}

@Resolver(() => LineageLink)
export class LineageLinkTimes {
  @FieldResolver(() => DateTimeScalar, {
    nullable: true,
    description: 'Since when it holds; null where hops is more than 1.',
  })
  async validFrom(@Root() link: LineageLink, @Ctx() context: RequestContext): Promise<Micros | null> {
    return link.known?.validFrom ?? (await relationOf(link, context))?.validFrom ?? null;
  }

  @FieldResolver(() => DateTimeScalar, {
    nullable: true,
    description: 'Until when it holds; null while no end is known.',
  })
  async validTo(@Root() link: LineageLink, @Ctx() context: RequestContext): Promise<Micros | null> {
    if (link.known !== undefined) return link.known.validTo;
    return (await relationOf(link, context))?.validTo ?? null;
  }

  @FieldResolver(() => DateTimeScalar, {
    nullable: true,
    description: 'The latest event time at which a source showed it.',
  })
  async lastSeen(@Root() link: LineageLink, @Ctx() context: RequestContext): Promise<Micros | null> {
    return (await relationOf(link, context))?.lastSeen ?? null;
  }

  @FieldResolver(() => [String], { description: 'Who claims it; empty where hops is more than 1.' })
  async sources(@Root() link: LineageLink, @Ctx() context: RequestContext): Promise<readonly string[]> {
    return link.known?.sources ?? (await relationOf(link, context))?.sources ?? [];
  }
}

interface Walk extends Pick<LineageArgs, 'direction' | 'depth' | 'filter' | 'first' | 'after' | 'at'> {
  readonly of: readonly Urn[];
  readonly defaultFirst: number;
  /** Whether the entities of the page are read along: they need no promises then. */
  readonly withEntities: boolean;
  /** What of the links is asked for: of those that nobody asks for none is made. */
  readonly links: ReachPage['links'];
}

function askedFor(info: GraphQLResolveInfo): Pick<Walk, 'withEntities' | 'links'> {
  const links = selects(info, ['links']) ? 'TOLD' : selects(info, ['answer', 'staleLinks']) ? 'COUNTED' : 'LEFT';
  return { withEntities: selects(info, ['nodes', 'entity']), links };
}

/** A page of a walk: which page, from where, what it met, and what of it is shown. */
async function walk(args: Walk, place: ReadAt, context: RequestContext): Promise<Lineage> {
  const { of, direction } = args;
  const query = walkQuery(of, direction, args.depth, args.filter);
  const first = pageSize(args.first, args.defaultFirst, LIMITS.lineage);
  const question = [of, direction, query.depth, (args.filter ?? null) as Json, place.asOf] as Json;
  const { standing, skip, cursorAt } = await pageAt(args.after, question, standingAt(place), context);
  const reach = await reachFrom({ ...query, page: { skip, first, links: args.links } }, standing, context);
  const ids = reach.nodes.map(({ id }) => id);
  const entities = args.withEntities ? await context.read.entities(ids, standing.place) : [];
  return {
    nodes: reach.nodes.map(({ id, depth }, index) => nodeAt(id, depth, standing.place, entities[index])),
    links: reach.links.map((link) => linkAt(link, standing.place)),
    total: countOf(reach.total, reach.limitHit === null || reach.limitHit === 'DEPTH'),
    pageInfo: pageInfoOf(skip, skip + reach.nodes.length, reach.total, cursorAt),
    answer: answerOf(standing, reach, args.at, context),
  };
}

/** What is stored of the relation that a link is; null where it stands for several. */
export async function relationOf(
  { relation, at }: LineageLink,
  context: RequestContext,
): Promise<RelationRecord | null> {
  return relation === null ? null : context.read.relation(relation, at);
}
