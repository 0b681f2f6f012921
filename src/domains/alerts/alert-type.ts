import { GraphQLJSON } from 'graphql-scalars';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { JsonObject } from '../../kernel/json.ts';
import type { Micros } from '../../kernel/time.ts';
import type { Urn } from '../../kernel/urn.ts';
import type { ReadAt } from '../../store/ports.ts';
import { connectionTypes } from '../kind/connection.ts';
import { Node, READ_AT } from '../kind/entity.ts';
import { enumOf } from '../kind/filter.ts';
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
  declare readonly id: Urn;

  @Field(() => String, { description: 'What it is about, in the words of its source: the same key is the same alert.' })
  readonly key!: string;

  @Field(() => String, { description: 'Who raised it: `api`, `alertmanager`, a rule.' })
  readonly source!: string;

  @Field(() => AlertSeverity, { description: 'How urgent it is.' })
  readonly severity!: Severity;

  @Field(() => String, { description: 'Why it is that urgent.' })
  readonly reason!: string;

  @Field(() => String, { description: 'What happened, in one line.' })
  readonly title!: string;

  @Field(() => String, { nullable: true, description: 'What happened, at length.' })
  readonly description!: string | null;

  @Field(() => GraphQLJSON, { description: 'What its source says of it by name, as it came.' })
  readonly labels!: JsonObject;

  @Field(() => AlertState, { description: 'Whether somebody has to act.' })
  readonly state!: State;

  @Field(() => DateTimeScalar, { description: 'Event time from which it is so.' })
  readonly startsAt!: Micros;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was resolved; null while it is not.' })
  readonly endsAt!: Micros | null;

  @Field(() => Int, { description: 'How often it was raised before it was resolved, from 1.' })
  readonly raised!: number;

  @Field(() => String, { nullable: true, description: 'What whoever took or resolved it said last.' })
  readonly note!: string | null;

  @Field(() => AlertFeedback, {
    nullable: true,
    description: 'What whoever resolved it thought of being told.',
  })
  readonly feedback!: Feedback | null;

  readonly about!: Urn | null;
  readonly [READ_AT]!: ReadAt;
  /** By this types that implement Node are told apart. */
  readonly kind!: 'ALERT';
}

export const { Connection: AlertConnection } = connectionTypes('Alert', () => Alert);

/** The record as an object for resolvers; what it is about is read where it was. */
export function alertOf({ id, about, since, until, props }: AlertRecord, at: ReadAt): Alert {
  const told: AlertProps = props;
  return { ...told, id, kind: 'ALERT', about, startsAt: since, endsAt: until, [READ_AT]: at } as unknown as Alert;
}
