import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { RequestContext } from '../kind/context.ts';
import { MomentInput, readAtMoment, resolved } from '../kind/moment-input.ts';
import { owned, priced } from '../kind/owner.ts';
import { assessRelease } from './assess.ts';
import { ASSESS_COST, PromotionReadiness, readinessOf } from './readiness-type.ts';
import { releaseNamed } from './release-argument.ts';
import { stageNamed } from './stage.ts';

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
