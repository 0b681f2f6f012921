import { Args, ArgsType, Ctx, Field, FieldResolver, Int, ObjectType, Resolver, Root } from 'type-graphql';
import { formatCursor, formatPosition, isCount } from '../../kernel/cursor.ts';
import type { Json, JsonObject } from '../../kernel/json.ts';
import type { Micros } from '../../kernel/time.ts';
import type { Change } from '../../store/ports.ts';
import { pageSize } from '../kind/arguments.ts';
import { connection, connectionTypes } from '../kind/connection.ts';
import type { RequestContext } from '../kind/context.ts';
import { Entity, READ_AT } from '../kind/entity.ts';
import { owned } from '../kind/owner.ts';
import { placeBehind } from '../kind/page.ts';
import { DateTimeScalar, LogPositionScalar, PageCursorScalar } from '../kind/scalars.ts';
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

@ArgsType()
class HistoryArgs {
  @Field(() => Int, { nullable: true, defaultValue: 20, description: 'How many, 1 to 1,000.' })
  readonly first!: number | null;

  @Field(() => PageCursorScalar, { nullable: true, description: 'The endCursor of the page before.' })
  readonly after!: string | null;
}

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
  async history(
    @Root() alert: Alert,
    @Args(() => HistoryArgs) { first, after }: HistoryArgs,
    @Ctx() context: RequestContext,
  ) {
    const question = ['alert history', alert.id];
    const size = pageSize(first, 20);
    const { at, behind } = await placeBehind(after, question, isPlace, alert[READ_AT], context);
    const before = behind === null ? null : { position: behind[0], ordinal: behind[1] };
    const page = await context.read.history(alert.id, { first: size, before }, at);
    const items = page.items.map((change) => {
      const key = [change.position, change.ordinal];
      return { node: transitionOf(change), cursor: formatCursor(question, { position: at.position, key }) };
    });
    return connection(items, { hasNext: page.hasNext, hasPrevious: behind !== null, total: page.total });
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

function isPlace(key: Json): key is readonly [position: number, ordinal: number] {
  return Array.isArray(key) && key.length === 2 && key.every(isCount);
}
