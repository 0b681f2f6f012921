import DataLoader from 'dataloader';
import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../kind/context.ts';
import { READ_AT, type EntityObject } from '../kind/entity.ts';
import { MomentInput, readAtMoment, resolved } from '../kind/moment-input.ts';
import { owned, priced } from '../kind/owner.ts';
import { Releasable } from '../registry/index.ts';
import { nextTurn } from '../../kernel/turns.ts';
import { assessRelease, type Report } from './assess.ts';
import { ASSESS_COST, PromotionReadiness, readinessOf } from './readiness-type.ts';
import { perPlace } from './per-place.ts';
import { releaseNamed } from './release-argument.ts';
import { stageNamed, type StageRecord } from './stage.ts';

/** So many are looked at together: they share what they read, and hold up others for no longer than a large page does. */
const AT_ONCE = 250;

interface Asked {
  readonly release: EntityObject;
  readonly to: StageRecord;
}

const assessedAt = perPlace((at, context) => {
  const place = resolved(at);
  const places = { facts: place, rules: place };
  return new DataLoader<Asked, Report, string>(
    async (asked) => {
      const reports: Report[] = [];
      for (let start = 0; start < asked.length; start += AT_ONCE) {
        const some = asked.slice(start, start + AT_ONCE);
        reports.push(
          ...(await Promise.all(some.map(({ release, to }) => assessRelease(release, to, places, context)))),
        );
        await nextTurn();
      }
      return reports;
    },
    { cacheKeyFn: ({ release, to }) => `${to.props.name} ${release.id}` },
  );
});

@Resolver(() => Releasable)
export class ReleasableReadiness {
  @FieldResolver(() => PromotionReadiness, {
    nullable: true,
    description: 'Whether it may go to a stage, as `promotionReadiness` says it; null where it was retired.',
  })
  @owned('gates')
  @priced(ASSESS_COST)
  async readiness(
    @Root() release: EntityObject,
    @Arg('stage', () => String, { description: 'Where it is to go.' }) stage: string,
    @Ctx() context: RequestContext,
  ): Promise<PromotionReadiness | null> {
    if (release['retiredAt'] !== null) return null;
    const place = resolved(release[READ_AT]);
    const to = await stageNamed(stage, 'stage', place, context);
    return readinessOf(await assessedAt(place, context).load({ release, to }), place);
  }
}

@Resolver()
export class Readiness {
  @Query(() => PromotionReadiness, {
    description:
      'Whether a release may go to a stage by the policies in force, requirement by requirement, with the evidence; at a ' +
      'moment: whether it could have gone then, as far as was known.',
  })
  @owned('gates')
  @priced(ASSESS_COST)
  async promotionReadiness(
    @Arg('release', () => ID, { description: 'A model version or configuration version: a URN.' }) release: string,
    @Arg('stage', () => String, { description: 'Where it is to go.' }) stage: string,
    @Arg('at', () => MomentInput, { nullable: true, description: 'When; now if absent.' }) at: MomentInput | null,
    @Ctx() context: RequestContext,
  ): Promise<PromotionReadiness> {
    const place = resolved(await readAtMoment(at, context));
    const subject = await releaseNamed(release, 'release', place, context);
    const to = await stageNamed(stage, 'stage', place, context);
    return readinessOf(await assessRelease(subject, to, { facts: place, rules: place }, context), place);
  }
}
