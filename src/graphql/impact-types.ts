import { Field, Float, Int, ObjectType } from 'type-graphql';
import { Certificate } from '../domains/kind/certificate.ts';
import type { RequestContext } from '../domains/kind/context.ts';
import { connectionTypes, Count } from '../domains/kind/connection.ts';
import { Entity, EntityKind, type EntityObject } from '../domains/kind/entity.ts';
import { BusinessKpi } from '../domains/kpis/index.ts';
import type { Urn } from '../kernel/urn.ts';
import type { ReadAt } from '../store/ports.ts';
import type { Assessment } from './assess.ts';
import type { MomentInput } from '../domains/kind/moment-input.ts';
import { Path } from './path-types.ts';

@ObjectType('RiskParts', { simpleResolvers: true, description: 'What a risk is the product of.' })
class RiskParts {
  @Field(() => Float, {
    nullable: true,
    description: 'The weight of the KPI’s definition in force; null: there is none, and 1 is counted.',
  })
  readonly weight!: number | null;

  @Field(() => Float, { description: 'The product of the confidences of the path’s links, 0 to 1.' })
  readonly confidence!: number;

  @Field(() => Float, {
    description:
      'The product of what the deployments on the path serve, by stage and share of the traffic, 0 to 1; 1 where there is none.',
  })
  readonly stageShare!: number;
}

@ObjectType('KpiAtRisk', { simpleResolvers: true, description: 'A KPI downstream, and how much is at risk.' })
export class KpiAtRisk {
  @Field(() => BusinessKpi.Type, { description: 'The KPI.' })
  readonly kpi!: EntityObject;

  @Field(() => Float, {
    description:
      'Its weight times the most, over all paths, of confidences times what deployments serve. Compares KPIs; 1 is a KPI of ordinary weight that is hit for certain.',
  })
  readonly risk!: number;

  @Field(() => RiskParts, { description: 'What the risk is made of.' })
  readonly parts!: RiskParts;

  @Field(() => Path, {
    description: 'The path that gives that maximum; of equal ones the shortest, then the first by ids.',
  })
  readonly path!: Path;

  @Field(() => Count, { description: 'How many paths have as few links as any.' })
  readonly shortestPathCount!: Count;

  @Field(() => Certificate, {
    nullable: true,
    description:
      'What the risk rests on, to be checked against an export of the log; null where something is supposed.',
  })
  readonly certificate!: (args: unknown, context: RequestContext) => Promise<Certificate> | null;
}

@ObjectType('DeploymentAtRisk', { simpleResolvers: true, description: 'A deployment downstream.' })
export class DeploymentAtRisk {
  @Field(() => Entity, { description: 'The deployment.' })
  readonly deployment!: EntityObject;

  @Field(() => Float, {
    description: 'The most, over all paths, of confidences times what deployments serve, itself included; 0 to 1.',
  })
  readonly risk!: number;

  @Field(() => Path, {
    description: 'The path that gives that maximum; of equal ones the shortest, then the first by ids.',
  })
  readonly path!: Path;
}

@ObjectType('OwnerToTell', { simpleResolvers: true, description: 'Who answers for something that is affected.' })
export class OwnerToTell {
  @Field(() => Entity, { description: 'The person or team; also one who has left.' })
  readonly owner!: EntityObject;

  @Field(() => Count, { description: 'How many affected entities it owns.' })
  readonly ownsCount!: Count;

  /** All of them, in order, and where they are read. */
  readonly ownedIds!: readonly Urn[];
  readonly place!: ReadAt;
}

@ObjectType('KindCount', { simpleResolvers: true, description: 'How many entities of one kind.' })
export class KindCount {
  @Field(() => EntityKind, { description: 'The kind.' })
  readonly kind!: string;

  @Field(() => Int, { description: 'How many.' })
  readonly count!: number;
}

export const { Connection: KpiAtRiskConnection } = connectionTypes('KpiAtRisk', () => KpiAtRisk);
export const { Connection: DeploymentAtRiskConnection } = connectionTypes('DeploymentAtRisk', () => DeploymentAtRisk);
export const { Connection: OwnerToTellConnection } = connectionTypes('OwnerToTell', () => OwnerToTell);

@ObjectType('Impact', {
  simpleResolvers: true,
  description: 'What is downstream of the starts, and how much is at risk there.',
})
export class Impact {
  readonly assessment!: Assessment;
  readonly moment!: MomentInput | null;
}
