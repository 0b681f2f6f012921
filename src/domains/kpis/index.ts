import { BusinessKpi } from './business-kpi.ts';
import { KpiDefinitions } from './kpi-definition.ts';
import { KpiObservations } from './kpi-observation.ts';
import { KpiTargets } from './kpi-target.ts';
import { RecordObservations } from './record-observations.ts';
import { kpiRelationFields } from './relation-fields.ts';

export { BusinessKpi };
export { definitionInForce, weightInForce } from './kpi-definition.ts';
export { kpiRelationships } from './relationships.ts';

export const kpiKinds = [BusinessKpi];
export const kpiResolvers = [...kpiRelationFields, KpiDefinitions, KpiTargets, KpiObservations, RecordObservations];
