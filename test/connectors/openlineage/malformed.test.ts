import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../src/kernel/json.ts';
import { startServer, type TestServer } from '../../kit/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const event = {
  eventTime: '2026-11-01T00:00:00Z',
  eventType: 'COMPLETE',
  producer: 'https://example.test',
  run: { runId: 'run-1' },
  job: { namespace: 'malformed', name: 'load' },
};
const dataset = { namespace: 'malformed', name: 'out' };
const link = { namespace: 'malformed', name: 'in' };

/** The paths that a refusal names; nothing may have been stored then. */
async function pathsOf(payload: Json): Promise<string[]> {
  const before = server.services.reader.head().position;
  const response = await server.post('/api/v1/lineage', payload);
  expect(response.status).toBe(400);
  expect(server.services.reader.head().position).toBe(before);
  const { errors } = (await response.json()) as { errors: { index: number; path: string; message: string }[] };
  for (const { message } of errors) expect(message).toMatch(/^(expected .+; came .+|(it|a key of it) (has|is) .+)$/);
  return errors.map(({ path }) => path);
}

describe('an event', () => {
  test.each<[JsonObject, string[]]>([
    [{ eventTime: 'yesterday' }, ['eventTime']],
    [{ run: { runId: 7 }, job: { namespace: '' } }, ['run.runId', 'job.namespace', 'job.name']],
    [{ run: 'x' }, ['run.runId']],
    [{ inputs: {} }, ['inputs']],
    [{ inputs: [{ namespace: 'n' }, 7] }, ['inputs[0].name', 'inputs[1].namespace', 'inputs[1].name']],
    [{ inputs: [{ ...dataset, facets: [] }] }, ['inputs[0].facets']],
    [{ outputs: [{ ...dataset, facets: { anything: 7 } }] }, ['outputs[0].facets.anything']],
    [{ producer: 7, eventType: 7 }, ['producer', 'eventType']],
    [{ job: { namespace: 'n', name: 'a\u0000' } }, ['job.name']],
    [{ job: { namespace: 'n', name: 'a', facets: { 'a\u0000': {} } } }, ['job.facets']],
  ])('%j', async (wrong, paths) => {
    expect((await pathsOf({ ...event, ...wrong })).toSorted()).toEqual(paths.toSorted());
  });

  test.each([null, 7, ['x']])('that is none: %j', async (payload) => {
    expect(await pathsOf(payload)).toEqual(['']);
  });

  test('of very many the first hundred wrong places are named', async () => {
    expect(await pathsOf(Array.from({ length: 100_000 }, () => 0))).toHaveLength(100);
  });

  test('whose dataset and column make too long a name of a field', async () => {
    const long = { ...dataset, name: 'd'.repeat(1_500), facets: { schema: { fields: [{ name: 'f'.repeat(600) }] } } };
    const response = await server.post('/api/v1/lineage', { ...event, outputs: [long] });
    expect(response.status).toBe(413);
    expect(await response.text()).toContain('a name of 2101 characters, where 2000 are the most');
  });

  test('is named by its place among others, of which none is stored', async () => {
    const response = await server.post('/api/v1/lineage', [event, { ...event, eventTime: null }]);
    expect(await response.json()).toMatchObject({ errors: [{ index: 1, path: 'eventTime' }] });
    expect(server.services.reader.head().position).toBe(0);
  });
});

