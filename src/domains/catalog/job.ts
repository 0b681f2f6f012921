import { defineKind } from '../kind/define-kind.ts';

export const Job = defineKind({
  kind: 'JOB',
  typeName: 'Job',
  plural: 'jobs',
  domain: 'catalog',
  description: 'A process that reads and writes datasets; each time it runs is an observation on it.',
  naming: 'OpenLineage’s job namespace and name.',
  attributes: {
    jobType: {
      type: 'string',
      description: 'What it is to its scheduler: DAG, TASK, MODEL, TEST, …',
      filter: true,
      facet: true,
    },
    processingType: { type: 'string', description: 'BATCH or STREAMING.', filter: true, facet: true },
    integration: { type: 'string', description: 'What runs it: AIRFLOW, DBT, SPARK, …', filter: true, facet: true },
    sql: { type: 'string', description: 'The query that it runs.', search: true },
    sourceCodeUrl: { type: 'string', description: 'Where its code is.' },
    sourceCodeVersion: { type: 'string', description: 'The revision of its code.' },
    expectedIntervalSeconds: {
      type: 'float',
      description:
        'How often it is meant to run, and by how much it may be late, in seconds: what its runs showed longer ago is stale.',
      range: [1e-6, 1e10],
      filter: true,
    },
  },
});
