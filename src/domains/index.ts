import 'reflect-metadata';
import type { ClassType } from 'type-graphql';
import { createOntology, type RelationshipDeclaration } from '../kernel/ontology.ts';
import { alertResolvers, alertTypes } from './alerts/index.ts';
import { catalogKinds, catalogRelationships, catalogResolvers } from './catalog/index.ts';
import { deploymentKinds, deploymentRelationships, deploymentResolvers } from './deployments/index.ts';
import { experimentKinds, experimentRelationships, experimentResolvers } from './experiments/index.ts';
import { featureKinds, featureRelationships, featureResolvers } from './features/index.ts';
import { gateResolvers, gateTypes } from './gates/index.ts';
import type { DecidedType } from './kind/decided-type.ts';
import type { KindDefinition } from './kind/define-kind.ts';
import { kpiKinds, kpiRelationships, kpiResolvers } from './kpis/index.ts';
import { registryKinds, registryResolvers } from './registry/index.ts';

export const kinds: readonly KindDefinition[] = [
  ...catalogKinds,
  ...featureKinds,
  ...experimentKinds,
  ...registryKinds,
  ...deploymentKinds,
  ...kpiKinds,
];

export const relationships: readonly RelationshipDeclaration[] = [
  ...catalogRelationships,
  ...featureRelationships,
  ...experimentRelationships,
  ...deploymentRelationships,
  ...kpiRelationships,
];

/** What decisions make, as it is told. */
export const decidedTypes: readonly DecidedType[] = [...alertTypes, ...gateTypes];

/** Everything that the domains declare. */
export const ontology = createOntology(kinds, relationships);

/** What the domains contribute to the schema beside what follows from each kind's declaration. */
export const domainResolvers = [
  ...catalogResolvers,
  ...featureResolvers,
  ...experimentResolvers,
  ...registryResolvers,
  ...deploymentResolvers,
  ...kpiResolvers,
  ...alertResolvers,
  ...gateResolvers,
] as readonly ClassType[];
