import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { Micros } from '../../../kernel/time.ts';
import type { Urn } from '../../../kernel/urn.ts';
import type { ReadAt } from '../../../store/ports.ts';
import { connectionTypes } from '../../kind/connection.ts';
import type { DecidedType } from '../../kind/decided-type.ts';
import { EntityKind, Node, READ_AT } from '../../kind/entity.ts';
import { enumOf } from '../../kind/filter.ts';
import { ENTITIES, owned } from '../../kind/owner.ts';
import { DateTimeScalar } from '../../kind/scalars.ts';
import type { AlertEventType as EventName, Severity } from '../alert.ts';
import { AlertEventType, AlertSeverity } from '../alert-type.ts';
import { DEAD_LETTER_STATES, type DeadLetterRecord, type DeadLetterState as LetterState } from './dead-letter.ts';
import { WEBHOOK_STATES, type WebhookProps, type WebhookRecord, type WebhookState as HookState } from './webhook.ts';

const WebhookState = enumOf({
  name: 'WebhookState',
  description: 'Whether a webhook delivers.',
  of: WEBHOOK_STATES,
});
const DeadLetterState = enumOf({
  name: 'DeadLetterState',
  description: 'What became of what was given up.',
  of: DEAD_LETTER_STATES,
});

@ObjectType('Webhook', {
  implements: Node,
  simpleResolvers: true,
  description: 'Somebody to whom what alerts do is posted, in order and at least once.',
})
export class Webhook extends Node {
  @Field(() => ID, { description: 'A URN.' })
  @owned(ENTITIES)
  declare readonly id: Urn;

  @Field(() => String, { description: 'Where it is posted to.' })
  @owned('alerts')
  readonly url!: string;

  @Field(() => String, { nullable: true, description: 'What it is for, as whoever made it said.' })
  @owned('alerts')
  readonly description!: string | null;

  @Field(() => [AlertSeverity], { nullable: true, description: 'Only alerts of these severities; null: of all.' })
  @owned('alerts')
  readonly severities!: readonly Severity[] | null;

  @Field(() => [EntityKind], { nullable: true, description: 'Only alerts on entities of these kinds; null: on all.' })
  @owned('alerts')
  readonly kinds!: readonly string[] | null;

  @Field(() => [AlertEventType], {
    nullable: true,
    description: 'Only when one of these happens; null: whatever does.',
  })
  @owned('alerts')
  readonly events!: readonly EventName[] | null;

  @Field(() => WebhookState, { description: 'Whether it delivers.' })
  @owned('alerts')
  readonly state!: HookState;

  @Field(() => String, { nullable: true, description: 'Why it is paused, where nobody asked for that.' })
  @owned('alerts')
  readonly reason!: string | null;

  @Field(() => DateTimeScalar, { description: 'When it was made.' })
  @owned('alerts')
  readonly createdAt!: Micros;

  readonly record!: WebhookRecord;
  readonly [READ_AT]!: ReadAt;
  readonly kind!: 'WEBHOOK';
}

@ObjectType('DeadLetter', {
  implements: Node,
  simpleResolvers: true,
  description: 'What a webhook could not deliver and gave up. Replayed, it is tried once more, with the same id.',
})
export class DeadLetter extends Node {
  @Field(() => ID, { description: 'A URN.' })
  @owned(ENTITIES)
  declare readonly id: Urn;

  @Field(() => String, { description: 'The id that the message has, each time that it is sent.' })
  @owned('alerts')
  readonly messageId!: string;

  @Field(() => String, { description: 'What is posted, as JSON.' })
  @owned('alerts')
  readonly body!: string;

  @Field(() => Int, { description: 'How often it was tried.' })
  @owned('alerts')
  readonly attempts!: number;

  @Field(() => String, { description: 'What came of the last try that failed.' })
  @owned('alerts')
  readonly error!: string;

  @Field(() => DeadLetterState, { description: 'What became of it.' })
  @owned('alerts')
  readonly state!: LetterState;

  @Field(() => DateTimeScalar, { description: 'When it was given up.' })
  @owned('alerts')
  readonly diedAt!: Micros;

  readonly [READ_AT]!: ReadAt;
  readonly kind!: 'DEAD_LETTER';
}

export const { Connection: WebhookConnection } = connectionTypes('Webhook', () => Webhook);
export const { Connection: DeadLetterConnection } = connectionTypes('DeadLetter', () => DeadLetter);

export const webhookType: DecidedType = {
  kind: 'WEBHOOK',
  typeName: 'Webhook',
  Type: Webhook,
  objectOf: (record, at) => webhookOf(record as WebhookRecord, at),
};

export const deadLetterType: DecidedType = {
  kind: 'DEAD_LETTER',
  typeName: 'DeadLetter',
  Type: DeadLetter,
  objectOf: (record, at) => deadLetterOf(record as DeadLetterRecord, at),
};

export function webhookOf(record: WebhookRecord, at: ReadAt): Webhook {
  const { url, description, filter, state, reason }: WebhookProps = record.props;
  const { severities = null, kinds = null, events = null } = filter ?? {};
  const told = { url, description, severities, kinds, events, state, reason, createdAt: record.since };
  return { ...told, id: record.id, kind: 'WEBHOOK', record, [READ_AT]: at } as unknown as Webhook;
}

export function deadLetterOf({ id, since, props }: DeadLetterRecord, at: ReadAt): DeadLetter {
  return { ...props, id, kind: 'DEAD_LETTER', diedAt: since, [READ_AT]: at } as unknown as DeadLetter;
}
