import { Field, Float, ID, InputType } from 'type-graphql';
import { enumOf } from '../../domains/kind/filter.ts';
import { BusinessKpi } from '../../domains/kpis/index.ts';

const DIRECTION = BusinessKpi.attributes.definitions.members.direction.values;

@InputType('DropField', { description: 'A column goes away.' })
class DropField {
  @Field(() => ID, { description: 'The field’s URN.' })
  readonly field!: string;
}

@InputType('RenameField', { description: 'A column gets another name; its dataset stays.' })
class RenameField {
  @Field(() => ID, { description: 'The field’s URN, as it is named now.' })
  readonly field!: string;

  @Field(() => String, { description: 'What it is to be called: the column or path alone, without the dataset.' })
  readonly to!: string;
}

@InputType('RetypeField', { description: 'A column gets another type.' })
class RetypeField {
  @Field(() => ID, { description: 'The field’s URN.' })
  readonly field!: string;

  @Field(() => String, { description: 'The type it is to have, as its source spells types.' })
  readonly type!: string;
}

@InputType('RetireDataset', { description: 'A dataset goes away, with all its fields.' })
class RetireDataset {
  @Field(() => ID, { description: 'The dataset’s URN.' })
  readonly dataset!: string;
}

@InputType('RetireFeature', { description: 'A feature goes away, or a feature view with all its features.' })
class RetireFeature {
  @Field(() => ID, { description: 'The URN of the feature or feature view.' })
  readonly feature!: string;
}

@InputType('ChangeKpiDefinition', {
  description: 'A KPI gets another definition. What is left out stays as it is; something must be given.',
})
class ChangeKpiDefinition {
  @Field(() => ID, { description: 'The KPI’s URN.' })
  readonly kpi!: string;

  @Field(() => String, { nullable: true, description: 'How it is to be computed.' })
  readonly formula!: string | null;

  @Field(() => String, { nullable: true, description: 'What its values are to count: EUR, percent.' })
  readonly unit!: string | null;

  @Field(() => enumOf(DIRECTION), { nullable: true, description: 'Which way is to be better.' })
  readonly direction!: string | null;

  @Field(() => Float, { nullable: true, description: 'How much it is to matter against the others; not below 0.' })
  readonly weight!: number | null;
}

@InputType('MoveDeployment', {
  description:
    'All releases in force on a deployment go to another stage, or get another share of the traffic. What is left out stays as it is; something must be given.',
})
class MoveDeployment {
  @Field(() => ID, { description: 'The deployment’s URN.' })
  readonly deployment!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'TEST, DEV, CANARY, STAGING, SHADOW, AB, PRODUCTION, or one of the organisation’s own that it has now.',
  })
  readonly stage!: string | null;

  @Field(() => Float, { nullable: true, description: 'The share of the traffic, 0 to 1.' })
  readonly trafficShare!: number | null;
}

@InputType('WhatIfChange', { description: 'One change that is thought of: exactly one of these.' })
export class WhatIfChange {
  @Field(() => DropField, { nullable: true, description: 'A column goes away.' })
  readonly dropField!: DropField | null;

  @Field(() => RenameField, { nullable: true, description: 'A column gets another name.' })
  readonly renameField!: RenameField | null;

  @Field(() => RetypeField, { nullable: true, description: 'A column gets another type.' })
  readonly retypeField!: RetypeField | null;

  @Field(() => RetireDataset, { nullable: true, description: 'A dataset goes away.' })
  readonly retireDataset!: RetireDataset | null;

  @Field(() => RetireFeature, { nullable: true, description: 'A feature or feature view goes away.' })
  readonly retireFeature!: RetireFeature | null;

  @Field(() => ChangeKpiDefinition, { nullable: true, description: 'A KPI gets another definition.' })
  readonly changeKpiDefinition!: ChangeKpiDefinition | null;

  @Field(() => MoveDeployment, { nullable: true, description: 'A deployment serves in another stage or share.' })
  readonly moveDeployment!: MoveDeployment | null;
}
