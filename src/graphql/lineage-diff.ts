import { noSuch } from '../domains/kind/there.ts';
import { Args, ArgsType, Ctx, Field, ID, Int, Query, Resolver } from 'type-graphql';
import { LIMITS, pageSize } from '../domains/kind/arguments.ts';
import { countOf, pageInfoOf } from '../domains/kind/connection.ts';
import type { RequestContext } from '../domains/kind/context.ts';
import type { EntityObject } from '../domains/kind/entity.ts';
import { owned, priced } from '../domains/kind/owner.ts';
import { placeBehind, reached } from '../domains/kind/page.ts';
import { formatCursor, isCount } from '../kernel/cursor.ts';
import { sameJson, type Json } from '../kernel/json.ts';
import { isMicros, type Micros } from '../kernel/time.ts';
import type { Urn } from '../kernel/urn.ts';
import { diffReaches } from '../lineage/diff.ts';
import type { Reach, ReachQuery } from '../lineage/traversal.ts';
import { LineageDiff } from './lineage-diff-types.ts';
import { WalkArgs, nodeAt } from './lineage-types.ts';
import { SEARCH_COST } from './limits.ts';
import { urnArguments } from './lookup.ts';
import { MomentInput, readAtMoment } from '../domains/kind/moment-input.ts';
import { answerOf, firstNamed, standingAt, type Standing } from './standing.ts';
import { linkAt, NOTHING_REACHED, walkQuery } from './walk-query.ts';

@ArgsType()
class LineageDiffArgs extends WalkArgs {
  @Field(() => [ID], { description: 'The starts: URNs, at most 1,000.' })
  readonly of!: readonly string[];

  @Field(() => MomentInput, { description: 'The moment to compare with.' })
  readonly base!: MomentInput;

  @Field(() => MomentInput, { description: 'The moment that is compared; what is absent in it is now.' })
  readonly head!: MomentInput;

  @Field(() => Int, { nullable: true, defaultValue: 500, description: 'Nodes a page, 1 to 5,000.' })
  readonly first!: number | null;
}

@Resolver()
export class LineageDiffQuery {
  @Query(() => LineageDiff, {
    description:
      'How everything that the starts come from or go to differs between two moments. A start that neither knows is NOT_FOUND.',
  })
  @owned('lineage')
  @priced(SEARCH_COST)
  async lineageDiff(
    @Args(() => LineageDiffArgs) args: LineageDiffArgs,
    @Ctx() context: RequestContext,
  ): Promise<LineageDiff> {
    const query = walkQuery(urnArguments(args.of, 'of', context), args.direction, args.depth, args.filter);
    const first = pageSize(args.first, 500, LIMITS.lineage);
    const moments = [momentText(args.base), momentText(args.head)];
    const question: Json = [query.of, query.direction, query.depth, (args.filter ?? null) as Json, moments];
    const { base, head, skip } = await standings(args, question, context);
    const [before, now] = await reaches(query, base, head, context);
    const diff = await diffReaches(before, now);

    const end = Math.min(skip + first, diff.nodes.length);
    const page = diff.nodes.slice(skip, end);
    const changed = await changedOf(
      page.filter(({ metBy }) => metBy === 'both').map(({ id }) => id),
      base,
      head,
      context,
    );
    const nodesAt = ({ place }: Standing, isThis: (node: (typeof page)[number]) => boolean) =>
      page.filter(isThis).map(({ id, depth }) => nodeAt(id, depth, place));
    const links = diff.links.filter(({ rank }) => rank >= skip && rank < end);
    const cursorAt = (rank: number) =>
      formatCursor(question, {
        position: head.at.position,
        key: [head.at.now, base.at.position, rank],
      });
    return {
      addedNodes: nodesAt(head, ({ metBy }) => metBy === 'head'),
      removedNodes: nodesAt(base, ({ metBy }) => metBy === 'base'),
      changedNodes: nodesAt(head, ({ id }) => changed.has(id)),
      addedLinks: links.filter(({ metBy }) => metBy === 'head').map(({ link }) => linkAt(link, head.place)),
      removedLinks: links.filter(({ metBy }) => metBy === 'base').map(({ link }) => linkAt(link, base.place)),
      total: countOf(
        diff.nodes.length,
        [before, now].every(({ limitHit }) => limitHit === null || limitHit === 'DEPTH'),
      ),
      pageInfo: pageInfoOf(skip, end, diff.nodes.length, cursorAt),
      base: answerOf(base, before, args.base, context),
      head: answerOf(head, now, args.head, context),
    };
  }
}

function momentText({ asOf, knownAt }: MomentInput): Json {
  return [asOf ?? null, knownAt ?? null];
}

/** Where both stand: behind a cursor where they stood on the first page. */
async function standings(args: LineageDiffArgs, question: Json, context: RequestContext) {
  const base = standingAt(await readAtMoment(args.base, context, 'base.'));
  const head = standingAt(await readAtMoment(args.head, context, 'head.'));
  const { at: place, behind } = await placeBehind(args.after, question, isRank, head.place, context);
  if (behind === null) return { base, head, skip: 0 };
  const [now, basePosition, skip] = behind;
  await reached(basePosition, 'after', context);
  return {
    base: standingAt({ ...base.place, position: basePosition, now }),
    head: standingAt({ ...place, now }),
    skip,
  };
}

/** The time that the first page told of, where its base stood, and how many nodes stand before this one. */
function isRank(key: Json): key is readonly [now: Micros, basePosition: number, skip: number] {
  return Array.isArray(key) && key.length === 3 && isMicros(key[0]) && isCount(key[1]) && isCount(key[2]);
}

/** @throws NOT_FOUND naming `of`, for a start that nobody had named by either */
async function reaches(
  query: ReachQuery,
  base: Standing,
  head: Standing,
  context: RequestContext,
): Promise<readonly [Reach, Reach]> {
  const named = await Promise.all([base, head].map((standing) => firstNamed(query.of, standing, context)));
  const unknown = query.of.find((_, index) => named.every((times) => times[index] === null));
  if (unknown !== undefined) throw noSuch(unknown, 'of');
  const [before, now] = await Promise.all(
    [base, head].map(async ({ at }, side) => {
      const times = named[side]!;
      const of = query.of.filter((_, index) => times[index] !== null && times[index]! <= at.asOf);
      return of.length === 0 ? NOTHING_REACHED : context.services.traversal.reach({ ...query, of }, at);
    }),
  );
  return [before!, now!];
}

/** Those of which the two moments do not say the same; when anything was said of them does not count. */
async function changedOf(
  ids: readonly Urn[],
  base: Standing,
  head: Standing,
  context: RequestContext,
): Promise<ReadonlySet<Urn>> {
  const [before, now] = await Promise.all(
    [base, head].map(({ place }) => Promise.all(ids.map((id) => context.read.entity(id, place)))),
  );
  return new Set(ids.filter((_, index) => !sameJson(said(before![index]!), said(now![index]!))));
}

function said(entity: EntityObject | null): Json {
  if (entity === null) return null;
  const { createdAt: _createdAt, updatedAt: _updatedAt, ...rest } = entity;
  return rest as unknown as Json;
}
