import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Count } from '../domains/kind/connection.ts';
import { Entity, type EntityObject } from '../domains/kind/entity.ts';
import { DateTimeScalar } from '../domains/kind/scalars.ts';
import type { Micros } from '../kernel/time.ts';
import { CAUSE_KINDS, type CauseKind } from '../lineage/root-causes/happening.ts';
import { Change } from './change.ts';
import { Answer } from './lineage-types.ts';
import { Path } from './path-types.ts';

const RootCauseKind = Object.fromEntries(Object.keys(CAUSE_KINDS).map((kind) => [kind, kind]));
registerEnumType(RootCauseKind, {
  name: 'RootCauseKind',
  description: 'What kind of change a root cause is.',
  valuesConfig: Object.fromEntries(Object.entries(CAUSE_KINDS).map(([kind, description]) => [kind, { description }])),
});

@ObjectType('RootCauseParts', { simpleResolvers: true, description: 'What a score is the product of; each 0 to 1.' })
class RootCauseParts {
  @Field(() => Float, { description: 'How likely a change of this kind is a cause, against those of other kinds.' })
  readonly weight!: number;

  @Field(() => Float, {
    description: 'How much of its kind it is: a column that is gone is more of a change than one that came.',
  })
  readonly extent!: number;

  @Field(() => Float, { description: 'How short before the end of the window it happened; 1 at its very end.' })
  readonly recency!: number;

  @Field(() => Float, {
    description: 'How surely it reaches what is asked about: by the confidences and what deployments serve on the way.',
  })
  readonly surety!: number;

  @Field(() => Float, {
    description: 'How much of what failed or left its range upstream lies behind it, and came soon after it.',
  })
  readonly coverage!: number;

  @Field(() => Float, {
    description:
      'How little of it began elsewhere: what happened upstream explains it, or it is a measurement of what is computed.',
  })
  readonly origin!: number;
}

@ObjectType('RootCause', {
  simpleResolvers: true,
  description: 'An entity upstream at which something happened that can be the cause.',
})
export class RootCause {
  @Field(() => Entity, { description: 'The entity, as it was at the end of the window.' })
  readonly entity!: EntityObject;

  @Field(() => RootCauseKind, { description: 'What kind of change is the likeliest cause of all that happened there.' })
  readonly kind!: CauseKind;

  @Field(() => DateTimeScalar, { description: 'When that happened first, in event time.' })
  readonly at!: Micros;

  @Field(() => Float, {
    description: 'The product of the parts, 0 to 1. It orders the causes of one answer, and is no probability.',
  })
  readonly score!: number;

  @Field(() => RootCauseParts, { description: 'What the score is made of.' })
  readonly parts!: RootCauseParts;

  @Field(() => [Change], {
    description: 'All that happened there and can be a cause, by event time; of more than 100 the last.',
  })
  readonly changes!: readonly Change[];

  @Field(() => Path, { description: 'The surest way from there to what is asked about.' })
  readonly path!: Path;
}

@ObjectType('RootCauses', {
  simpleResolvers: true,
  description: 'What changed upstream in a window, the likeliest cause first.',
})
export class RootCauses {
  @Field(() => [RootCause], { description: 'The first of them: the highest score first, then by id.' })
  readonly causes!: readonly RootCause[];

  @Field(() => Count, { description: 'How many entities something happened at that can be a cause.' })
  readonly total!: Count;

  @Field(() => Int, { description: 'How many entities were looked at: what was upstream at either end of the window.' })
  readonly examined!: number;

  @Field(() => Answer, {
    description:
      'How honest the answer is; limitHit is CHANGES where more happened than is read, so that some is missing.',
  })
  readonly answer!: Answer;
}
