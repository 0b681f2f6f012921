import { GraphQLJSON } from 'graphql-scalars';
import { ArgsType, Field, Int, ObjectType } from 'type-graphql';
import type { Json } from '../../../kernel/json.ts';
import type { Micros } from '../../../kernel/time.ts';
import { connectionTypes } from '../../kind/connection.ts';
import type { EntityObject } from '../../kind/entity.ts';
import { ResolvedMoment, type MomentInput } from '../../kind/moment-input.ts';
import { PageCursorScalar, DateTimeScalar } from '../../kind/scalars.ts';
import { Model, ModelVersion } from '../../registry/index.ts';
import type { ReadAt } from '../../../store/ports.ts';
import { KpiEffect, SampleName } from '../effect/effect-types.ts';
import type { Window } from '../effect/window.ts';
import { Release } from '../release.ts';

@ObjectType('ScorecardEffect', {
  simpleResolvers: true,
  description: 'What a deployment on which a version is or was released did to a KPI in the window.',
})
export class ScorecardEffect {
  @Field(() => String, {
    nullable: true,
    description:
      'The stage of the business that the KPI is for, by its definition in force: launch, growth, retention, profit, …',
  })
  readonly stage!: string | null;

  @Field(() => SampleName, {
    nullable: true,
    description: 'The sample in which this version served; null where it served in neither, or nothing is compared.',
  })
  readonly sample!: string | null;

  @Field(() => KpiEffect, { description: 'The effect: what TREATMENT or AFTER did against the other sample.' })
  readonly effect!: KpiEffect;
}

@ObjectType('ScorecardVersion', {
  simpleResolvers: true,
  description: 'A version of a model: how well it did in validation, and in business.',
})
export class ScorecardVersion {
  @Field(() => ModelVersion.Type, { description: 'The version.' })
  readonly version!: EntityObject;

  @Field(() => GraphQLJSON, { nullable: true, description: 'Value of each validation metric by name.' })
  readonly metrics!: Json;

  @Field(() => [Release], { description: 'Where it is or was released, and in which stage; the newest first.' })
  readonly releases!: readonly Release[];

  @Field(() => [ScorecardEffect], {
    description: 'By stage of the business: the effect of each deployment on each KPI that it affects.',
  })
  readonly effects!: readonly ScorecardEffect[];
}

export const { Connection: ScorecardVersionConnection } = connectionTypes('ScorecardVersion', () => ScorecardVersion);

@ArgsType()
export class ScorecardPageArgs {
  @Field(() => Int, {
    nullable: true,
    defaultValue: 10,
    description: 'How many, 1 to 1,000; their deployments and KPIs may make up at most 50 effects.',
  })
  readonly first!: number | null;

  @Field(() => PageCursorScalar, {
    nullable: true,
    description: 'The endCursor of the page before; the list goes on as it stood then.',
  })
  readonly after!: string | null;
}

@ObjectType('ModelScorecard', {
  simpleResolvers: true,
  description: 'A model’s versions by their validation metrics, and by what they did to KPIs.',
})
export class ModelScorecard {
  @Field(() => Model.Type, { description: 'The model.' })
  readonly model!: EntityObject;

  @Field(() => DateTimeScalar, { description: 'Where the window begins in which effects are looked for.' })
  readonly since!: Micros;

  @Field(() => DateTimeScalar, { description: 'Where it ends: as was asked, but not behind the answer’s moment.' })
  readonly until!: Micros;

  @Field(() => ResolvedMoment, { description: 'The moment that the answer stands at.' })
  readonly moment!: ResolvedMoment;

  readonly at!: ReadAt;
  readonly window!: Window;
  readonly segment!: string | null;
  readonly asked!: MomentInput | null;
}
