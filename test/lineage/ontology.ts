import { catalogRelationships } from '../../src/domains/catalog/relationships.ts';
import { deploymentRelationships } from '../../src/domains/deployments/relationships.ts';
import { experimentRelationships } from '../../src/domains/experiments/relationships.ts';
import { featureRelationships } from '../../src/domains/features/relationships.ts';
import { kpiRelationships } from '../../src/domains/kpis/relationships.ts';
import { createOntology } from '../../src/kernel/ontology.ts';

export const relationships = [
  ...catalogRelationships,
  ...featureRelationships,
  ...experimentRelationships,
  ...deploymentRelationships,
  ...kpiRelationships,
];

const kinds = new Set(relationships.flatMap(({ ends }) => ends.flat()));

/** The real relationships between bare kinds: all of the ontology that lineage knows. */
export const ontology = createOntology(
  [...kinds].map((kind) => ({
    kind,
    typeName: kind,
    plural: kind,
    domain: 'test',
    description: '',
    naming: '',
    attributes: {},
  })),
  relationships,
);
