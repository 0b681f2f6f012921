import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { Json } from '../../../kernel/json.ts';
import { urnOfKind } from '../../kind/arguments.ts';
import type { Connection } from '../../kind/connection.ts';
import type { RequestContext } from '../../kind/context.ts';
import { MomentInput, readAtMoment, resolved, resolvedMoment } from '../../kind/moment-input.ts';
import { there } from '../../kind/there.ts';
import { owned, priced } from '../../kind/owner.ts';
import { rankedRows } from '../../kind/ranked-page.ts';
import { Model } from '../../registry/index.ts';
import { EFFECT_COST, KpiEffectWindow, windowOf } from '../effect/effect-query.ts';
import { upTo } from '../effect/question.ts';
import { effectsOfVersions } from './scorecard-effects.ts';
import {
  ModelScorecard,
  ScorecardPageArgs,
  ScorecardVersionConnection,
  type ScorecardVersion,
} from './scorecard-types.ts';
import { releasedVersions } from './scorecard-versions.ts';

@Resolver()
export class ModelScorecardQuery {
  @Query(() => ModelScorecard, {
    description: 'How well the versions of a model did: in validation, and by the KPIs that their deployments affect.',
  })
  @owned('deployments')
  async modelScorecard(
    @Arg('model', () => ID, { description: 'The model: its URN.' }) model: string,
    @Arg('window', () => KpiEffectWindow, { description: 'When effects are looked for.' }) window: KpiEffectWindow,
    @Arg('at', () => MomentInput, { nullable: true, description: 'As of when; now if absent.' })
    asked: MomentInput | null,
    @Ctx() context: RequestContext,
  ): Promise<ModelScorecard> {
    const id = urnOfKind(model, 'model', Model.kind);
    const stretch = windowOf(window);
    const at = await readAtMoment(asked, context);
    const begun = upTo(at, stretch);
    const moment = resolvedMoment(resolved(at), asked, context);
    const told = { model: await there(id, 'model', at, context), ...begun, moment };
    return { ...told, at, window: begun, segment: window.segment ?? null, asked };
  }
}

@Resolver(() => ModelScorecard)
export class ModelScorecardVersions {
  @FieldResolver(() => ScorecardVersionConnection, {
    description:
      'The versions that are or were released by then, the last released first. Of more than 5,000 the first by id are ' +
      'looked at, and total is not exact. More than 50 effects on a page are LIMIT_EXCEEDED.',
  })
  @owned('deployments')
  @priced(EFFECT_COST)
  versions(
    @Root() { model, at: here, window, segment, asked }: ModelScorecard,
    @Args(() => ScorecardPageArgs) { first, after }: ScorecardPageArgs,
    @Ctx() context: RequestContext,
  ): Promise<Connection<ScorecardVersion>> {
    const question: Json = ['modelScorecard', model.id, window.since, window.until, segment, here.asOf];
    return rankedRows(question, here, { first: first ?? 10, after }, context, async (at) => {
      const { versions, isWhole } = await releasedVersions(model.id, at, context);
      const moment = resolvedMoment(resolved(at), asked, context);
      const make = (page: typeof versions) => effectsOfVersions(page, { window, segment, at, moment }, context);
      return { rows: versions, isWhole, make };
    });
  }
}
