import { Args, Ctx, Field, FieldResolver, ObjectType, Resolver, Root } from 'type-graphql';
import { formatPosition } from '../../kernel/cursor.ts';
import type { JsonObject } from '../../kernel/json.ts';
import type { Micros } from '../../kernel/time.ts';
import type { Change } from '../../store/ports.ts';
import { connectionTypes } from '../kind/connection.ts';
import type { RequestContext } from '../kind/context.ts';
import { Entity, READ_AT } from '../kind/entity.ts';
import { HistoryArgs, historyOf } from '../kind/history.ts';
import { owned } from '../kind/owner.ts';
import { DateTimeScalar, LogPositionScalar } from '../kind/scalars.ts';
import type { AlertEventType as EventName, Feedback, State } from './alert.ts';
import { Alert, AlertEventType, AlertFeedback, AlertState } from './alert-type.ts';

@ObjectType('AlertTransition', { simpleResolvers: true, description: 'One thing that an alert did, and what it left.' })
class AlertTransition {
  @Field(() => LogPositionScalar, { description: 'Its place in the log.' })
  readonly position!: string;

  @Field(() => AlertEventType, { description: 'What it did.' })
  readonly type!: EventName;

  @Field(() => DateTimeScalar, { description: 'When that was.' })
  readonly at!: Micros;

  @Field(() => String, { description: 'Who did it.' })
  readonly source!: string;

  @Field(() => AlertState, { description: 'The state that it left.' })
  readonly state!: State;

  @Field(() => String, { nullable: true, description: 'The note as it stood then.' })
  readonly note!: string | null;

  @Field(() => AlertFeedback, { nullable: true, description: 'The feedback as it stood then.' })
  readonly feedback!: Feedback | null;
}

const { Connection: AlertTransitionConnection } = connectionTypes('AlertTransition', () => AlertTransition);

@Resolver(() => Alert)
export class AlertFields {
  @FieldResolver(() => Entity, {
    nullable: true,
    description: 'What it is about; null where what its source named is not known here.',
  })
  @owned('alerts')
  entity(@Root() { about, [READ_AT]: at }: Alert, @Ctx() context: RequestContext) {
    return about === null ? null : context.read.entity(about, at);
  }

  @FieldResolver(() => AlertTransitionConnection, { description: 'All that it did, the newest first.' })
  @owned('alerts')
  history(@Root() alert: Alert, @Args(() => HistoryArgs) args: HistoryArgs, @Ctx() context: RequestContext) {
    return historyOf(alert.id, args, ['alert history', alert.id], alert[READ_AT], context, transitionOf);
  }
}

function transitionOf({ position, ordinal, at, source, after }: Change): AlertTransition {
  const { event, state, note, feedback } = after as JsonObject;
  const told = { type: event, state, note, feedback } as unknown as Pick<
    AlertTransition,
    'type' | 'state' | 'note' | 'feedback'
  >;
  return { position: formatPosition(position, ordinal), at, source, ...told };
}
