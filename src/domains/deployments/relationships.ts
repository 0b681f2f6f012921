import type { RelationshipDeclaration } from '../../kernel/ontology.ts';
import { CONFIDENCE } from '../kind/confidence.ts';

export const deploymentRelationships: readonly RelationshipDeclaration[] = [
  {
    type: 'RELEASED_TO',
    domain: 'deployments',
    description: 'The version serves on the deployment, in a stage, with a share of its traffic, from when to when.',
    lineage: true,
    ends: [
      ['MODEL_VERSION', 'DEPLOYMENT'],
      ['CONFIG_VERSION', 'DEPLOYMENT'],
    ],
    attributes: {
      confidence: CONFIDENCE,
      stage: {
        type: 'string',
        description: 'TEST, DEV, CANARY, STAGING, SHADOW, AB, PRODUCTION, or one of the organisation’s own.',
      },
      trafficShare: {
        type: 'float',
        range: [0, 1],
        description: 'Its share of the deployment’s traffic, from 0 to 1.',
      },
      arm: { type: 'string', description: 'The arm of an experiment that it is, as the values of KPIs name it.' },
    },
    announces: { MODEL_VERSION: 'RELEASED', CONFIG_VERSION: 'RELEASED' },
  },
  {
    type: 'AFFECTS',
    domain: 'deployments',
    description: 'What the deployment answers moves the KPI.',
    lineage: true,
    ends: [['DEPLOYMENT', 'BUSINESS_KPI']],
    attributes: {
      confidence: CONFIDENCE,
      expectedEffect: { type: 'string', description: 'Which way and how much it is expected to move it.' },
    },
  },
  {
    type: 'FALLS_BACK_TO',
    domain: 'deployments',
    description: 'What serves in its place when it must not serve. No lineage.',
    lineage: false,
    ends: ['MODEL_VERSION', 'CONFIG_VERSION', 'DEPLOYMENT'].map((to) => ['DEPLOYMENT', to] as const),
    attributes: {},
  },
];
