import { GraphQLJSON } from 'graphql-scalars';
import { Ctx, Field, FieldResolver, ID, Int, ObjectType, Resolver, Root } from 'type-graphql';
import { formatPosition } from '../../kernel/cursor.ts';
import { contentHash, type Json, type JsonObject } from '../../kernel/json.ts';
import { parseTime, type Micros } from '../../kernel/time.ts';
import type { Urn } from '../../kernel/urn.ts';
import type { ReadAt } from '../../store/ports.ts';
import { Certificate } from '../kind/certificate.ts';
import type { RequestContext } from '../kind/context.ts';
import { Entity, READ_AT } from '../kind/entity.ts';
import { enumOf } from '../kind/filter.ts';
import { owned, priced } from '../kind/owner.ts';
import { DateTimeScalar, LogPositionScalar } from '../kind/scalars.ts';
import { isReady, type Outcome, type Places, type Report } from './assess.ts';
import type { Item } from './evidence.ts';
import { RequirementType } from './policy-type.ts';
import { certifyOutcome, type FoundAt } from './verdict-certificate.ts';

const RequirementVerdict = enumOf({
  name: 'RequirementVerdict',
  description: 'What a requirement came to.',
  of: {
    PASS: 'It holds.',
    FAIL: 'It does not hold.',
    WAIVED: 'It does not hold, or is not known to, and somebody answers for that until a time.',
    UNKNOWN: 'What would have to be looked at is not known, so that it can not be told: it does not let pass.',
  },
});

/** Where it was found: not a part of what is told. */
const FOUND_AT = Symbol('found at');

interface Certifiable {
  readonly [FOUND_AT]?: FoundAt;
}

/** What it rests on can be told, too. */
export function certifiable(outcome: Outcome, found: FoundAt): Outcome & Certifiable {
  return { ...outcome, [FOUND_AT]: found };
}

/** It walks up for some of what may be demanded, and reads all of it: a page of a thousand releases may have one each. */
export const ASSESS_COST = 500;

@ObjectType('RequirementEvidence', { simpleResolvers: true, description: 'Something that a verdict rests on.' })
export class RequirementEvidence {
  @Field(() => String, { description: 'How one comes to it from the release: fraud@12 <-PRODUCED- 7f3a.' })
  readonly path!: string;

  @Field(() => ID, { description: 'The entity that it was read of.' })
  readonly entity!: Urn;

  @Field(() => String, { description: 'What was read: a property, a relation, a metric, all that is upstream.' })
  readonly what!: string;

  @Field(() => GraphQLJSON, { nullable: true, description: 'As it was read; null where there was nothing.' })
  readonly value!: Json;
}

@ObjectType('RequirementResult', { simpleResolvers: true, description: 'What one demand of a policy came to.' })
export class RequirementResult {
  @Field(() => String, { description: 'The policy that demands it.' })
  readonly policy!: string;

  @Field(() => Int, { description: 'The version of the policy.' })
  readonly policyVersion!: number;

  @Field(() => ID, { description: 'The id of the demand in the policy.' })
  readonly demand!: string;

  @Field(() => RequirementType, { description: 'The requirement.' })
  readonly type!: string;

  @Field(() => GraphQLJSON, { description: 'What is said of it.' })
  readonly parameters!: JsonObject;

  @Field(() => RequirementVerdict, { description: 'What it came to.' })
  readonly verdict!: string;

  @Field(() => RequirementVerdict, { description: 'What it would have come to without a waiver.' })
  readonly found!: string;

  @Field(() => String, { description: 'Why, in one sentence.' })
  readonly why!: string;

  @Field(() => String, { nullable: true, description: 'What makes it pass; null where it does.' })
  readonly todo!: string | null;

  @Field(() => ID, { nullable: true, description: 'The waiver by which it does not count.' })
  readonly waiver!: string | null;

  @Field(() => [RequirementEvidence], { description: 'All that was read to tell.' })
  readonly evidence!: readonly Item[];

  readonly [FOUND_AT]?: FoundAt;
}

@Resolver(() => RequirementResult)
export class RequirementFields {
  @FieldResolver(() => Certificate, {
    nullable: true,
    description:
      'What the verdict rests on, for whoever has an export of the log to check. Null where it is only supposed, where it ' +
      'was found by somebody who sees other entities, or where the same does not come of it any more.',
  })
  @priced(ASSESS_COST)
  certificate(
    @Root() outcome: Outcome & Certifiable,
    @Ctx() context: RequestContext,
  ): Promise<Certificate | null> | null {
    const found = outcome[FOUND_AT];
    return found === undefined ? null : certifyOutcome(outcome, found, context);
  }
}

@ObjectType('PromotionReadiness', {
  simpleResolvers: true,
  description: 'Whether a release may go to a stage, and what this rests on.',
})
export class PromotionReadiness {
  @Field(() => String, { description: 'The stage.' })
  readonly stage!: string;

  @Field(() => Boolean, { description: 'Whether all requirements pass or are waived; true where there are none.' })
  readonly ready!: boolean;

  @Field(() => [RequirementResult], { description: 'All that is demanded, by policy.' })
  readonly requirements!: readonly Outcome[];

  @Field(() => [String], { description: 'Why it may not go, in one sentence a requirement; empty where it may.' })
  readonly whyNot!: readonly string[];

  @Field(() => DateTimeScalar, { description: 'Event time: what was true then.' })
  readonly asOf!: Micros;

  @Field(() => LogPositionScalar, { description: 'The last log entry that counted.' })
  readonly position!: string;

  @Field(() => ID, { description: 'A hash of all of this: the same at each time that the same was found.' })
  readonly hash!: string;

  readonly subject!: Urn;
  readonly [READ_AT]!: ReadAt;
}

@Resolver(() => PromotionReadiness)
export class ReadinessFields {
  @FieldResolver(() => Entity, { nullable: true, description: 'The release, as it was.' })
  @owned('gates')
  release(@Root() { subject, [READ_AT]: at }: PromotionReadiness, @Ctx() context: RequestContext) {
    return context.read.entity(subject, at);
  }
}

export function hashOf(report: Report): string {
  return contentHash(report as unknown as Json);
}

/** @param isCertifiable false where not all that it rests on is told */
export function readinessOf(report: Report, at: Places['facts'], isCertifiable = true): PromotionReadiness {
  const { release, stage, asOf, outcomes } = report;
  const found = { release, stage, places: { facts: at, rules: at } };
  const requirements = isCertifiable ? outcomes.map((each) => certifiable(each, found)) : outcomes;
  return {
    ...{ stage, subject: release, requirements, ready: isReady(report), whyNot: whyNot(report) },
    ...{ asOf: parseTime(asOf) as Micros, position: formatPosition(at.position) },
    // It takes as long as all else: worked out for whoever asks.
    get hash() {
      return hashOf(report);
    },
    [READ_AT]: at,
  };
}

/** Why it may not go, for people; empty where it may. */
export function whyNot({ outcomes }: Report): string[] {
  return outcomes
    .filter(({ verdict }) => verdict === 'FAIL' || verdict === 'UNKNOWN')
    .map(({ why, todo }) => (todo === null ? why : `${why} ${todo}`));
}
