import { defineKind } from '../kind/define-kind.ts';

/** What counts for more than a billion others leaves nothing to weigh. */
const MOST_WEIGHT = 1e9;

export const BusinessKpi = defineKind({
  kind: 'BUSINESS_KPI',
  typeName: 'BusinessKpi',
  plural: 'businessKpis',
  domain: 'kpis',
  description: 'A number that the business is steered by, and that models are judged by.',
  naming: 'The part of the business, and the KPI’s name.',
  attributes: {
    definitions: {
      type: 'versions',
      description: 'What it means, from when to when.',
      members: {
        formula: { type: 'string', description: 'How it is computed, in words or as an expression.' },
        unit: { type: 'string', description: 'What its values count: EUR, percent, orders a day.' },
        direction: {
          type: 'string',
          description: 'Which way is better.',
          values: {
            name: 'KpiDirection',
            of: {
              HIGHER_IS_BETTER: 'More of it is better.',
              LOWER_IS_BETTER: 'Less of it is better.',
            },
          },
        },
        stage: {
          type: 'string',
          description:
            'The stage of the business that it is for: launch, growth, retention, profit, or one of its own.',
        },
        weight: {
          type: 'float',
          range: [0, MOST_WEIGHT],
          description: 'How much it matters, against the other KPIs; 1 is ordinary.',
        },
      },
    },
    targets: {
      type: 'versions',
      description: 'What it is to reach, from when to when.',
      members: {
        value: { type: 'float', description: 'In the unit of the definition in force.' },
      },
    },
  },
});
