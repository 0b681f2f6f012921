import { GraphQLJSON } from 'graphql-scalars';
import { Arg, Ctx, Field, FieldResolver, ID, InputType, Mutation, ObjectType, Resolver, Root } from 'type-graphql';
import { badInput, ThroughlineError } from '../../kernel/errors.ts';
import type { Fact } from '../../kernel/fact.ts';
import { isJsonObject, type Json } from '../../kernel/json.ts';
import { isFact, parseFact } from '../../kernel/parse-fact.ts';
import { expected } from '../../kernel/parse-props.ts';
import { formatUrn, urnParts, type Urn } from '../../kernel/urn.ts';
import { urnOfKind } from '../kind/arguments.ts';
import type { ReadAt } from '../../store/ports.ts';
import type { RequestContext } from '../kind/context.ts';
import { READ_AT, type EntityObject } from '../kind/entity.ts';
import { enumOf } from '../kind/filter.ts';
import { owned, priced } from '../kind/owner.ts';
import { accepted, orRefused } from '../kind/refused.ts';
import { LogPositionScalar } from '../kind/scalars.ts';
import { there } from '../kind/there.ts';
import { claim, here, moveOn, Refusal } from '../kind/write.ts';
import { ModelVersion, Releasable } from '../registry/index.ts';
import { promotionsOf } from './promotion.ts';
import { letThrough } from './promotions.ts';
import { ASSESS_COST, PromotionReadiness } from './readiness-type.ts';
import { REGISTERED, stageNamed } from './stage.ts';
import { nameAt } from './texts.ts';

const RegistrationStatus = enumOf({
  name: 'RegistrationStatus',
  description: 'Whether the registry has admitted a version.',
  of: {
    CANDIDATE: 'It is known, and has not passed what is demanded before REGISTERED.',
    ADMITTED: 'It passed what was demanded when it was registered.',
  },
});

@InputType('RegisterModelVersionInput', { description: 'A version of a model, as whoever made it tells of it.' })
class RegisterModelVersionInput {
  @Field(() => ID, { description: 'The model: a URN.' })
  readonly model!: string;

  @Field(() => String, { description: 'The version, as the registry counts.' })
  readonly version!: string;

  @Field(() => ID, { nullable: true, description: 'The experiment run that made it: a URN.' })
  readonly run!: string | null;

  @Field(() => GraphQLJSON, { nullable: true, description: 'What else is to be said of it, as its stored fields.' })
  readonly props!: Json;

  @Field(() => String, { description: 'Who registers it.' })
  readonly by!: string;
}

@ObjectType('RegisterModelVersionPayload', { simpleResolvers: true, description: 'What became of a version.' })
class RegisterModelVersionPayload {
  @Field(() => LogPositionScalar, { description: 'The log position behind which reads see it.' })
  readonly position!: string;

  @Field(() => ModelVersion.Type, { nullable: true, description: 'The version; null where it was refused.' })
  readonly version!: EntityObject | null;

  @Field(() => RegistrationStatus, { nullable: true, description: 'What it is; null where it was refused.' })
  readonly status!: string | null;

  @Field(() => PromotionReadiness, { nullable: true, description: 'What is demanded of it, and what does not pass.' })
  readonly readiness!: PromotionReadiness | null;

  @Field(() => Refusal, { nullable: true, description: 'Why it is not even a candidate; null where it is.' })
  readonly refused!: Refusal | null;
}

@Resolver()
export class Registration {
  @Mutation(() => RegisterModelVersionPayload, {
    description:
      'Tells of a version of a model, and admits it to the registry if all that is demanded before REGISTERED holds or is ' +
      'waived; else it stays a candidate, and `readiness` says what is missing. Said again it is looked at anew, and what was ' +
      'admitted stays so.',
  })
  @owned('gates')
  @priced(ASSESS_COST)
  registerModelVersion(
    @Arg('input', () => RegisterModelVersionInput, { description: 'The version.' }) input: RegisterModelVersionInput,
    @Ctx() context: RequestContext,
  ): Promise<RegisterModelVersionPayload> {
    const nothing = { version: null, status: null, readiness: null };
    return orRefused<RegisterModelVersionPayload>(context, nothing, async () => {
      const by = nameAt('input.by', input.by);
      const id = await tell(input, context);
      const told = (await context.read.entity(id, here(context))) as EntityObject;
      const stage = await stageNamed(REGISTERED, 'stage', here(context), context);
      const { position, readiness } = await letThrough(told, stage, by, null, context);
      // By now it may be admitted, which is to be seen on the version itself, too.
      const version = (await context.read.entity(id, here(context))) as EntityObject;
      return { position, version, status: await statusOf(id, here(context), context), readiness, refused: null };
    });
  }
}

@Resolver(() => Releasable)
export class RegistrationField {
  @FieldResolver(() => RegistrationStatus, {
    nullable: true,
    description: 'Whether the registry had admitted it at the answer’s moment.',
  })
  @owned('gates')
  registration(@Root() root: EntityObject, @Ctx() context: RequestContext): Promise<string> {
    return statusOf(root.id, root[READ_AT], context);
  }
}

/** What was admitted once stays so, whatever is found when it is registered again. */
async function statusOf(version: Urn, at: ReadAt, context: RequestContext): Promise<string> {
  const promotions = await promotionsOf(version, at, context);
  return promotions.some(({ props }) => props.stage === REGISTERED) ? 'ADMITTED' : 'CANDIDATE';
}

/** Writes what is said of the version. @throws what a refusal says */
async function tell({ model, version, run, props }: RegisterModelVersionInput, context: RequestContext): Promise<Urn> {
  const whole = await named(model, 'input.model', 'MODEL', context);
  const { namespace, name } = urnParts(whole);
  const made = run === null || run === undefined ? null : await named(run, 'input.run', 'EXPERIMENT_RUN', context);
  const id = formatUrn('MODEL_VERSION', namespace, `${name}@${nameAt('input.version', version)}`);
  const own = claim(context, undefined, undefined);
  const given = props ?? {};
  if (!isJsonObject(given)) throw badInput('input.props', `input.props: ${expected('an object', given)}`);
  const said = { ...given, version };
  const inputs = [
    { fact: 'entity', kind: 'MODEL_VERSION', namespace, name: urnParts(id).name, props: said, ...own },
    { fact: 'relation', type: 'CONTAINS', from: whole, to: id, ...own },
    ...(made === null ? [] : [{ fact: 'relation', type: 'PRODUCED', from: made, to: id, ...own }]),
  ];
  const facts = inputs.map((input): Fact => {
    const parsed = parseFact(input as unknown as Json, context.services.ontology);
    if (isFact(parsed)) return parsed;
    const path = `input.${parsed.path}`;
    throw new ThroughlineError(parsed.code, `${path}: ${parsed.message}`, { argument: path });
  });
  const content = inputs as unknown as Json;
  const result = await context.services.writer.submit({ scope: 'graphql.gates', key: null, content, facts });
  if (result.refused !== null) accepted(result.refused);
  moveOn(context, result.position);
  return id;
}

/** By the name that stands for it. @throws BAD_USER_INPUT or NOT_FOUND naming the argument */
async function named(text: string, argument: string, kind: string, context: RequestContext): Promise<Urn> {
  return (await there(urnOfKind(text, argument, kind), argument, here(context), context)).id;
}
