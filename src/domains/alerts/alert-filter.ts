import { Field, InputType } from 'type-graphql';

import { EntityKind } from '../kind/entity.ts';
import type { AlertEventType as EventName, Severity } from './alert.ts';
import { AlertEventType, AlertSeverity } from './alert-type.ts';

@InputType('AlertFilter', {
  description:
    'Which items of a feed of alerts to deliver; all that is given must hold, and an empty list is never met.',
})
export class AlertFilter {
  @Field(() => [AlertSeverity], { nullable: true, description: 'Only alerts of these severities.' })
  readonly severities!: readonly Severity[] | null;

  @Field(() => [EntityKind], { nullable: true, description: 'Only alerts on entities of these kinds.' })
  readonly kinds!: readonly string[] | null;

  @Field(() => [AlertEventType], { nullable: true, description: 'Only when one of these happens.' })
  readonly events!: readonly EventName[] | null;
}
