import type { RelationshipDeclaration } from '../../kernel/ontology.ts';
import { CONFIDENCE } from '../kind/confidence.ts';

export const catalogRelationships: readonly RelationshipDeclaration[] = [
  {
    type: 'FEEDS',
    domain: 'catalog',
    description: 'The data source holds or delivers the dataset.',
    lineage: true,
    ends: [['DATA_SOURCE', 'DATASET']],
    attributes: { confidence: CONFIDENCE },
  },
  {
    type: 'READ_BY',
    domain: 'catalog',
    description: 'The job reads it.',
    lineage: true,
    ends: [
      ['DATASET', 'JOB'],
      ['FIELD', 'JOB'],
    ],
    attributes: {
      confidence: CONFIDENCE,
      columns: {
        type: 'string',
        description: 'Whether it is known which columns the job uses.',
        values: {
          name: 'ColumnKnowledge',
          of: {
            KNOWN: 'The job says which columns it uses, by links between fields.',
            OPAQUE: 'Any column may matter to it.',
          },
        },
      },
    },
  },
  {
    type: 'WRITES',
    domain: 'catalog',
    description: 'It writes the dataset.',
    lineage: true,
    ends: [
      ['JOB', 'DATASET'],
      ['DEPLOYMENT', 'DATASET'],
    ],
    attributes: { confidence: CONFIDENCE },
  },
  {
    type: 'DERIVES',
    domain: 'catalog',
    description: 'The one field is computed from the other.',
    lineage: true,
    ends: [['FIELD', 'FIELD']],
    attributes: {
      confidence: CONFIDENCE,
      transformation: {
        type: 'string',
        description: 'DIRECT: its values enter; INDIRECT: it filters, joins or sorts.',
      },
      subtype: { type: 'string', description: 'IDENTITY, AGGREGATION, FILTER, …, as OpenLineage names them.' },
      job: { type: 'string', description: 'The job that does it.' },
    },
  },
  {
    type: 'CONTAINS',
    domain: 'catalog',
    description: 'Membership: the one is part of the other. No lineage.',
    lineage: false,
    ends: [
      ['DATASET', 'FIELD'],
      ['FEATURE_VIEW', 'FEATURE'],
      ['MODEL', 'MODEL_VERSION'],
      ['EXPERIMENT', 'EXPERIMENT_RUN'],
      ['JOB', 'JOB'],
      ['TEAM', 'PERSON'],
    ],
    attributes: {},
    announces: { DATASET: 'SCHEMA_CHANGED' },
  },
  {
    type: 'OWNS',
    domain: 'catalog',
    description: 'The person or team answers for it. No lineage.',
    lineage: false,
    ends: ['PERSON', 'TEAM'].flatMap((owner) =>
      [
        'DATA_SOURCE',
        'DATASET',
        'JOB',
        'FEATURE_VIEW',
        'FEATURE',
        'EXPERIMENT',
        'EXPERIMENT_RUN',
        'MODEL',
        'MODEL_VERSION',
        'DEPLOYMENT',
        'BUSINESS_KPI',
      ].map((owned) => [owner, owned] as const),
    ),
    attributes: { role: { type: 'string', description: 'What kind of owner: MAINTAINER, OWNER, …' } },
  },
  {
    type: 'ALIAS_OF',
    domain: 'catalog',
    description: 'Another name of the same table: lookups and lineage take the two for one.',
    lineage: false,
    identity: true,
    ends: [['DATASET', 'DATASET']],
    attributes: {},
  },
  {
    type: 'RENAMED_TO',
    domain: 'catalog',
    description: 'The name that it went by before, and the one since: lookups and lineage take the two for one.',
    lineage: false,
    identity: true,
    ends: [['DATASET', 'DATASET']],
    attributes: {},
  },
  {
    type: 'SYMLINK_OF',
    domain: 'catalog',
    description: 'A name that leads to it without being the same table, as a location does. No lineage.',
    lineage: false,
    ends: [['DATASET', 'DATASET']],
    attributes: {},
  },
];
