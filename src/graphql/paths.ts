import { Args, ArgsType, Ctx, Field, ID, Int, Query, Resolver } from 'type-graphql';
import { pageSize } from '../domains/kind/arguments.ts';
import type { RequestContext } from '../domains/kind/context.ts';
import { owned, priced } from '../domains/kind/owner.ts';
import type { FoundPaths } from '../lineage/traversal.ts';
import { SEARCH_COST } from './limits.ts';
import { urnArgument } from './lookup.ts';
import { MomentInput, readAtMoment } from '../domains/kind/moment-input.ts';
import { pathAt, Paths } from './path-types.ts';
import { answerOf, knownThen, standingAt } from './standing.ts';

const MOST_PATHS = 100;

@ArgsType()
class PathsArgs {
  @Field(() => ID, { description: 'Where the paths begin, upstream: a URN.' })
  readonly from!: string;

  @Field(() => ID, { description: 'Where they end, downstream: a URN.' })
  readonly to!: string;

  @Field(() => Int, { nullable: true, defaultValue: 5, description: 'How many at most, 1 to 100.' })
  readonly first!: number | null;

  @Field(() => MomentInput, { nullable: true, description: 'When; now if absent.' })
  readonly at!: MomentInput | null;
}

@Resolver()
export class PathsQuery {
  @Query(() => Paths, {
    description: 'How data flows from one entity to another. An end that is not known is NOT_FOUND.',
  })
  @owned('lineage')
  @priced(SEARCH_COST)
  async paths(@Args(() => PathsArgs) args: PathsArgs, @Ctx() context: RequestContext): Promise<Paths> {
    const from = urnArgument(args.from, 'from', context);
    const to = urnArgument(args.to, 'to', context);
    const first = pageSize(args.first, 5, MOST_PATHS);
    const standing = standingAt(await readAtMoment(args.at, context));
    const known = [
      ...(await knownThen([from], 'from', standing, context)),
      ...(await knownThen([to], 'to', standing, context)),
    ];
    const found = known.length < 2 ? NOTHING : await context.services.traversal.paths({ from, to, first }, standing.at);
    return {
      paths: found.paths.map((path) => pathAt(path, standing.place)),
      exhaustive: found.limitHit === null,
      answer: answerOf(standing, found, args.at, context),
    };
  }
}

const NOTHING: FoundPaths = { paths: [], limitHit: null, staleLinks: 0, hidden: 0 };
