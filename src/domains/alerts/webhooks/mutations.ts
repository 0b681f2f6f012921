import { Arg, Ctx, Field, ID, Mutation, ObjectType, Resolver } from 'type-graphql';
import { formatPosition } from '../../../kernel/cursor.ts';
import { badInput, ThroughlineError } from '../../../kernel/errors.ts';
import { parseUrn, type Urn } from '../../../kernel/urn.ts';
import type { RequestContext } from '../../kind/context.ts';
import { decide, type Question } from '../../kind/decide.ts';
import { owned } from '../../kind/owner.ts';
import { accepted, decideOne, orRefused } from '../../kind/refused.ts';
import { LogPositionScalar } from '../../kind/scalars.ts';
import { here, moveOn, Refusal } from '../../kind/write.ts';
import { deadLetterStream, replay, type DeadLetterRecord } from './dead-letter.ts';
import { changesAsked, CreateWebhookInput, UpdateWebhookInput, webhookAsked } from './inputs.ts';
import { change, create, rotated, updated, webhookId, webhookStream, type WebhookRecord } from './webhook.ts';
import { DeadLetter, deadLetterOf, Webhook, webhookOf } from './webhook-type.ts';

const BY = { scope: 'graphql.webhooks', source: 'api' };
/** One request can not ask for more. */
const MOST_REPLAYED = 100;

@ObjectType('WebhookPayload', { simpleResolvers: true, description: 'What a mutation of one webhook did.' })
class WebhookPayload {
  @Field(() => LogPositionScalar, { description: 'The log position behind which reads see it.' })
  readonly position!: string;

  @Field(() => Webhook, { nullable: true, description: 'The webhook as it is since; null where it was refused.' })
  readonly webhook!: Webhook | null;

  @Field(() => Refusal, { nullable: true, description: 'Null where it was carried out.' })
  readonly refused!: Refusal | null;
}

@ObjectType('WebhookSecretPayload', {
  simpleResolvers: true,
  description: 'What a mutation did that gives a webhook its secret.',
})
class WebhookSecretPayload extends WebhookPayload {
  @Field(() => String, {
    nullable: true,
    description:
      'What its messages are signed with, in the form of Standard Webhooks: `whsec_…`. It is told here and never again.',
  })
  readonly secret!: string | null;
}

@ObjectType('ReplayPayload', {
  simpleResolvers: true,
  description: 'What became of dead letters that were to be sent again.',
})
class ReplayPayload {
  @Field(() => LogPositionScalar, { description: 'The log position behind which reads see it.' })
  readonly position!: string;

  @Field(() => [DeadLetter], {
    description: 'Those that are tried once more, in the order in which they were asked for.',
  })
  readonly deadLetters!: readonly DeadLetter[];

  @Field(() => Refusal, { nullable: true, description: 'Null where all of it was carried out; else nothing was.' })
  readonly refused!: Refusal | null;
}

@Resolver()
export class WebhookMutations {
  @Mutation(() => WebhookSecretPayload, { description: 'Has what alerts do posted to somebody from now on.' })
  @owned('alerts')
  async createWebhook(
    @Arg('input', () => CreateWebhookInput, { description: 'The webhook.' }) input: CreateWebhookInput,
    @Ctx() context: RequestContext,
  ): Promise<WebhookSecretPayload> {
    return orRefused(context, NO_SECRET, async () => {
      const props = await webhookAsked(input, context);
      const id = webhookId(crypto.randomUUID());
      const since = context.services.clock();
      const record: WebhookRecord = { id, kind: 'WEBHOOK', about: null, since, until: null, props };
      return withSecret(await decided(id, create(record), context), context);
    });
  }

  @Mutation(() => WebhookPayload, {
    description: 'Changes where a webhook posts to, or has it wait. Where nothing is to be another nothing is written.',
  })
  @owned('alerts')
  async updateWebhook(
    @Arg('id', () => ID, { description: 'The webhook.' }) id: string,
    @Arg('input', () => UpdateWebhookInput, { description: 'What is to be another.' }) input: UpdateWebhookInput,
    @Ctx() context: RequestContext,
  ): Promise<WebhookPayload> {
    return orRefused(context, NO_WEBHOOK, () => {
      const changes = changesAsked(input, context);
      return changed(id, 'CHANGED', context, (before) => updated(before, changes));
    });
  }

