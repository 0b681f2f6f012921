import { Arg, Args, ArgsType, Ctx, Field, ID, Int, ObjectType, Query, Resolver } from 'type-graphql';
import type { RequestContext } from '../kind/context.ts';
import { pageSize } from '../kind/arguments.ts';
import { resolved } from '../kind/moment-input.ts';
import { owned, priced } from '../kind/owner.ts';
import { sameJson } from '../../kernel/json.ts';
import { seesTheSame } from '../../kernel/viewer.ts';
import type { ReadAt } from '../../store/ports.ts';
import { assessRelease, type Outcome, type Places, type Report } from './assess.ts';
import { placeOf, type PromotionRecord } from './promotion.ts';
import { Promotion, promotionOf, withoutEvidence } from './promotion-type.ts';
import { promotionNamed } from './promotions.ts';
import { stagesAt } from './stage.ts';
import { ASSESS_COST, certifiable, hashOf, RequirementResult } from './readiness-type.ts';

/** Each is looked at anew. */
const MOST_DOUBTED = 50;

@ObjectType('RequirementDifference', {
  simpleResolvers: true,
  description: 'What comes to another verdict than it did.',
})
class RequirementDifference {
  @Field(() => RequirementResult, { nullable: true, description: 'As it was decided on; null: it was not demanded.' })
  readonly was!: Outcome | null;

  @Field(() => RequirementResult, { nullable: true, description: 'As it is found now; null: it is not demanded.' })
  readonly is!: Outcome | null;
}

@ObjectType('PromotionVerification', {
  simpleResolvers: true,
  description: 'What a promotion comes to where it is looked at anew at its own position and moment.',
})
class PromotionVerification {
  @Field(() => Promotion, { description: 'The promotion.' })
  readonly promotion!: Promotion;

  @Field(() => Boolean, { description: 'Whether the very same was found, with the same evidence.' })
  readonly identical!: boolean;

  @Field(() => ID, { description: 'The hash of what was decided on.' })
  readonly hash!: string;

  @Field(() => ID, { description: 'The hash of what is found now.' })
  readonly recomputed!: string;

  @Field(() => [RequirementDifference], { description: 'What differs in anything; empty where it is identical.' })
  readonly differences!: readonly RequirementDifference[];
}

@ObjectType('DecisionInDoubt', {
  simpleResolvers: true,
  description:
    'A promotion that would have been decided otherwise, had all been known that is known of its time by now.',
})
class DecisionInDoubt {
  @Field(() => Promotion, { description: 'The promotion; it stands as it was decided.' })
  readonly promotion!: Promotion;

  @Field(() => [RequirementDifference], { description: 'What would not have passed.' })
  readonly differences!: readonly RequirementDifference[];
}

@ObjectType('DecisionsInDoubt', { simpleResolvers: true, description: 'Which of the latest promotions are in doubt.' })
class DecisionsInDoubt {
  @Field(() => [DecisionInDoubt], { description: 'Those in doubt, the latest first.' })
  readonly decisions!: readonly DecisionInDoubt[];

  @Field(() => Int, { description: 'How many promotions were looked at, the latest first.' })
  readonly lookedAt!: number;

  @Field(() => Boolean, { description: 'Whether these are all that there are.' })
  readonly exhaustive!: boolean;
}

@ArgsType()
class DoubtArgs {
  @Field(() => Int, { nullable: true, defaultValue: 20, description: 'How many promotions to look at, 1 to 50.' })
  readonly first!: number | null;
}

