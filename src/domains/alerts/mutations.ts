import { GraphQLJSON } from 'graphql-scalars';
import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { formatPosition } from '../../kernel/cursor.ts';
import { badInput } from '../../kernel/errors.ts';
import { isJsonObject, type Json } from '../../kernel/json.ts';
import { refusable, type FactProblem } from '../../kernel/parse-fact.ts';
import { expected } from '../../kernel/parse-props.ts';
import { keyProblem, nameProblem, parseUrn, type Urn } from '../../kernel/urn.ts';
import { timeArgument } from '../kind/arguments.ts';
import type { RequestContext } from '../kind/context.ts';
import { decide, type Judged, type Verdict } from '../kind/decide.ts';
import { owned } from '../kind/owner.ts';
import { DateTimeScalar, LogPositionScalar } from '../kind/scalars.ts';
import { here, moveOn, notFound, Refusal, refusedFor } from '../kind/write.ts';
import { streamOf, type AlertRecord, type Feedback, type Raising, type Severity } from './alert.ts';
import { Alert, AlertFeedback, alertOf, AlertSeverity } from './alert-type.ts';
import { acknowledge, raise, resolve } from './rules.ts';
import { labelsProblem, MOST_OF_ALERT, textProblem, titleProblem } from './texts.ts';
import type { StreamState } from '../../kernel/decision.ts';

/** Who raises what mutations raise. */
const API = 'api';
const SCOPE = 'graphql.alerts';

@InputType('RaiseAlertInput', { description: 'An alert to be raised.' })
class RaiseAlertInput {
  @Field(() => ID, { description: 'What it is about: a URN.' })
  readonly entity!: string;

  @Field(() => AlertSeverity, { description: 'How urgent it is.' })
  readonly severity!: Severity;

  @Field(() => String, { description: 'What happened, in one line of at most 2,000 characters.' })
  readonly title!: string;

  @Field(() => String, { description: 'The same key raises one alert until that is resolved.' })
  readonly key!: string;

  @Field(() => String, { nullable: true, description: 'What happened, in at most 10,000 characters.' })
  readonly description!: string | null;

  @Field(() => GraphQLJSON, {
    nullable: true,
    description: 'What else is to be known of it, by name: at most 100, each of at most 2,000 characters.',
  })
  readonly labels!: Json;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Since when it is so; now if absent.' })
  readonly startsAt!: string | null;
}

@ObjectType('AlertPayload', { simpleResolvers: true, description: 'What a mutation of one alert did.' })
class AlertPayload {
  @Field(() => LogPositionScalar, { description: 'The log position behind which reads see it.' })
  readonly position!: string;

  @Field(() => Alert, { nullable: true, description: 'The alert as it is since; null where it was refused.' })
  readonly alert!: Alert | null;

  @Field(() => Refusal, { nullable: true, description: 'Null where it was carried out.' })
  readonly refused!: Refusal | null;
}

@ObjectType('RaiseAlertPayload', {
  simpleResolvers: true,
  description: 'What became of an alert that was to be raised.',
})
class RaiseAlertPayload extends AlertPayload {
  @Field(() => Boolean, { description: 'False: one of this key was open already, or it was refused.' })
  readonly raised!: boolean;
}

@Resolver()
export class AlertMutations {
  @Mutation(() => RaiseAlertPayload, {
    description: 'Raises an alert on an entity, unless one of the same key is open: then that is raised once more.',
  })
  @owned('alerts')
  async raiseAlert(
    @Arg('input', () => RaiseAlertInput, { description: 'The alert.' }) input: RaiseAlertInput,
    @Ctx() context: RequestContext,
  ): Promise<RaiseAlertPayload> {
    const said = refusable(() => raisingOf(input, context));
    if ('code' in said) return { ...refused(said, context), raised: false };
    const about = said.about as Urn;
    const entity = await context.read.entity(about, here(context));
    if (entity === null) return { ...refused(notFound('input.entity', about), context), raised: false };
    const { payload, events } = await judged(streamOf(API, said.key), raise({ ...said, about: entity.id }), context);
    return { ...payload, raised: events.includes('RAISED') };
  }

