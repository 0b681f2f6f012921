import { BusinessKpi } from './business-kpi.ts';
import { KpiDefinitions } from './kpi-definition.ts';
import { KpiObservations } from './kpi-observation.ts';
import { KpiTargets } from './kpi-target.ts';
import { RecordObservations } from './record-observations.ts';
import { kpiRelationFields } from './relation-fields.ts';

export { BusinessKpi };
export { isNotMeasured, type NotMeasured, type Part, type Reason } from './effect/effect.ts';
export type { Methods, SegmentedEffect, Summary, WelchEffect } from './effect/methods.ts';
export { verdictOn } from './effect/verdict.ts';
export { definitionInForce, definitionsOf, KpiDefinition, weightInForce } from './kpi-definition.ts';
export { KpiObservation, observationOf } from './kpi-observation.ts';
export { KpiTarget, targetInForce } from './kpi-target.ts';
export type { KpiValue } from './observation.ts';
export { currentValue, valuesOf } from './series.ts';
export { kpiRelationships } from './relationships.ts';

/** How effects are measured: what they need takes a while to load, and few ask. */
export const loadMethods = () => import('./effect/methods.ts');

export const kpiKinds = [BusinessKpi];
export const kpiResolvers = [...kpiRelationFields, KpiDefinitions, KpiTargets, KpiObservations, RecordObservations];
