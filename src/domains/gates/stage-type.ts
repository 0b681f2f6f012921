import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import { badInput, shown } from '../../kernel/errors.ts';
import type { Urn } from '../../kernel/urn.ts';
import type { ReadAt } from '../../store/ports.ts';
import type { RequestContext } from '../kind/context.ts';
import type { DecidedType } from '../kind/decided-type.ts';
import { Node, READ_AT } from '../kind/entity.ts';
import { MomentInput, readAtMoment } from '../kind/moment-input.ts';
import { ENTITIES, owned } from '../kind/owner.ts';
import { decideOne, orRefused } from '../kind/refused.ts';
import { LogPositionScalar } from '../kind/scalars.ts';
import { here, Refusal } from '../kind/write.ts';
import { BY } from './by.ts';
import { defining, stagesAt, withoutWay, type StageProps, type StageRecord } from './stage.ts';
import { nameAt, textAt } from './texts.ts';

@ObjectType('Stage', {
  implements: Node,
  simpleResolvers: true,
  description: 'A stage that releases go through, as those of a deployment say it.',
})
export class Stage extends Node {
  @Field(() => ID, { description: 'A URN.' })
  @owned(ENTITIES)
  declare readonly id: Urn;

  @Field(() => String, { description: 'As releases say it: PRODUCTION.' })
  @owned('gates')
  readonly name!: string;

  @Field(() => String, { description: 'What happens there.' })
  @owned('gates')
  readonly description!: string;

  @Field(() => [String], {
    description: 'Where a version has to have been released before it may come here, one of these; empty: nowhere.',
  })
  @owned('gates')
  readonly from!: readonly string[];

  readonly [READ_AT]!: ReadAt;
  readonly kind!: 'STAGE';
}

export const stageType: DecidedType = {
  kind: 'STAGE',
  typeName: 'Stage',
  Type: Stage,
  objectOf: (record, at) => stageOf(record as StageRecord, at),
};

@InputType('DefineStageInput', { description: 'A stage.' })
class DefineStageInput {
  @Field(() => String, { description: 'As releases say it. One of a name that there is takes its place.' })
  readonly name!: string;

  @Field(() => String, { nullable: true, description: 'What happens there.' })
  readonly description!: string | null;

  @Field(() => [String], { description: 'Where a version has to have been released before; empty: nowhere.' })
  readonly from!: readonly string[];
}

@ObjectType('StagePayload', { simpleResolvers: true, description: 'What a mutation of one stage did.' })
class StagePayload {
  @Field(() => LogPositionScalar, { description: 'The log position behind which reads see it.' })
  readonly position!: string;

  @Field(() => Stage, { nullable: true, description: 'The stage as it is since; null where it was refused.' })
  readonly stage!: Stage | null;

  @Field(() => Refusal, { nullable: true, description: 'Null where it was carried out.' })
  readonly refused!: Refusal | null;
}

@Resolver()
export class Stages {
  @Query(() => [Stage], { description: 'All stages, those that come with the server and the organisation’s own.' })
  @owned('gates')
  async stages(
    @Arg('at', () => MomentInput, { nullable: true, description: 'When; now if absent. Only `knownAt` counts.' })
    at: MomentInput | null,
    @Ctx() context: RequestContext,
  ): Promise<Stage[]> {
    const place = await readAtMoment(at, context);
    return [...(await stagesAt(place, context)).values()].map((stage) => stageOf(stage, place));
  }

  @Mutation(() => StagePayload, { description: 'Defines a stage, or says otherwise what it is.' })
  @owned('gates')
  defineStage(
    @Arg('input', () => DefineStageInput, { description: 'The stage.' }) input: DefineStageInput,
    @Ctx() context: RequestContext,
  ): Promise<StagePayload> {
    return orRefused<StagePayload>(context, { stage: null }, async () => {
      const props = await stageAsked(input, context);
      const { position, record } = await decideOne(defining(props, context.services.clock()), BY, context);
      return { position, stage: stageOf(record as StageRecord, here(context)), refused: null };
    });
  }
}

/** @throws BAD_USER_INPUT naming what is wrong */
async function stageAsked({ name, description, from }: DefineStageInput, context: RequestContext): Promise<StageProps> {
  const known = await stagesAt(here(context), context);
  for (const [index, before] of from.entries()) {
    if (known.has(before) && before !== name) continue;
    const others = [...known.keys()].filter((each) => each !== name).join(', ');
    throw badInput(
      `input.from[${index}]`,
      `input.from[${index}]: expected another stage (${others}); came ${shown(before)}`,
    );
  }
  const now = [...known.values()].map(({ props }) => props);
  const before = withoutWay(now);
  const after = withoutWay([...now.filter((each) => each.name !== name), { name, from }]);
  const cutOff = after.filter((each) => !before.includes(each));
  if (cutOff.length > 0) {
    const what = 'expected a way to each stage from one that anything may go to';
    throw badInput('input.from', `input.from: ${what}; there would be none to ${cutOff.join(', ')}`);
  }
  return {
    name: nameAt('input.name', name),
    description: textAt('input.description', description) ?? '',
    from: [...new Set(from)],
  };
}

export function stageOf({ id, props }: StageRecord, at: ReadAt): Stage {
  return { ...(props as StageProps & Pick<Stage, 'name' | 'description' | 'from'>), id, kind: 'STAGE', [READ_AT]: at };
}
