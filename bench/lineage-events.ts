import type { Json } from '../src/kernel/json.ts';

const PRODUCER = 'https://example.test/scheduler';
const facet = (schema: string) => ({ _producer: PRODUCER, _schemaURL: `https://openlineage.io/spec/facets/${schema}` });

/**
 * What a scheduler tells when a run of one of its jobs is done: about ten facts for two columns, the more the wider its
 * output is. Jobs take turns, so that later runs say again what is known and add a run.
 * @param index of the event; the same index gives the same event
 */
export function runEvent(index: number, { jobs = 1_000, columns = 2 } = {}): Json {
  const job = index % jobs;
  const [first, second, output] = [job, job + 7, job + 1].map((each) => `shop.table_${each % jobs}`);
  const table = (name: string | undefined, facets: object = {}) =>
    ({ namespace: 'postgres://db:5432', name, facets }) as Json;
  const names = Array.from({ length: columns }, (_, column) => `column_${column}`);
  const inputFields = [{ namespace: 'postgres://db:5432', name: first, field: 'column_0' }];
  return {
    eventType: 'COMPLETE',
    eventTime: new Date(1_790_000_000_000 + index * 1_000).toISOString(),
    run: { runId: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}` },
    job: {
      namespace: 'scheduler',
      name: `build_table_${job + 1}`,
      facets: { sql: { ...facet('1-0-1/SQLJobFacet.json'), query: `insert into ${output} select * from ${first}` } },
    },
    inputs: [table(first), table(second)],
    outputs: [
      table(output, {
        schema: {
          ...facet('1-2-0/SchemaDatasetFacet.json'),
          fields: names.map((name) => ({ name, type: 'BIGINT', description: `${name} of ${output}` })),
        },
        ...(columns <= 2
          ? {}
          : {
              columnLineage: {
                ...facet('1-2-0/ColumnLineageDatasetFacet.json'),
                fields: Object.fromEntries(names.map((name) => [name, { inputFields }])),
              },
            }),
      }),
    ],
    producer: PRODUCER,
    schemaURL: 'https://openlineage.io/spec/2-0-2/OpenLineage.json',
  };
}

/** Facts as somebody hands them to applyFacts: a table with two columns and a job that reads it, ten a table. */
export function catalogFacts(index: number): Json[] {
  const claim = { at: new Date(1_780_000_000_000 + index * 1_000).toISOString(), source: 'warehouse' };
  const namespace = 'snowflake://acme';
  const name = `sales.table_${index}`;
  const urn = (kind: string, own: string) =>
    `urn:throughline:${kind}:${encodeURIComponent(namespace)}:${encodeURIComponent(own)}`;
  const [table, job, next] = [
    urn('dataset', name),
    urn('job', `load_${index}`),
    urn('dataset', `sales.table_${index + 1}`),
  ];
  const fields = [`${name}#id`, `${name}#amount`];
  return [
    {
      fact: 'entity',
      kind: 'DATASET',
      namespace,
      name,
      props: { description: `Table ${index} of sales`, tags: ['gold', 'sales'], datasetType: 'TABLE', rowCount: index },
      ...claim,
    },
    {
      fact: 'entity',
      kind: 'JOB',
      namespace,
      name: `load_${index}`,
      props: { sql: `select * from ${name}` },
      ...claim,
    },
    ...fields.map((field, ordinal) => ({
      fact: 'entity',
      kind: 'FIELD',
      namespace,
      name: field,
      props: { dataType: 'NUMBER(38,0)', ordinal, description: 'As the warehouse describes it.' },
      ...claim,
    })),
    { fact: 'set', of: table, type: 'CONTAINS', members: fields.map((field) => urn('field', field)), ...claim },
    {
      fact: 'relation',
      type: 'READ_BY',
      from: table,
      to: job,
      props: { columns: 'KNOWN' },
      provenance: 'OBSERVED',
      ...claim,
    },
    { fact: 'relation', type: 'WRITES', from: job, to: next, provenance: 'OBSERVED', ...claim },
    {
      fact: 'relation',
      type: 'DERIVES',
      from: urn('field', fields[0] ?? ''),
      to: urn('field', fields[1] ?? ''),
      ...claim,
    },
    { fact: 'observe', of: table, metric: 'row_count', key: `${index}`, value: index, ...claim },
    { fact: 'observe', of: job, metric: 'duration', key: `${index}`, value: { seconds: index % 60 }, ...claim },
  ];
}
