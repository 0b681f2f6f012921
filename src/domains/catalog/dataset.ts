import { defineKind } from '../kind/define-kind.ts';

export const Dataset = defineKind({
  kind: 'DATASET',
  typeName: 'Dataset',
  plural: 'datasets',
  domain: 'catalog',
  description: 'A table, file, topic or other body of data that is read and written as one.',
  naming: 'OpenLineage’s dataset namespace and name.',
  attributes: {
    datasetType: {
      type: 'string',
      description: 'TABLE, VIEW, FILE, TOPIC, …, as its source says.',
      filter: true,
      facet: true,
    },
    storageLayer: {
      type: 'string',
      description: 'The layer or format it is stored in: delta, iceberg, parquet.',
      filter: true,
    },
    lifecycleState: {
      type: 'string',
      description: 'The last change of its life that was seen: CREATE, ALTER, OVERWRITE, TRUNCATE, DROP, RENAME.',
      filter: true,
    },
    version: { type: 'string', description: 'The version that its last writer reported.' },
    rowCount: { type: 'int', description: 'Rows, as last reported.', filter: true, order: true },
    sizeBytes: { type: 'int', description: 'Bytes, as last reported.', filter: true, order: true },
  },
});
