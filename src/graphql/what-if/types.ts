import { GraphQLJSON } from 'graphql-scalars';
import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { connectionTypes } from '../../domains/kind/connection.ts';
import { Entity, type EntityObject } from '../../domains/kind/entity.ts';
import { RequirementResult, type RequirementOutcome } from '../../domains/gates/index.ts';
import { Releasable } from '../../domains/registry/index.ts';
import { BusinessKpi } from '../../domains/kpis/index.ts';
import type { Json } from '../../kernel/json.ts';
import type { Urn } from '../../kernel/urn.ts';
import type { Verdict } from '../../lineage/what-if/verdict.ts';
import { LineageLink } from '../lineage-types.ts';
import type { MomentInput } from '../../domains/kind/moment-input.ts';
import { ChangeName, ReasonName, VerdictName } from './enums.ts';
import type { Evaluation } from './evaluate.ts';

@ObjectType('WhatIfReason', { simpleResolvers: true, description: 'One reason for a verdict.' })
export class WhatIfReason {
  @Field(() => ReasonName, { description: 'Which.' })
  readonly type!: string;

  @Field(() => VerdictName, { description: 'What it would come to by itself.' })
  readonly verdict!: Verdict;

  @Field(() => Int, {
    nullable: true,
    description: 'Of how many consumers it holds; null where it is not about these.',
  })
  readonly count!: number | null;
}

@ObjectType('ChangeOutcome', { simpleResolvers: true, description: 'What one of the changes comes to.' })
export class ChangeOutcome {
  @Field(() => ChangeName, { description: 'Which change it is.' })
  readonly type!: string;

  @Field(() => Entity, { description: 'What is changed.' })
  readonly subject!: EntityObject;

  @Field(() => VerdictName, { description: 'The worst that any of its reasons comes to.' })
  readonly verdict!: Verdict;

  @Field(() => [WhatIfReason], { description: 'Why; at least one.' })
  readonly reasons!: readonly WhatIfReason[];

  @Field(() => GraphQLJSON, {
    nullable: true,
    description:
      'What is there now: id and name of what goes or is renamed, a dataType, a definition, or what a deployment serves by its releases. Null: no definition is in force.',
  })
  readonly before!: Json;

  @Field(() => GraphQLJSON, { nullable: true, description: 'What would be in its place; null: nothing.' })
  readonly after!: Json;

  readonly evaluation!: Evaluation;
}

@ObjectType('ConsumerToChange', {
  simpleResolvers: true,
  description: 'Who uses something that goes away or is not as it was, by one link, and has to change with it.',
})
export class ConsumerToChange {
  @Field(() => Entity, { description: 'The consumer.' })
  readonly consumer!: EntityObject;

  @Field(() => [ID], { description: 'What of it: URNs, in order.' })
  readonly uses!: readonly Urn[];

  @Field(() => Boolean, {
    description:
      'Whether it is known to use just that. False: it does not say which columns it uses, or somebody concluded that it does.',
  })
  readonly known!: boolean;

  @Field(() => LineageLink, { description: 'The surest link by which it uses any of it.' })
  readonly link!: LineageLink;

  readonly evaluation!: Evaluation;
}

@ObjectType('AffectedEntity', {
  simpleResolvers: true,
  description: 'Something downstream of what goes away or is not as it was.',
})
export class AffectedEntity {
  @Field(() => Entity, { description: 'What is affected.' })
  readonly entity!: EntityObject;

  @Field(() => Int, { description: 'Relations on the shortest way from something that changes; 1: it uses it itself.' })
  readonly depth!: number;

  @Field(() => Boolean, {
    description: 'Whether some way leads there on which each is known to use just what comes before it.',
  })
  readonly known!: boolean;

  /** As walks name it. */
  readonly id!: Urn;
  readonly evaluation!: Evaluation;
}

@ObjectType('KpiShift', {
  simpleResolvers: true,
  description: 'A KPI of which something else would be at risk, by a deployment that moves or a weight that changes.',
})
export class KpiShift {
  @Field(() => BusinessKpi.Type, { description: 'The KPI.' })
  readonly kpi!: EntityObject;

  @Field(() => Float, {
    description:
      'What is at risk now where a moved deployment fails; of a KPI with another weight: where it is hit itself.',
  })
  readonly before!: number;

  @Field(() => Float, { description: 'What would be at risk then.' })
  readonly after!: number;
}

@ObjectType('UpstreamShift', {
  simpleResolvers: true,
  description:
    'Something upstream that would count for more or less, by a deployment that moves or a weight that changes.',
})
export class UpstreamShift {
  @Field(() => Entity, { description: 'What is upstream.' })
  readonly entity!: EntityObject;

  @Field(() => Entity, { description: 'For which it counts: the deployment that moves, or the KPI.' })
  readonly of!: EntityObject;

  @Field(() => Float, {
    description: 'What its surest way there carries now, deployments included, times the KPI’s weight where it is one.',
  })
  readonly before!: number;

  @Field(() => Float, { description: 'What it would carry then.' })
  readonly after!: number;
}

@ObjectType('GateShift', {
  simpleResolvers: true,
  description: 'A requirement before PRODUCTION that would not pass any more, for a release that serves there.',
})
export class GateShift {
  @Field(() => Releasable, { description: 'The release.' })
  readonly release!: EntityObject;

  @Field(() => RequirementResult, { description: 'What the requirement comes to now.' })
  readonly was!: RequirementOutcome;

  @Field(() => RequirementResult, { description: 'What it would come to then.' })
  readonly would!: RequirementOutcome;
}

export const { Connection: GateShiftConnection } = connectionTypes('GateShift', () => GateShift);
export const { Connection: ConsumerToChangeConnection } = connectionTypes('ConsumerToChange', () => ConsumerToChange);
export const { Connection: AffectedEntityConnection } = connectionTypes('AffectedEntity', () => AffectedEntity);
export const { Connection: KpiShiftConnection } = connectionTypes('KpiShift', () => KpiShift);
export const { Connection: UpstreamShiftConnection } = connectionTypes('UpstreamShift', () => UpstreamShift);

@ObjectType('WhatIf', {
  simpleResolvers: true,
  description: 'What some changes would bring about. Nothing is written.',
})
export class WhatIf {
  readonly evaluation!: Evaluation;
  readonly moment!: MomentInput | null;
}