@Resolver()
export class Verification {
  @Query(() => PromotionVerification, {
    description: 'Looks at a promotion anew, at its own position and moment, by the policies and waivers of then.',
  })
  @owned('gates')
  @priced(ASSESS_COST)
  async verifyPromotion(
    @Arg('id', () => ID, { description: 'The promotion.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<PromotionVerification> {
    const record = await promotionNamed(id, 'id', context.at, context);
    const place = placeOf(record);
    const found = await again(record, { facts: place, rules: place }, context);
    const { hash, report } = record.props;
    const recomputed = hashOf(found);
    const isHeld = hashOf(report) === hash;
    const places = { facts: place, rules: place };
    const differences = recomputed === hash ? [] : differencesOf(record, found, places, isOther, context);
    const promotion = promotionOf(record, context.at);
    return { promotion, identical: recomputed === hash && isHeld, hash, recomputed, differences };
  }

  @Query(() => DecisionsInDoubt, {
    description:
      'Promotions that late facts put in doubt: judged by the policies and waivers of then, on what is known by now of ' +
      'their time. None is changed.',
  })
  @owned('gates')
  @priced(ASSESS_COST * 10)
  async decisionsInDoubt(
    @Args(() => DoubtArgs) args: DoubtArgs,
    @Ctx() context: RequestContext,
  ): Promise<DecisionsInDoubt> {
    const first = pageSize(args.first, 20, MOST_DOUBTED);
    const query = { kind: 'PROMOTION', open: null, first, after: null } as const;
    const [page] = await context.services.store.graph.decidedOn(['ALL'], query, context.at);
    const decisions: DecisionInDoubt[] = [];
    for (const record of (page?.items ?? []) as PromotionRecord[]) {
      const differences = await doubtsOf(record, context.at, context);
      if (differences.length > 0) decisions.push({ promotion: promotionOf(record, context.at), differences });
    }
    return { decisions, lookedAt: page?.items.length ?? 0, exhaustive: page?.hasNext !== true };
  }
}

/** What passed or was waived, and would not have. */
async function doubtsOf(
  record: PromotionRecord,
  at: ReadAt,
  context: RequestContext,
): Promise<RequirementDifference[]> {
  const rules = placeOf(record);
  const facts = resolved({ ...rules, position: at.position, viewer: at.viewer });
  const places = { facts, rules };
  const found = await again(record, places, context);
  const isLost = (_was: Outcome, is: Outcome) => is.verdict === 'FAIL' || is.verdict === 'UNKNOWN';
  return differencesOf(record, found, places, isLost, context);
}

async function again({ about, props }: PromotionRecord, places: Places, context: RequestContext): Promise<Report> {
  const { viewer } = places.facts;
  const entity = await context.read.entity(about, places.facts);
  const { release, stage, asOf } = props.report;
  if (entity === null) return { release, stage, asOf, outcomes: [] };
  const to = (await stagesAt(places.rules, context)).get(stage);
  if (to === undefined) return { release, stage, asOf, outcomes: [] };
  return assessRelease(entity, to, places, { ...context, viewer });
}

function isOther(was: Outcome, is: Outcome): boolean {
  return !sameJson(was, is);
}

function differencesOf(
  record: PromotionRecord,
  is: Report,
  places: Places,
  differs: (was: Outcome, is: Outcome) => boolean,
  { viewer }: RequestContext,
): RequirementDifference[] {
  const { release, stage, outcomes } = record.props.report;
  const then = { facts: places.rules, rules: places.rules };
  const seesIt = seesTheSame(places.rules.viewer, viewer);
  const toldOf = (outcome: Outcome | null, found: Places) => {
    if (outcome === null) return null;
    return seesIt ? certifiable(outcome, { release, stage, places: found }) : withoutEvidence(outcome);
  };
  const keyOf = ({ policy, demand }: Outcome) => JSON.stringify([policy, demand]);
  const before = new Map(outcomes.map((each) => [keyOf(each), each]));
  const after = new Map(is.outcomes.map((each) => [keyOf(each), each]));
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
    const [one, other] = [before.get(key) ?? null, after.get(key) ?? null];
    const isSame = one !== null && other !== null && !differs(one, other);
    return isSame ? [] : [{ was: toldOf(one, then), is: toldOf(other, places) }];
  });
}
