import { Args, ArgsType, Ctx, Field, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { DecidedArgs, decidedPage, readScope } from '../../kind/decided-page.ts';
import type { RequestContext } from '../../kind/context.ts';
import { Entity, READ_AT } from '../../kind/entity.ts';
import { owned } from '../../kind/owner.ts';
import type { DeadLetterRecord } from './dead-letter.ts';
import { deliveryOf, delivererOf, WebhookDelivery } from './delivery.ts';
import type { WebhookRecord } from './webhook.ts';
import { DeadLetterConnection, deadLetterOf, Webhook, WebhookConnection, webhookOf } from './webhook-type.ts';

@ArgsType()
class DeadLetterArgs extends DecidedArgs {
  @Field(() => Boolean, {
    nullable: true,
    defaultValue: true,
    description: 'True: those that are not delivered yet. False: the others. Null: all.',
  })
  readonly open!: boolean | null;
}

@Resolver(() => Webhook)
export class WebhookFields {
  @FieldResolver(() => [Entity], {
    nullable: true,
    description: 'Whose alerts are told, with those on anything upstream of them; null: all alerts.',
  })
  @owned('alerts')
  async scopes(@Root() { record, [READ_AT]: at }: Webhook, @Ctx() context: RequestContext) {
    const { scopes } = record.props;
    if (scopes === null) return null;
    const entities = await Promise.all(scopes.map((id) => context.read.entity(id, at)));
    // What the viewer does not see is left out.
    return entities.filter((entity) => entity !== null);
  }

  @FieldResolver(() => WebhookDelivery, { description: 'How far it has come by now.' })
  @owned('alerts')
  async delivery(@Root() { id }: Webhook, @Ctx() { services }: RequestContext) {
    const [consumer] = await services.store.consumers.consumers([delivererOf(id)]);
    return deliveryOf(consumer ?? null);
  }

  @FieldResolver(() => DeadLetterConnection, { description: 'What it gave up, the latest first.' })
  @owned('alerts')
  deadLetters(
    @Root() { id, [READ_AT]: at }: Webhook,
    @Args(() => DeadLetterArgs) args: DeadLetterArgs,
    @Ctx() context: RequestContext,
  ) {
    return decidedPage(
      args,
      {
        kind: 'DEAD_LETTER',
        open: args.open,
        question: ['dead letters', id],
        read: readScope([id], context),
        nodeOf: (record, here) => deadLetterOf(record as DeadLetterRecord, here),
      },
      at,
      context,
    );
  }
}

@Resolver()
export class Webhooks {
  @Query(() => WebhookConnection, { description: 'Webhooks that are not deleted, the latest first.' })
  @owned('alerts')
  webhooks(@Args(() => DecidedArgs) args: DecidedArgs, @Ctx() context: RequestContext) {
    return decidedPage(
      args,
      {
        kind: 'WEBHOOK',
        open: true,
        question: ['webhooks'],
        read: readScope('ALL', context),
        nodeOf: (record, at) => webhookOf(record as WebhookRecord, at),
      },
      context.at,
      context,
    );
  }
}
