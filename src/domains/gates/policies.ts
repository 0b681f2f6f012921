import { GraphQLJSON } from 'graphql-scalars';
import { Arg, Args, Ctx, Field, ID, InputType, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import { badInput, shown } from '../../kernel/errors.ts';
import type { DecisionFact } from '../../kernel/fact.ts';
import type { Json, JsonObject } from '../../kernel/json.ts';
import type { Micros } from '../../kernel/time.ts';
import type { RequestContext } from '../kind/context.ts';
import { firstDecisionsOn, type Question } from '../kind/decide.ts';
import { DecidedArgs, decidedPage, readScope } from '../kind/decided-page.ts';
import { MomentInput, readAtMoment } from '../kind/moment-input.ts';
import { owned } from '../kind/owner.ts';
import { decideOne, orRefused } from '../kind/refused.ts';
import { LogPositionScalar } from '../kind/scalars.ts';
import { here, Refusal } from '../kind/write.ts';
import { BY } from './by.ts';
import { retiring, setting, STAGES, type Demand, type PolicyRecord } from './policy.ts';
import { Policy, PolicyConnection, policyOf, RequirementType } from './policy-type.ts';
import { parseParameters } from './parameters.ts';
import type { Requirement } from './requirement.ts';
import { REQUIREMENTS } from './requirements/index.ts';
import { BUILT_IN_STAGES, stageNamed, stagesAt } from './stage.ts';
import { nameAt, textAt } from './texts.ts';

/** More can nobody keep in mind. */
const MOST_DEMANDS = 100;
const MOST_WAIVERS = 100;

@InputType('PolicyDemandInput', { description: 'One thing that a policy demands.' })
class PolicyDemandInput {
  @Field(() => ID, { nullable: true, description: 'Unique in its policy; the type if absent.' })
  readonly id!: string | null;

  @Field(() => RequirementType, { description: 'Which requirement.' })
  readonly type!: string;

  @Field(() => GraphQLJSON, { nullable: true, description: 'What is said of it, by name, as `requirements` tells.' })
  readonly parameters!: Json;
}

@InputType('SetPolicyInput', { description: 'A policy, whole.' })
class SetPolicyInput {
  @Field(() => String, { description: 'Its name: one of a name that there is takes its place, as its next version.' })
  readonly name!: string;

  @Field(() => String, { description: 'The stage that it stands before.' })
  readonly stage!: string;

  @Field(() => String, { nullable: true, description: 'Of models of this tier alone; of all releases if absent.' })
  readonly tier!: string | null;

  @Field(() => [PolicyDemandInput], { description: 'What it demands, 1 to 100.' })
  readonly demands!: readonly PolicyDemandInput[];

  @Field(() => [String], {
    nullable: true,
    description: 'Who may waive one of them, as `by` of a waiver says it, at most 100; none: nobody; absent: anybody.',
  })
  readonly mayWaive!: readonly string[] | null;
}

@ObjectType('PolicyPayload', { simpleResolvers: true, description: 'What a mutation of one policy did.' })
class PolicyPayload {
  @Field(() => LogPositionScalar, { description: 'The log position behind which reads see it.' })
  readonly position!: string;

  @Field(() => Policy, { nullable: true, description: 'The policy as it is since; null where it was refused.' })
  readonly policy!: Policy | null;

  @Field(() => Refusal, { nullable: true, description: 'Null where it was carried out.' })
  readonly refused!: Refusal | null;
}

@ObjectType('RequirementInfo', { simpleResolvers: true, description: 'A requirement that policies can make.' })
class RequirementInfo {
  @Field(() => RequirementType, { description: 'As a demand names it.' })
  readonly type!: string;

  @Field(() => String, { description: 'What has to hold.' })
  readonly description!: string;

  @Field(() => GraphQLJSON, { description: 'Parameters by name: their type, what they mean, and the default.' })
  readonly parameters!: JsonObject;

  @Field(() => [String], { description: 'The paths of the graph that it reads, from the release on.' })
  readonly reads!: readonly string[];
}

@Resolver()
export class Policies {
  @Query(() => [RequirementInfo], { description: 'All that a policy can demand.' })
  @owned('gates')
  requirements(): RequirementInfo[] {
    return [...REQUIREMENTS.values()].map(infoOf);
  }

  @Query(() => PolicyConnection, {
    description: 'Policies that are in force, those that were said last first; with `knownAt` in the version of then.',
  })
  @owned('gates')
  async policies(
    @Args(() => DecidedArgs) args: DecidedArgs,
    @Arg('at', () => MomentInput, { nullable: true, description: 'When; now if absent. Only `knownAt` counts.' })
    at: MomentInput | null,
    @Ctx() context: RequestContext,
  ) {
    const place = await readAtMoment(at, context);
    return decidedPage(
      args,
      {
        kind: 'POLICY',
        open: true,
        question: ['policies'],
        read: readScope('NOTHING', context),
        nodeOf: (record, here) => policyOf(record as PolicyRecord, here),
      },
      { ...place, asOf: null },
      context,
    );
  }

  @Mutation(() => PolicyPayload, { description: 'Has a policy in force in this form from now on.' })
  @owned('gates')
  setPolicy(
    @Arg('input', () => SetPolicyInput, { description: 'The policy.' }) input: SetPolicyInput,
    @Ctx() context: RequestContext,
  ): Promise<PolicyPayload> {
    return orRefused<PolicyPayload>(context, { policy: null }, async () => {
      const name = nameAt('input.name', input.name);
      if (name === STAGES) throw badInput('input.name', `input.name: expected another than ${STAGES}, which is taken`);
      const { props } = await stageNamed(input.stage, 'input.stage', here(context), context);
      const at = context.services.clock();
      const demands = demandsAsked(input.demands, at, (await stagesAt(here(context), context)).keys());
      const said = { name, stage: props.name, tier: textAt('input.tier', input.tier), demands };
      const named = input.mayWaive ?? null;
      const mayWaive = named === null ? {} : { mayWaive: waiversNamed(named) };
      return decided(setting({ ...said, ...mayWaive }, at), context);
    });
  }

  @Mutation(() => PolicyPayload, { description: 'Ends a policy: it demands nothing any more.' })
  @owned('gates')
  retirePolicy(
    @Arg('name', () => String, { description: 'Its name.' }) name: string,
    @Ctx() context: RequestContext,
  ): Promise<PolicyPayload> {
    return orRefused<PolicyPayload>(context, { policy: null }, () =>
      decided(retiring(nameAt('name', name), context.services.clock()), context),
    );
  }
}

type Said = Omit<SetPolicyInput, 'demands' | 'mayWaive'> & {
  readonly demands: readonly (Pick<PolicyDemandInput, 'type'> & Partial<PolicyDemandInput>)[];
};

/** A policy as the decision that is the first on it. @throws BAD_USER_INPUT naming what is wrong with it */
export function policyDecisions({ name, stage, tier, demands }: Said, at: Micros, source: string): DecisionFact[] {
  const asked = demandsAsked(demands, at, BUILT_IN_STAGES);
  return firstDecisionsOn(setting({ name, stage, tier, demands: asked }, at), source);
}

function infoOf({ type, description, parameters, reads }: Requirement): RequirementInfo {
  return { type, description, parameters: parameters as unknown as JsonObject, reads };
}

/** @throws BAD_USER_INPUT naming what is wrong */
function demandsAsked(said: Said['demands'], at: Micros, known: Iterable<string>): Demand[] {
  const stages = [...known];
  if (said.length === 0 || said.length > MOST_DEMANDS) {
    throw badInput('input.demands', `input.demands: expected 1 to ${MOST_DEMANDS}; came ${said.length}`);
  }
  const ids = new Set<string>();
  return said.map(({ id, type, parameters }, index) => {
    const path = `input.demands[${index}]`;
    const own = nameAt(`${path}.id`, id ?? type);
    if (ids.has(own)) throw badInput(`${path}.id`, `${path}.id: expected one that no other has; came ${shown(own)}`);
    ids.add(own);
    const requirement = REQUIREMENTS.get(type) as Requirement;
    const checked = parseParameters(requirement, parameters ?? null, { path: `${path}.parameters`, at, stages });
    return { id: own, type, parameters: checked };
  });
}

/** @throws BAD_USER_INPUT naming what is wrong */
function waiversNamed(names: readonly string[]): readonly string[] {
  if (names.length > MOST_WAIVERS) {
    throw badInput('input.mayWaive', `input.mayWaive: expected at most ${MOST_WAIVERS}; came ${names.length}`);
  }
  return [...new Set(names.map((name, index) => nameAt(`input.mayWaive[${index}]`, name)))].sort();
}

async function decided(question: Question, context: RequestContext): Promise<PolicyPayload> {
  const { position, record } = await decideOne(question, BY, context);
  return { position, policy: policyOf(record as PolicyRecord, here(context)), refused: null };
}
