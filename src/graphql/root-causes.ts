import { Args, ArgsType, Ctx, Field, ID, Int, Query, Resolver } from 'type-graphql';
import { pageSize, timeArgument } from '../domains/kind/arguments.ts';
import { countOf } from '../domains/kind/connection.ts';
import type { RequestContext } from '../domains/kind/context.ts';
import { owned, priced } from '../domains/kind/owner.ts';
import { DateTimeScalar } from '../domains/kind/scalars.ts';
import { badInput } from '../kernel/errors.ts';
import type { Micros } from '../kernel/time.ts';
import { gatherEvidence } from '../lineage/root-causes/evidence.ts';
import { rankCauses, type RankedCause } from '../lineage/root-causes/rank.ts';
import { carriesLineage, changeOf } from './change.ts';
import { SEARCH_COST } from './limits.ts';
import { urnArgument } from './lookup.ts';
import { pathAt } from './path-types.ts';
import { RootCauses, type RootCause } from './root-causes-types.ts';
import { answerOf, entityAt, knownThen, standingAt, type Standing } from './standing.ts';

const MOST_CHANGES_SHOWN = 100;

@ArgsType()
class RootCausesArgs {
  @Field(() => ID, { description: 'What is otherwise than it should be: a KPI, a deployment, a dataset. Its URN.' })
  readonly of!: string;

  @Field(() => DateTimeScalar, { description: 'Where the window begins, in event time.' })
  readonly since!: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Where the window ends, in event time: when the symptom was seen. Now if absent.',
  })
  readonly until!: string | null;

  @Field(() => Int, { nullable: true, defaultValue: 20, description: 'How many at most, 1 to 1,000.' })
  readonly first!: number | null;
}

@Resolver()
export class RootCausesQuery {
  @Query(() => RootCauses, {
    description:
      'Why something is otherwise than before: what changed upstream of it in a window, the likeliest cause first. What is not known is NOT_FOUND.',
  })
  @owned('lineage')
  @priced(SEARCH_COST)
  async rootCauses(
    @Args(() => RootCausesArgs) args: RootCausesArgs,
    @Ctx() context: RequestContext,
  ): Promise<RootCauses> {
    const of = urnArgument(args.of, 'of', context);
    const first = pageSize(args.first, 20);
    const { since, until } = windowOf(args, context);
    const standing = standingAt({ ...context.at, asOf: until });
    const known = await knownThen([of], 'of', standing, context);
    if (known.length === 0) return nothing(standing, context);
    const evidence = await gatherEvidence(context.services, { of, since, until: standing.at.asOf }, standing.at);
    const ranked = await rankCauses(evidence);
    return {
      causes: await Promise.all(ranked.slice(0, first).map((cause) => toldCause(cause, standing, context))),
      total: countOf(ranked.length, evidence.limitHit === null),
      examined: evidence.origins.length,
      answer: answerOf(standing, evidence, null, context),
    };
  }
}

/** @throws BAD_USER_INPUT naming the end of the window that is wrong */
function windowOf(args: RootCausesArgs, { at }: RequestContext): { since: Micros; until: Micros | null } {
  const since = timeArgument(args.since, 'since');
  const until = timeArgument(args.until, 'until');
  if (since > at.now) throw badInput('since', `since: expected a time that has come; came ${args.since}`);
  if (until !== null && until > at.now)
    throw badInput('until', `until: expected a time that has come; came ${args.until}`);
  if (until !== null && until < since) {
    throw badInput('until', `until: expected a time not before since, ${args.since}; came ${args.until}`);
  }
  return { since, until };
}

function nothing(standing: Standing, context: RequestContext): RootCauses {
  const answer = answerOf(standing, { limitHit: null, staleLinks: 0, hidden: 0 }, null, context);
  return { causes: [], total: countOf(0), examined: 0, answer };
}

async function toldCause(
  { origin, happening, score, parts, changes }: RankedCause,
  { place }: Standing,
  context: RequestContext,
): Promise<RootCause> {
  return {
    entity: await entityAt(origin.id, place, context),
    ...{ kind: happening.kind, at: happening.at, score, parts },
    changes: changes.slice(-MOST_CHANGES_SHOWN).map((change) => changeOf(change, place, carriesLineage(context))),
    path: pathAt(origin.path(), place),
  };
}
