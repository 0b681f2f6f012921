import { defineKind } from '../kind/define-kind.ts';

export const DataSource = defineKind({
  kind: 'DATA_SOURCE',
  typeName: 'DataSource',
  plural: 'dataSources',
  domain: 'catalog',
  description: 'A system that holds datasets: a database, a bucket, a topic broker, an API.',
  naming: 'The namespace that its datasets have, and its own name (often the same).',
  attributes: {
    uri: { type: 'string', description: 'Where it is, as its clients spell it; without credentials.', filter: true },
    technology: {
      type: 'string',
      description: 'What it runs on: postgres, s3, kafka, …',
      filter: true,
      order: true,
      facet: true,
    },
  },
});
