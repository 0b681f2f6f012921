import { Args, ArgsType, Ctx, Field, ID, InputType, Query, Resolver } from 'type-graphql';
import { badInput } from '../../../kernel/errors.ts';
import { timeArgument, urnOfKind } from '../../kind/arguments.ts';
import type { RequestContext } from '../../kind/context.ts';
import { MomentInput, readAtMoment, resolved, resolvedMoment } from '../../kind/moment-input.ts';
import { owned, priced } from '../../kind/owner.ts';
import { DateTimeScalar } from '../../kind/scalars.ts';
import { BusinessKpi } from '../../kpis/index.ts';
import { Deployment } from '../deployment.ts';
import { KpiEffect } from './effect-types.ts';
import { kpiEffect } from './kpi-effect.ts';
import { tellEffects } from './tell.ts';
import type { Window } from './window.ts';

/** It walks twice, and reads what happened upstream and all values of the window. */
export const EFFECT_COST = 2_000;

const DAY = 86_400_000_000;
const LONGEST_DAYS = 366;

@InputType('KpiEffectWindow', { description: 'The stretch of time in which an effect is looked for.' })
export class KpiEffectWindow {
  @Field(() => DateTimeScalar, { description: 'Where it begins, in event time.' })
  readonly since!: string;

  @Field(() => DateTimeScalar, {
    description: 'Where it ends, at most 366 days later; values of that time do not count.',
  })
  readonly until!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Only values of this part of the business; absent: of the whole.',
  })
  readonly segment!: string | null;
}

@ArgsType()
class KpiEffectArgs {
  @Field(() => ID, { description: 'The deployment: its URN.' })
  readonly deployment!: string;

  @Field(() => ID, { description: 'The KPI: its URN.' })
  readonly kpi!: string;

  @Field(() => KpiEffectWindow, { description: 'When.' })
  readonly window!: KpiEffectWindow;

  @Field(() => String, {
    nullable: true,
    description: 'The arm that is judged; if absent the other one than `control`, else the one that came last.',
  })
  readonly treatment!: string | null;

  @Field(() => String, { nullable: true, description: 'The arm that it is judged against; if absent, the other.' })
  readonly control!: string | null;

  @Field(() => MomentInput, { nullable: true, description: 'As of when, and as far as was known when; now if absent.' })
  readonly at!: MomentInput | null;
}

@Resolver()
export class KpiEffectQuery {
  @Query(() => KpiEffect, {
    description:
      'Whether a deployment moved a KPI: between two arms that served at the same time, or else before and after its ' +
      'releases changed. Overlapping releases, open incidents upstream and changed definitions make it INCONCLUSIVE.',
  })
  @owned('deployments')
  @priced(EFFECT_COST)
  async kpiEffect(@Args(() => KpiEffectArgs) args: KpiEffectArgs, @Ctx() context: RequestContext): Promise<KpiEffect> {
    const deployment = urnOfKind(args.deployment, 'deployment', Deployment.kind);
    const kpi = urnOfKind(args.kpi, 'kpi', BusinessKpi.kind);
    const window = windowOf(args.window);
    const [treatment, control] = [args.treatment ?? null, args.control ?? null];
    if (treatment !== null && treatment === control) {
      throw badInput(
        'control',
        `control: expected another arm than treatment; came ${JSON.stringify(control)} for both`,
      );
    }
    const at = await readAtMoment(args.at, context);
    const asked = { deployment, kpi, segment: args.window.segment ?? null, arms: { treatment, control } };
    const effect = await kpiEffect(asked, window, at, context);
    const [told] = await tellEffects([effect], at, resolvedMoment(resolved(at), args.at, context), context);
    return told!;
  }
}

/** @throws BAD_USER_INPUT naming the end that is wrong */
export function windowOf({ since, until }: Pick<KpiEffectWindow, 'since' | 'until'>, prefix = 'window.'): Window {
  const window = { since: timeArgument(since, `${prefix}since`), until: timeArgument(until, `${prefix}until`) };
  const place = `${prefix}until`;
  if (window.until <= window.since)
    throw badInput(place, `${place}: expected a time behind since, ${since}; came ${until}`);
  if (window.until - window.since > LONGEST_DAYS * DAY) {
    throw badInput(place, `${place}: expected at most ${LONGEST_DAYS} days behind since, ${since}; came ${until}`);
  }
  return window;
}
