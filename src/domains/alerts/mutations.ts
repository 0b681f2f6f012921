import { GraphQLJSON } from 'graphql-scalars';
import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { formatPosition } from '../../kernel/cursor.ts';
import { badInput } from '../../kernel/errors.ts';
import { isJsonObject, jsonProblem, type Json } from '../../kernel/json.ts';
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

  @Field(() => String, { description: 'What happened, in one line.' })
  readonly title!: string;

  @Field(() => String, { description: 'The same key raises one alert until that is resolved.' })
  readonly key!: string;

  @Field(() => String, { nullable: true, description: 'What happened, at length.' })
  readonly description!: string | null;

  @Field(() => GraphQLJSON, { nullable: true, description: 'What else is to be known of it, by name.' })
  readonly labels!: Json;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Since when it is so; now if absent.' })
  readonly startsAt!: string | null;
}

@ObjectType('AlertPayload', { simpleResolvers: true, description: 'What a mutation of one alert did.' })
class AlertPayload {
  @Field(() => LogPositionScalar, { description: 'The log position behind which reads see it.' })
  readonly position!: string;

  @Field(() => Alert, { nullable: true, description: 'The alert as it is since; null where there is none.' })
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
    if (entity === null) return { ...refused(notFound('entity', about), context), raised: false };
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
  const about = parseUrn(input.entity, 'entity');
  const key = checked('key', input.key, nameProblem);
  const title = checked('title', input.title, nameProblem);
  const description = checked('description', input.description ?? null, textProblem);
  const labels = input.labels ?? {};
  if (!isJsonObject(labels)) throw badInput('labels', expected('an object', labels));
  const wrong = jsonProblem(labels);
  if (wrong !== null) throw badInput('labels', `labels: it ${wrong}`);
  const since = timeArgument(input.startsAt, 'startsAt') ?? services.clock();
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

function textProblem(text: string | null): string | null {
  return text === null || !text.includes('\u0000') ? null : 'has a NUL in it';
}

function checked<T extends string | null>(path: string, text: T, problem: (text: T) => string | null): T {
  const wrong = problem(text);
  if (wrong !== null) throw badInput(path, `${path}: it ${wrong}`);
  return text;
}

/** Decides on an alert that there is. */
async function change(
  text: string,
  note: string | null,
  context: RequestContext,
  judge: (state: StreamState) => Judged | FactProblem,
): Promise<AlertPayload> {
  const found = refusable(() => {
    checked('note', note ?? null, (each) => (each === null ? null : keyProblem(each)));
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
