import { Field, Int, ObjectType } from 'type-graphql';
import { formatFeedPosition } from '../../../kernel/cursor.ts';
import type { JsonObject } from '../../../kernel/json.ts';
import type { Micros } from '../../../kernel/time.ts';
import type { Urn } from '../../../kernel/urn.ts';
import type { ConsumerState } from '../../../store/ports.ts';
import { DateTimeScalar, LogPositionScalar } from '../../kind/scalars.ts';
import type { WebhookRecord } from './webhook.ts';

/** What a webhook keeps beside how far it has come: part of one transaction with that. */
export interface DeliveryState extends JsonObject {
  /** Messages that were taken. */
  readonly delivered: number;
  readonly deliveredAt: Micros | null;
  /** Of what is tried now and was not taken yet. */
  readonly attempts: number;
  readonly failingSince: Micros | null;
  readonly nextAttemptAt: Micros | null;
  readonly error: string | null;
  /** Of the webhook to which what failed was posted. */
  readonly revision: number;
}

export const NOT_BEGUN: DeliveryState = {
  ...{ delivered: 0, deliveredAt: null },
  ...{ attempts: 0, failingSince: null, nextAttemptAt: null, error: null, revision: 0 },
};

/** How far it has come: what failed before somebody mended it counts no more. */
export function deliveryNow(kept: JsonObject, { props: { revision } }: WebhookRecord): DeliveryState {
  const state: DeliveryState = { ...NOT_BEGUN, ...kept };
  return state.revision === revision ? state : begunAnew(state, revision);
}

/** With nothing that failed. */
export function begunAnew({ delivered, deliveredAt }: DeliveryState, revision: number): DeliveryState {
  return { ...NOT_BEGUN, delivered, deliveredAt, revision };
}

/** Under which name its deliverer holds a lease. */
export function delivererOf(webhook: Urn): string {
  return `webhook ${webhook}`;
}

@ObjectType('WebhookDelivery', {
  simpleResolvers: true,
  description: 'How far a webhook has come by now, whatever moment is asked for.',
})
export class WebhookDelivery {
  @Field(() => LogPositionScalar, { nullable: true, description: 'All up to there is delivered, or given up.' })
  readonly position!: string | null;

  @Field(() => Int, { description: 'How many messages were taken.' })
  readonly delivered!: number;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the last one was.' })
  readonly deliveredAt!: Micros | null;

  @Field(() => Int, { description: 'How often the next one was tried without being taken.' })
  readonly attempts!: number;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Since when the next one is tried.' })
  readonly failingSince!: Micros | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it is tried again.' })
  readonly nextAttemptAt!: Micros | null;

  @Field(() => String, { nullable: true, description: 'What came of the last try; null where it was taken.' })
  readonly error!: string | null;
}

export function deliveryOf(consumer: ConsumerState | null): WebhookDelivery {
  if (consumer === null) return { ...NOT_BEGUN, position: null };
  return { ...NOT_BEGUN, ...consumer.state, position: formatFeedPosition(consumer.place) };
}