  @Mutation(() => AlertPayload, {
    description: 'Says that somebody has taken the alert. One that is resolved is a CONFLICT.',
  })
  @owned('alerts')
  acknowledgeAlert(
    @Arg('id', () => ID, { description: 'The alert.' }) id: string,
    @Arg('note', () => String, { nullable: true, description: 'What there is to say of it.' }) note: string | null,
    @Ctx() context: RequestContext,
  ): Promise<AlertPayload> {
    return change(id, note, context, acknowledge(id, note ?? null));
  }

  @Mutation(() => AlertPayload, {
    description: 'Ends the alert. One that was resolved before, with something else said of it, is a CONFLICT.',
  })
  @owned('alerts')
  resolveAlert(
    @Arg('id', () => ID, { description: 'The alert.' }) id: string,
    @Arg('feedback', () => AlertFeedback, {
      nullable: true,
      description: 'Whether it was right to be told.',
    })
    feedback: Feedback | null,
    @Arg('note', () => String, { nullable: true, description: 'What there is to say of it.' }) note: string | null,
    @Ctx() context: RequestContext,
  ): Promise<AlertPayload> {
    const said = { feedback: feedback ?? null, note: note ?? null };
    return change(id, note, context, resolve(id, said, context.services.clock()));
  }
}

/** @throws BAD_USER_INPUT naming what of the input is wrong */
function raisingOf(input: RaiseAlertInput, { services }: RequestContext): Raising {
  const about = parseUrn(input.entity, 'input.entity');
  const key = checked('input.key', input.key, nameProblem);
  const title = checked('input.title', input.title, titleProblem);
  const told = checked('input.description', input.description ?? '', (text) =>
    textProblem(text, MOST_OF_ALERT.description),
  );
  const description = told.trim() === '' ? null : told;
  const given = input.labels ?? {};
  if (!isJsonObject(given)) throw badInput('input.labels', `input.labels: ${expected('an object', given)}`);
  const labels = checked('input.labels', given, labelsProblem);
  const since = timeArgument(input.startsAt, 'input.startsAt') ?? services.clock();
  const { severity } = input;
  return {
    source: API,
    key,
    about,
    severity,
    reason: 'Whoever raised it said so.',
    title,
    description,
    labels,
    details: {},
    since,
  };
}

function checked<T>(path: string, value: T, problem: (value: T) => string | null): T {
  const wrong = problem(value);
  if (wrong !== null) throw badInput(path, `${path}: it ${wrong}`);
  return value;
}

/** Decides on an alert that there is. */
async function change(
  text: string,
  note: string | null,
  context: RequestContext,
  judge: (state: StreamState) => Judged | FactProblem,
): Promise<AlertPayload> {
  const found = refusable(() => {
    checked('note', note ?? '', keyProblem);
    return parseUrn(text, 'id');
  });
  if (typeof found !== 'string') return refused(found, context);
  const record = await context.read.decided(found, here(context));
  if (record?.kind !== 'ALERT') return refused(notFound('id', `alert ${found}`), context);
  const { source, key } = (record as AlertRecord).props;
  return (await judged(streamOf(source, key), judge, context)).payload;
}

async function judged(
  stream: string,
  judge: (state: StreamState) => Judged | FactProblem,
  context: RequestContext,
): Promise<{ readonly payload: AlertPayload; readonly events: readonly string[] }> {
  const by = { scope: SCOPE, source: API };
  const { position, verdicts } = await decide(context.services, [{ stream, judge }], by);
  const [verdict] = verdicts as [Verdict];
  if ('code' in verdict) return { payload: refused(verdict, context), events: [] };
  moveOn(context, position);
  const { record, events } = verdict;
  const alert = record === null ? null : alertOf(record as AlertRecord, here(context));
  return { payload: { position: formatPosition(position), alert, refused: null }, events };
}

function refused(problem: FactProblem, context: RequestContext): AlertPayload {
  return { position: formatPosition(context.position), alert: null, refused: refusedFor(problem) };
}
