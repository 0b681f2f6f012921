import { Field, Float, Int, ObjectType } from 'type-graphql';
import type { Micros } from '../../../kernel/time.ts';
import { Alert } from '../../alerts/index.ts';
import { Count } from '../../kind/connection.ts';
import { Entity, type EntityObject } from '../../kind/entity.ts';
import { enumOf } from '../../kind/filter.ts';
import { ResolvedMoment } from '../../kind/moment-input.ts';
import { DateTimeScalar } from '../../kind/scalars.ts';
import { BusinessKpi, KpiDefinition } from '../../kpis/index.ts';
import { Deployment } from '../deployment.ts';
import { Release } from '../release.ts';
import { REASONS } from './reasons.ts';

const Method = enumOf({
  name: 'KpiEffectMethod',
  description: 'How an effect is measured.',
  of: {
    WELCH: 'Two arms that served at the same time, by the means of their values (Welch’s t interval).',
    SEGMENTED_REGRESSION:
      'Before and after a change, against level, trend and weekdays before it, with Newey–West errors.',
  },
});

const KpiEffectVerdict = enumOf({
  name: 'KpiEffectVerdict',
  description: 'Whether an effect is for the better.',
  of: {
    POSITIVE: 'The whole interval lies on the side that is better for the KPI.',
    NEGATIVE: 'The whole interval lies on the side that is worse for the KPI.',
    INCONCLUSIVE: 'It is not known: see reasons.',
  },
});

export const SampleName = enumOf({
  name: 'KpiEffectSampleName',
  description: 'What of a comparison a sample is.',
  of: {
    TREATMENT: 'The arm that is judged.',
    CONTROL: 'The arm that it is judged against.',
    BEFORE: 'The days before the change.',
    AFTER: 'The days from the change on.',
  },
});

const ReasonName = enumOf({
  name: 'KpiEffectReasonName',
  description: 'Why it is not known whether an effect is for the better.',
  of: REASONS,
});

@ObjectType('KpiEffectSample', { simpleResolvers: true, description: 'One side of a comparison.' })
class KpiEffectSample {
  @Field(() => SampleName, { description: 'Which side.' })
  readonly name!: string;

  @Field(() => String, { nullable: true, description: 'The arm, as releases and values name it; null of days.' })
  readonly arm!: string | null;

  @Field(() => Int, { description: 'How many single values it has: of an arm all that its means are of; else days.' })
  readonly size!: number;
}

@ObjectType('KpiEffectInterval', { simpleResolvers: true, description: 'A 95 % confidence interval.' })
class KpiEffectInterval {
  @Field(() => Float, { description: 'Its lower end, in the unit of the KPI.' })
  readonly low!: number;

  @Field(() => Float, { description: 'Its upper end.' })
  readonly high!: number;
}

@ObjectType('KpiEffectReason', { simpleResolvers: true, description: 'A reason why an effect is INCONCLUSIVE.' })
export class KpiEffectReason {
  @Field(() => ReasonName, { description: 'Which.' })
  readonly reason!: string;

  @Field(() => SampleName, {
    nullable: true,
    description: 'The sample in which it fails; null where it is no one sample.',
  })
  readonly sample!: string | null;

  @Field(() => [Entity], {
    description:
      'What it is about, at most 100: versions that were released, deployments with overlapping releases, what alerts are on.',
  })
  readonly entities!: readonly EntityObject[];

  @Field(() => [Alert], { description: 'The alerts that it is about, at most 100, those that began first first.' })
  readonly alerts!: readonly Alert[];

  @Field(() => Count, { description: 'How many it is about: alerts where there are any, else entities.' })
  readonly total!: Count;
}

@ObjectType('KpiEffect', {
  simpleResolvers: true,
  description: 'How much a deployment moved a KPI in a window, and how sure that is.',
})
export class KpiEffect {
  @Field(() => Deployment.Type, { description: 'The deployment.' })
  readonly deployment!: EntityObject;

  @Field(() => BusinessKpi.Type, { description: 'The KPI.' })
  readonly kpi!: EntityObject;

  @Field(() => DateTimeScalar, { description: 'Where the window begins.' })
  readonly since!: Micros;

  @Field(() => DateTimeScalar, { description: 'Where it ends: as was asked, but not behind the answer’s moment.' })
  readonly until!: Micros;

  @Field(() => String, { nullable: true, description: 'The part of the business whose values count; null: the whole.' })
  readonly segment!: string | null;

  @Field(() => KpiDefinition, {
    nullable: true,
    description: 'What the KPI meant in the window; null where no definition was in force, or several: see parts.',
  })
  readonly definition!: KpiDefinition | null;

  @Field(() => Method, { nullable: true, description: 'How it is measured; null where there is nothing to compare.' })
  readonly method!: string | null;

  @Field(() => [Release], {
    description:
      'What is compared: the releases of both arms, or those that began with the change; else what stood in the way.',
  })
  readonly releases!: readonly Release[];

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the change was; null of arms.' })
  readonly changedAt!: Micros | null;

  @Field(() => [KpiEffectSample], { description: 'The sizes of both samples; none where nothing could be measured.' })
  readonly samples!: readonly KpiEffectSample[];

  @Field(() => Float, {
    nullable: true,
    description:
      'How much higher the KPI is, in its unit: the treatment’s mean than the control’s, or on average since the change ' +
      'than it would have been without. Told even where the verdict is INCONCLUSIVE; null where nothing could be measured.',
  })
  readonly estimate!: number | null;

  @Field(() => KpiEffectInterval, { nullable: true, description: 'The 95 % confidence interval of the estimate.' })
  readonly interval!: KpiEffectInterval | null;

  @Field(() => KpiEffectVerdict, { description: 'Whether it is for the better.' })
  readonly verdict!: string;

  @Field(() => [KpiEffectReason], { description: 'Why it is INCONCLUSIVE: all that apply; none of another verdict.' })
  readonly reasons!: readonly KpiEffectReason[];

  @Field(() => [KpiEffect], {
    description:
      'Where the KPI’s definition changed in the window: the effect in each part of it that had one meaning. Nothing is ' +
      'measured across them; none otherwise.',
  })
  readonly parts!: readonly KpiEffect[];

  @Field(() => ResolvedMoment, { description: 'The moment that the answer stands at.' })
  readonly moment!: ResolvedMoment;
}
