import { GraphQLJSON } from 'graphql-scalars';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { JsonObject } from '../../kernel/json.ts';
import type { Micros } from '../../kernel/time.ts';
import type { Urn } from '../../kernel/urn.ts';
import type { ReadAt } from '../../store/ports.ts';
import { connectionTypes } from '../kind/connection.ts';
import type { DecidedType } from '../kind/decided-type.ts';
import { Node, READ_AT } from '../kind/entity.ts';
import { enumOf } from '../kind/filter.ts';
import { ENTITIES, owned } from '../kind/owner.ts';
import { DateTimeScalar } from '../kind/scalars.ts';
import {
  EVENTS,
  FEEDBACK,
  SEVERITIES,
  STATES,
  type AlertProps,
  type AlertRecord,
  type Feedback,
  type Severity,
  type State,
} from './alert.ts';

export const AlertSeverity = enumOf({ name: 'AlertSeverity', description: 'How urgent an alert is.', of: SEVERITIES });
export const AlertState = enumOf({
  name: 'AlertState',
  description: 'Whether somebody has to act on an alert.',
  of: STATES,
});
export const AlertFeedback = enumOf({
  name: 'AlertFeedback',
  description: 'What whoever was told thought of it.',
  of: FEEDBACK,
});
export const AlertEventType = enumOf({ name: 'AlertEventType', description: 'What an alert did.', of: EVENTS });

@ObjectType('Alert', {
  implements: Node,
  simpleResolvers: true,
  description:
    'Something about an entity that whoever stands downstream of it has to know. Of one source and key there is at most ' +
    'one that is open; once it is resolved, the same key raises the next.',
})
export class Alert extends Node {
  @Field(() => ID, { description: 'A URN made of its source, its key, and how many alerts of this key came before.' })
  @owned(ENTITIES)
  declare readonly id: Urn;

  @Field(() => String, { description: 'What it is about, in the words of its source: the same key is the same alert.' })
  @owned('alerts')
  readonly key!: string;

  @Field(() => String, { description: 'Who raised it: `api`, `alertmanager`, a rule.' })
  @owned('alerts')
  readonly source!: string;

  @Field(() => AlertSeverity, { description: 'How urgent it is.' })
  @owned('alerts')
  readonly severity!: Severity;

  @Field(() => String, { description: 'Why it is that urgent.' })
  @owned('alerts')
  readonly reason!: string;

  @Field(() => String, { description: 'What happened, in one line.' })
  @owned('alerts')
  readonly title!: string;

  @Field(() => String, { nullable: true, description: 'What happened, at length.' })
  @owned('alerts')
  readonly description!: string | null;

  @Field(() => GraphQLJSON, { description: 'What its source says of it by name, as it came.' })
  @owned('alerts')
  readonly labels!: JsonObject;

  @Field(() => GraphQLJSON, {
    description: 'What else its source sent: of Alertmanager `annotations`, `generatorUrl`, `externalUrl`.',
  })
  @owned('alerts')
  readonly details!: JsonObject;

  @Field(() => AlertState, { description: 'Whether somebody has to act.' })
  @owned('alerts')
  readonly state!: State;

  @Field(() => DateTimeScalar, { description: 'Event time from which it is so.' })
  @owned('alerts')
  readonly startsAt!: Micros;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was resolved; null while it is not.' })
  @owned('alerts')
  readonly endsAt!: Micros | null;

  @Field(() => Int, { description: 'How often it was raised before it was resolved, from 1.' })
  @owned('alerts')
  readonly raised!: number;

  @Field(() => String, { nullable: true, description: 'What whoever took or resolved it said last.' })
  @owned('alerts')
  readonly note!: string | null;

  @Field(() => AlertFeedback, {
    nullable: true,
    description: 'What whoever resolved it thought of being told.',
  })
  @owned('alerts')
  readonly feedback!: Feedback | null;

  readonly about!: Urn | null;
  readonly [READ_AT]!: ReadAt;
  /** By this types that implement Node are told apart. */
  readonly kind!: 'ALERT';
}

export const { Connection: AlertConnection } = connectionTypes('Alert', () => Alert);

export const alertType: DecidedType = {
  kind: 'ALERT',
  typeName: 'Alert',
  Type: Alert,
  objectOf: (record, at) => alertOf(record as AlertRecord, at),
};

/** The record as an object for resolvers; what it is about is read where it was. */
export function alertOf({ id, about, since, until, props }: AlertRecord, at: ReadAt): Alert {
  const told: AlertProps = props;
  return { ...told, id, kind: 'ALERT', about, startsAt: since, endsAt: until, [READ_AT]: at } as unknown as Alert;
}
