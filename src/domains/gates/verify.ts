import { Arg, Args, ArgsType, Ctx, Field, ID, Int, ObjectType, Query, Resolver } from 'type-graphql';
import type { RequestContext } from '../kind/context.ts';
import { pageSize } from '../kind/arguments.ts';
import { decidedPage, readScope } from '../kind/decided-page.ts';
import { owned, priced } from '../kind/owner.ts';
import { sameJson } from '../../kernel/json.ts';
import { seesTheSame } from '../../kernel/viewer.ts';
import type { ReadAt } from '../../store/ports.ts';
import { PageCursorScalar } from '../kind/scalars.ts';
import { assessRelease, isReady, type Outcome, type Places, type Report } from './assess.ts';
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

  @Field(() => RequirementResult, {
    nullable: true,
    description: 'As it is found now; null: it is not demanded, or the release was not there.',
  })
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

  @Field(() => ID, {
    nullable: true,
    description: 'The hash of what is found now; null where the release was not there.',
  })
  readonly recomputed!: string | null;

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

  @Field(() => [RequirementDifference], {
    description: 'What would not have passed: all that was demanded, where the release was gone by then.',
  })
  readonly differences!: readonly RequirementDifference[];
}

@ObjectType('DecisionsInDoubt', { simpleResolvers: true, description: 'Which of the latest promotions are in doubt.' })
class DecisionsInDoubt {
  @Field(() => [DecisionInDoubt], { description: 'Those in doubt, the latest first.' })
  readonly decisions!: readonly DecisionInDoubt[];

  @Field(() => Int, { description: 'How many promotions were looked at, the latest first.' })
  readonly lookedAt!: number;

  @Field(() => Boolean, { description: 'Whether none is left that was decided before these.' })
  readonly exhaustive!: boolean;

  @Field(() => PageCursorScalar, {
    nullable: true,
    description: 'Where it stopped to look: `after` goes on with those that were decided before.',
  })
  readonly endCursor!: string | null;
}

@ArgsType()
class DoubtArgs {
  @Field(() => Int, { nullable: true, defaultValue: 20, description: 'How many promotions to look at, 1 to 50.' })
  readonly first!: number | null;

  @Field(() => PageCursorScalar, { nullable: true, description: 'The endCursor of the answer before.' })
  readonly after!: string | null;
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
    const recomputed = found === null ? null : hashOf(found);
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
    const { nodes, pageInfo } = await decidedPage(
      { first, after: args.after },
      {
        ...{ kind: 'PROMOTION', open: null, question: ['decisionsInDoubt'], read: readScope('ALL', context) },
        nodeOf: (record, at) => ({ record: record as PromotionRecord, at }),
      },
      context.at,
      context,
    );
    const doubts = await Promise.all(nodes.map(({ record, at }) => doubtsOf(record, at, context)));
    const decisions = nodes.flatMap(({ record, at }, index) => {
      const differences = doubts[index] ?? null;
      return differences === null ? [] : [{ promotion: promotionOf(record, at), differences }];
    });
    return { decisions, lookedAt: nodes.length, exhaustive: !pageInfo.hasNextPage, endCursor: pageInfo.endCursor };
  }
}

/**
 * What passed or was waived, and would not have; null where the release would have been let through. It is looked at for whom it
 * was decided: what is hidden from others puts nothing in doubt.
 */
async function doubtsOf(
  record: PromotionRecord,
  at: ReadAt,
  context: RequestContext,
): Promise<RequirementDifference[] | null> {
  const rules = placeOf(record);
  const places = { facts: { ...rules, position: at.position }, rules };
  const found = await again(record, places, context);
  if (found !== null && isReady(found)) return null;
  // Of what is not demanded of it any more nothing has to hold.
  const isLost = (_was: Outcome | null, is: Outcome | null) => found === null || (is !== null && !isPassed(is));
  return differencesOf(record, found, places, isLost, context);
}

/** What a promotion comes to there; null where the release was not there. */
async function again(
  { about, props }: PromotionRecord,
  places: Places,
  context: RequestContext,
): Promise<Report | null> {
  const { viewer } = places.facts;
  const entity = await context.read.entity(about, places.facts);
  const to = (await stagesAt(places.rules, context)).get(props.report.stage);
  if (entity === null || entity.retiredAt !== null || to === undefined) return null;
  return assessRelease(entity, to, places, { ...context, viewer });
}

function isPassed({ verdict }: Outcome): boolean {
  return verdict === 'PASS' || verdict === 'WAIVED';
}

function isOther(was: Outcome | null, is: Outcome | null): boolean {
  return !sameJson(was, is);
}

function differencesOf(
  record: PromotionRecord,
  is: Report | null,
  places: Places,
  differs: (was: Outcome | null, is: Outcome | null) => boolean,
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
  const after = new Map((is?.outcomes ?? []).map((each) => [keyOf(each), each]));
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
    const [one, other] = [before.get(key) ?? null, after.get(key) ?? null];
    return differs(one, other) ? [{ was: toldOf(one, then), is: toldOf(other, places) }] : [];
  });
}