  @Mutation(() => WebhookSecretPayload, {
    description: 'Gives a webhook another secret. For a day its messages are signed with the one before, too.',
  })
  @owned('alerts')
  async rotateWebhookSecret(
    @Arg('id', () => ID, { description: 'The webhook.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<WebhookSecretPayload> {
    const at = context.services.clock();
    return orRefused(context, NO_SECRET, async () =>
      withSecret(await changed(id, 'ROTATED', context, (before) => rotated(before, at)), context),
    );
  }

  @Mutation(() => WebhookPayload, { description: 'Ends a webhook. What it gave up can be replayed no more.' })
  @owned('alerts')
  async deleteWebhook(
    @Arg('id', () => ID, { description: 'The webhook.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<WebhookPayload> {
    return orRefused(context, NO_WEBHOOK, () => changed(id, 'DELETED', context, () => ({ state: 'DELETED' })));
  }

  @Mutation(() => ReplayPayload, {
    description: 'Has what was given up tried once more, each with the id that it had. All of these or, refused, none.',
  })
  @owned('alerts')
  async replayDeadLetters(
    @Arg('ids', () => [ID], { description: 'Dead letters, 1 to 100.' }) ids: readonly string[],
    @Ctx() context: RequestContext,
  ): Promise<ReplayPayload> {
    return orRefused(context, { deadLetters: [] }, async () => {
      if (ids.length === 0 || ids.length > MOST_REPLAYED)
        throw badInput('ids', `ids: expected 1 to ${MOST_REPLAYED}; came ${ids.length}`);
      const questions = ids.map((text, index) => {
        const id = parseUrn(text, `ids[${index}]`);
        return { stream: deadLetterStream(id), judge: replay(id, `ids[${index}]`) };
      });
      // Judged before any is written, so that it is all or none.
      const states = await context.services.store.graph.streams(questions.map(({ stream }) => stream));
      for (const [index, { judge }] of questions.entries()) {
        accepted(judge(states[index]!));
        await checkNotDeleted(states[index]?.record as DeadLetterRecord, `ids[${index}]`, context);
      }
      const { position, verdicts } = await decide(context.services, questions, BY);
      const letters = verdicts.map((verdict) => accepted(verdict).record as DeadLetterRecord);
      moveOn(context, position);
      const deadLetters = letters.map((letter) => deadLetterOf(letter, here(context)));
      return { position: formatPosition(position), deadLetters, refused: null };
    });
  }
}

const NO_WEBHOOK = { webhook: null };
const NO_SECRET = { webhook: null, secret: null };

/** @throws CONFLICT where nothing is delivered any more */
async function checkNotDeleted({ about }: DeadLetterRecord, argument: string, context: RequestContext): Promise<void> {
  const webhook = await context.read.decided(about, here(context));
  if (webhook !== null && webhook.until === null) return;
  throw new ThroughlineError('CONFLICT', `${argument}: expected one whose webhook is not deleted`, { argument });
}

async function changed(
  text: string,
  event: Parameters<typeof change>[1],
  context: RequestContext,
  to: Parameters<typeof change>[2],
): Promise<WebhookPayload> {
  const id = parseUrn(text, 'id');
  return decided(id, change(id, event, to, context.services.clock()), context);
}

async function decided(id: Urn, judge: Question['judge'], context: RequestContext): Promise<WebhookPayload> {
  const { position, record } = await decideOne({ stream: webhookStream(id), judge }, BY, context);
  return { position, webhook: webhookOf(record as WebhookRecord, here(context)), refused: null };
}

function withSecret(payload: WebhookPayload, { services }: RequestContext): WebhookSecretPayload {
  const { id, props } = (payload.webhook as Webhook).record;
  return { ...payload, secret: services.webhooks.secretOf(id, props.generation) };
}
