import { Arg, Args, ArgsType, Ctx, Field, ID, InputType, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import { badInput, shown, ThroughlineError } from '../../kernel/errors.ts';
import type { DecisionFact } from '../../kernel/fact.ts';
import { formatTime, type Micros } from '../../kernel/time.ts';
import { parseUrn, type Urn } from '../../kernel/urn.ts';
import { timeArgument } from '../kind/arguments.ts';
import type { RequestContext } from '../kind/context.ts';
import { firstDecisionsOn, type Question } from '../kind/decide.ts';
import { DecidedArgs, decidedPage, readScope } from '../kind/decided-page.ts';
import { owned } from '../kind/owner.ts';
import { decideOne, orRefused } from '../kind/refused.ts';
import { DateTimeScalar, LogPositionScalar } from '../kind/scalars.ts';
import { here, Refusal } from '../kind/write.ts';
import { BY } from './by.ts';
import { policyNamed } from './policy.ts';
import { releaseNamed } from './release-argument.ts';
import { nameAt } from './texts.ts';
import { waiving, withdrawing, type WaiverProps, type WaiverRecord } from './waiver.ts';
import { Waiver, WaiverConnection, waiverOf } from './waiver-type.ts';

@InputType('WaiveRequirementInput', { description: 'One demand of a policy that is not to count for one release.' })
class WaiveRequirementInput {
  @Field(() => ID, { description: 'The release: a URN.' })
  readonly release!: string;

  @Field(() => String, { description: 'The policy.' })
  readonly policy!: string;

  @Field(() => ID, { description: 'The id of the demand in the policy.' })
  readonly demand!: string;

  @Field(() => String, { description: 'Who answers for it: one whom the policy lets waive.' })
  readonly by!: string;

  @Field(() => String, { description: 'Why it may be.' })
  readonly reason!: string;

  @Field(() => DateTimeScalar, { description: 'Until when: none stands for good.' })
  readonly until!: string;
}

@ArgsType()
class WaiverArgs extends DecidedArgs {
  @Field(() => Boolean, {
    nullable: true,
    defaultValue: true,
    description: 'True: those that stand. False: those that are over. Null: all.',
  })
  readonly standing!: boolean | null;
}

@ObjectType('WaiverPayload', { simpleResolvers: true, description: 'What a mutation of one waiver did.' })
class WaiverPayload {
  @Field(() => LogPositionScalar, { description: 'The log position behind which reads see it.' })
  readonly position!: string;

  @Field(() => Waiver, { nullable: true, description: 'The waiver as it is since; null where it was refused.' })
  readonly waiver!: Waiver | null;

  @Field(() => Refusal, { nullable: true, description: 'Null where it was carried out.' })
  readonly refused!: Refusal | null;
}

@Resolver()
export class Waivers {
  @Query(() => WaiverConnection, { description: 'Waivers, those that were given last first.' })
  @owned('gates')
  waivers(@Args(() => WaiverArgs) args: WaiverArgs, @Ctx() context: RequestContext) {
    return decidedPage(
      args,
      {
        kind: 'WAIVER',
        open: args.standing,
        question: ['waivers'],
        read: readScope('ALL', context),
        nodeOf: (record, at) => waiverOf(record as WaiverRecord, at),
      },
      // Each has an end, so that whether it stands is a matter of time.
      { ...context.at, asOf: context.at.now },
      context,
    );
  }

  @Mutation(() => WaiverPayload, {
    description:
      'Has one demand of a policy not count for one release, until a time. FORBIDDEN for somebody whom the policy does not let.',
  })
  @owned('gates')
  waiveRequirement(
    @Arg('input', () => WaiveRequirementInput, { description: 'What is waived.' }) input: WaiveRequirementInput,
    @Ctx() context: RequestContext,
  ): Promise<WaiverPayload> {
    return orRefused<WaiverPayload>(context, { waiver: null }, async () => {
      const release = await releaseNamed(input.release, 'input.release', here(context), context);
      const policy = await policyNamed(input.policy, 'input.policy', here(context), context);
      const { demands, name, stage, mayWaive } = policy.props;
      const demanded = demands.find(({ id }) => id === input.demand);
      if (demanded === undefined) {
        const ids = demands.map(({ id }) => id).join(', ');
        throw badInput('input.demand', `input.demand: expected one of ${ids}; came ${shown(input.demand)}`);
      }
      const at = context.services.clock();
      const until = timeArgument(input.until, 'input.until');
      if (until <= at) {
        throw badInput('input.until', `input.until: expected a time after ${formatTime(at)}; came ${input.until}`);
      }
      const [by, reason] = [nameAt('input.by', input.by), nameAt('input.reason', input.reason)];
      if (mayWaive !== undefined && !mayWaive.includes(by)) {
        const message = `input.by: expected who may waive what ${name} demands (${mayWaive.join(', ') || 'nobody'}); came ${shown(by)}`;
        throw new ThroughlineError('FORBIDDEN', message, { argument: 'input.by' });
      }
      const { id: demand, type, parameters } = demanded;
      return decided(
        waiving(release.id, { stage, policy: name, demand, type, parameters, by, reason }, until, at),
        context,
      );
    });
  }

  @Mutation(() => WaiverPayload, { description: 'Ends a waiver before its time. One that is over is a CONFLICT.' })
  @owned('gates')
  withdrawWaiver(
    @Arg('id', () => ID, { description: 'The waiver.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<WaiverPayload> {
    return orRefused<WaiverPayload>(context, { waiver: null }, async () => {
      const record = await context.read.decided(parseUrn(id, 'id'), here(context));
      if (record?.kind !== 'WAIVER') {
        throw new ThroughlineError('NOT_FOUND', `id: there is no waiver ${id}`, { argument: 'id' });
      }
      return decided(withdrawing(record as WaiverRecord, context.services.clock()), context);
    });
  }
}

/** A waiver as the decision that is the first on its demand. */
export function waiverDecisions(
  about: Urn,
  props: WaiverProps,
  { since, until }: { readonly since: Micros; readonly until: Micros },
  source: string,
): DecisionFact[] {
  // It is told when it is given, and not when it is over.
  return firstDecisionsOn(waiving(about, props, until, since), source).map((fact) => ({ ...fact, at: since }));
}

async function decided(question: Question, context: RequestContext): Promise<WaiverPayload> {
  const { position, record } = await decideOne(question, BY, context);
  return { position, waiver: waiverOf(record as WaiverRecord, here(context)), refused: null };
}
