import { noSuch } from '../../domains/kind/there.ts';
import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { Connection } from '../../domains/kind/connection.ts';
import type { RequestContext } from '../../domains/kind/context.ts';
import { MomentInput, readAtMoment } from '../../domains/kind/moment-input.ts';
import { owned, priced } from '../../domains/kind/owner.ts';
import { releasables } from '../../domains/registry/index.ts';
import { badInput, shown } from '../../kernel/errors.ts';
import { urnParts, type Urn } from '../../kernel/urn.ts';
import { ListArgs } from '../../domains/kind/ranked-page.ts';
import { SEARCH_COST } from '../limits.ts';
import { Answer } from '../lineage-types.ts';
import { listPage } from '../list-page.ts';
import { urnArgument } from '../lookup.ts';
import { answerOf, entityAt, firstNamed, standingAt, type Standing } from '../standing.ts';
import { ASPECT_NAMES, AspectName, type Aspect } from './aspects.ts';
import { differencesOf } from './compare.ts';
import { compareAt } from './comparison.ts';
import { ReleaseDiff, ReleaseDifferenceConnection, ReleaseUnknown, type ReleaseDifference } from './types.ts';

@ArgsType()
class DifferencesArgs extends ListArgs {
  @Field(() => [AspectName], { nullable: true, description: 'Of these parts only; of all if absent.' })
  readonly aspects!: readonly Aspect[] | null;
}

@Resolver()
export class ReleaseDiffQuery {
  @Query(() => ReleaseDiff, {
    description:
      'In what two releases differ: configuration, parameters, features, data, code and environment, with the lineage behind each. One that was not there by then is NOT_FOUND.',
  })
  @owned('registry')
  @priced(SEARCH_COST)
  async releaseDiff(
    @Arg('from', () => ID, { description: 'The former: the URN of a version of a model or of a configuration.' })
    from: string,
    @Arg('to', () => ID, { description: 'The later: likewise.' }) to: string,
    @Arg('at', () => MomentInput, { nullable: true, description: 'When; now if absent.' }) at: MomentInput | null,
    @Ctx() context: RequestContext,
  ): Promise<ReleaseDiff> {
    const releases = [releaseArgument(from, 'from', context), releaseArgument(to, 'to', context)] as const;
    const standing = standingAt(await readAtMoment(at, context));
    await checkThere(releases, standing, context);
    const [former, later] = await Promise.all(releases.map((id) => entityAt(id, standing.place, context)));
    return { from: former!, to: later!, comparison: compareAt(releases, standing, context), moment: at };
  }
}

@Resolver(() => ReleaseDiff)
export class ReleaseDiffParts {
  @FieldResolver(() => ReleaseDifferenceConnection, {
    description:
      'What is otherwise, by part, then name. Inputs that both were fed with are compared as they were when each run began. A part that is not known of both has none: see unknown.',
  })
  @owned('registry')
  differences(
    @Root() { comparison }: ReleaseDiff,
    @Args(() => DifferencesArgs) { aspects, ...page }: DifferencesArgs,
    @Ctx() context: RequestContext,
  ): Promise<Connection<ReleaseDifference>> {
    const { releases, standing } = comparison;
    const wanted = ASPECT_NAMES.filter((aspect) => aspects?.includes(aspect) ?? true);
    return listPage([...releases, wanted, standing.place.asOf], standing, page, context, async (pinned) => {
      const here = pinned === standing ? comparison : compareAt(releases, pinned, context);
      const found = differencesOf(...(await here.sides())).filter(({ aspect }) => wanted.includes(aspect));
      return { items: found.map((difference) => () => difference), isWhole: true };
    });
  }

  @FieldResolver(() => [ReleaseUnknown], {
    description: 'What is not known of either, by part: that nothing is told there does not say that nothing differs.',
  })
  @owned('registry')
  async unknown(@Root() { comparison }: ReleaseDiff): Promise<ReleaseUnknown[]> {
    const sides = await comparison.sides();
    return ASPECT_NAMES.flatMap((aspect) =>
      sides.flatMap(({ release, unknown }) => {
        const reason = unknown.get(aspect);
        return reason === undefined ? [] : [{ aspect, release, reason }];
      }),
    );
  }

  @FieldResolver(() => Answer, {
    description: 'How honest the answer is: hidden and staleLinks are of the runs and their inputs.',
  })
  @owned('registry')
  async answer(@Root() { comparison, moment }: ReleaseDiff, @Ctx() context: RequestContext): Promise<Answer> {
    const walked = await comparison.walked();
    // It is meant to end there; what was too much for the reads stands in unknown.
    const limitHit = walked.limitHit === 'DEPTH' ? null : walked.limitHit;
    return answerOf(comparison.standing, { ...walked, limitHit }, moment, context);
  }
}

/** @throws BAD_USER_INPUT naming the argument, for what is not released */
function releaseArgument(text: string, argument: string, context: RequestContext): Urn {
  const urn = urnArgument(text, argument, context);
  const { kind } = urnParts(urn);
  if (releasables.some((each) => each.kind === kind)) return urn;
  const kinds = releasables.map(({ typeName }) => typeName).join(' or a ');
  throw badInput(argument, `${argument}: expected the URN of a ${kinds}; came ${shown(text)}`);
}

/** @throws NOT_FOUND naming the argument, for one that was not there by then */
async function checkThere(releases: readonly Urn[], standing: Standing, context: RequestContext): Promise<void> {
  const times = await firstNamed(releases, standing, context);
  for (const [index, argument] of ['from', 'to'].entries()) {
    const time = times[index] ?? null;
    if (time === null || time > standing.at.asOf) throw noSuch(releases[index]!, argument);
  }
}