describe('a facet', () => {
  test.each<['run' | 'job' | 'input' | 'inputFacets' | 'output' | 'outputFacets', JsonObject, string[]]>([
    ['run', { nominalTime: { nominalStartTime: 'x', nominalEndTime: 7 } }, ['.nominalStartTime', '.nominalEndTime']],
    ['run', { nominalTime: {} }, ['.nominalStartTime']],
    ['run', { parent: { job: { namespace: 'n' }, run: { runId: 7 } } }, ['.job.name', '.run.runId']],
    ['run', { parent: { job: link, root: { job: 7 } } }, ['.root.job']],
    ['run', { parent: {} }, ['.job']],
    ['run', { errorMessage: { message: 7, stackTrace: [] } }, ['.message', '.stackTrace']],
    ['job', { sql: {} }, ['.query']],
    ['job', { sourceCodeLocation: { type: 1 } }, ['.type', '.url']],
    ['job', { jobType: { processingType: 7 } }, ['.processingType']],
    ['job', { ownership: { owners: [{ type: 'OWNER' }, 7] } }, ['.owners[0].name', '.owners[1]']],
    ['output', { documentation: {} }, ['.description']],
    ['output', { schema: { fields: 7 } }, ['.fields']],
    ['output', { schema: { fields: [{ name: 'a' }, { type: 7 }] } }, ['.fields[1].name', '.fields[1].type']],
    ['output', { schema: { fields: [{ name: 'a', fields: [{}] }] } }, ['.fields[0].fields[0].name']],
    ['output', { dataSource: { name: 7, uri: 7 } }, ['.name', '.uri']],
    ['output', { symlinks: { identifiers: [{ name: 'x' }] } }, ['.identifiers[0].namespace']],
    [
      'output',
      { symlinks: { identifiers: Array.from({ length: 101 }, (_, index) => ({ ...link, name: `n${index}` })) } },
      ['.identifiers'],
    ],
    ['output', { lifecycleStateChange: {} }, ['.lifecycleStateChange']],
    [
      'output',
      { lifecycleStateChange: { lifecycleStateChange: 'RENAME', previousIdentifier: { name: 'x' } } },
      ['.previousIdentifier.namespace'],
    ],
    ['output', { columnLineage: {} }, ['.fields']],
    ['output', { columnLineage: { fields: { b: 7 } } }, ['.fields.b']],
    ['output', { columnLineage: { fields: { '\ud800': { inputFields: [] } } } }, ['.fields']],
    ['output', { columnLineage: { fields: { b: {} } } }, ['.fields.b.inputFields']],
    ['output', { columnLineage: { fields: { b: { inputFields: [link] } } } }, ['.fields.b.inputFields[0].field']],
    ['input', { columnLineage: { fields: {}, dataset: [{ ...link, field: 7 }] } }, ['.dataset[0].field']],
    [
      'output',
      { columnLineage: { fields: { b: { inputFields: [{ ...link, field: 'x', transformations: [{ type: 7 }] }] } } } },
      ['.fields.b.inputFields[0].transformations[0].type'],
    ],
    ['output', { version: {} }, ['.datasetVersion']],
    ['output', { storage: { storageLayer: 'delta', fileFormat: 7 } }, ['.fileFormat']],
    ['output', { tags: { tags: [{ key: 'a', value: 7 }] } }, ['.tags[0].value']],
    ['inputFacets', { dataQualityAssertions: {} }, ['.assertions']],
    [
      'input',
      { dataQualityAssertions: { assertions: [{ success: 'yes' }] } },
      ['.assertions[0].assertion', '.assertions[0].success'],
    ],
    [
      'inputFacets',
      { dataQualityMetrics: { rowCount: 'x', columnMetrics: { id: 7 } } },
      ['.rowCount', '.columnMetrics.id'],
    ],
    ['outputFacets', { outputStatistics: { rowCount: 'x' } }, ['.rowCount']],
  ])('of the %s: %j', async (place, facets, members) => {
    const inputs = [
      {
        ...dataset,
        ...(place === 'inputFacets' ? { inputFacets: facets } : {}),
        ...(place === 'input' ? { facets } : {}),
      },
    ];
    const outputs = [
      {
        ...dataset,
        ...(place === 'outputFacets' ? { outputFacets: facets } : {}),
        ...(place === 'output' ? { facets } : {}),
      },
    ];
    const payload = {
      ...event,
      run: { ...event.run, ...(place === 'run' ? { facets } : {}) },
      job: { ...event.job, ...(place === 'job' ? { facets } : {}) },
      ...{ inputs, outputs },
    };
    const base = {
      ...{ run: 'run.facets', job: 'job.facets', input: 'inputs[0].facets', inputFacets: 'inputs[0].inputFacets' },
      ...{ output: 'outputs[0].facets', outputFacets: 'outputs[0].outputFacets' },
    }[place];
    const expected = members.map((member) => `${base}.${Object.keys(facets)[0]}${member}`);
    expect((await pathsOf(payload)).toSorted()).toEqual(expected.toSorted());
  });
});
