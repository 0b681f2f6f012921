import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/kernel/json.ts';
import { startServer, type TestServer } from '../../kit/server.ts';
import { graphText } from './graph-text.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server[Symbol.asyncDispose]());

type Member = 'job' | 'run' | 'input' | 'output' | 'inputFacets' | 'dataset';

let worlds = 0;

/** An event of a run, or of a dataset alone, with these facets at one place of it. Each world is a namespace. */
function eventOf(namespace: string, second: number, place: Member, facets: JsonObject): JsonObject {
  const at = (member: Member) => (member === place ? { facets } : {});
  const common = { eventTime: `2026-11-01T00:00:0${second}Z`, producer: 'https://example.test' };
  if (place === 'dataset') return { ...common, dataset: { namespace, name: 'out', facets } };
  const own = place === 'inputFacets' ? { inputFacets: facets } : {};
  return {
    ...common,
    eventType: 'RUNNING',
    run: { runId: 'run-1', ...at('run') },
    job: { namespace, name: 'load', ...at('job') },
    inputs: [{ namespace, name: 'in', ...at('input'), ...own }],
    outputs: [{ namespace, name: 'out', ...at('output') }],
  };
}

async function post(events: JsonObject | readonly JsonObject[]): Promise<void> {
  const response = await server.post('/api/v1/lineage', events);
  expect({ status: response.status, body: await response.json() }).toMatchObject({ status: 201 });
}

/** The lines of the graph that are about this world, without its name; observations only where they are asked for. */
async function linesOf(namespace: string): Promise<string[]> {
  const lines = (await graphText(server.services.store)).split('\n');
  return lines.filter((line) => line.includes(`[${namespace} `)).map((line) => line.replaceAll(`${namespace} `, ''));
}

function columns(fields: Readonly<Record<string, readonly (readonly [field: string, ...types: string[]])[]>>) {
  return (namespace: string): JsonObject => ({
    columnLineage: {
      fields: Object.fromEntries(
        Object.entries(fields).map(([field, inputs]) => [
          field,
          {
            inputFields: inputs.map(([input, ...types]) => ({
              ...{ namespace, name: 'in', field: input },
              transformations: types.map((type) => ({ type, subtype: `${type}_SUBTYPE`, masking: false })),
            })),
          },
        ]),
      ),
    },
  });
}

const schema = (...names: string[]) => ({ schema: { fields: names.map((name) => ({ name, type: 'INT' })) } });

describe('a facet arrives, and its _deleted withdraws what it said', () => {
  test.each<[facet: string, place: Member, facet: (namespace: string) => JsonObject, said: string[]]>([
    ['schema', 'output', () => schema('id'), ['dataset[out] -CONTAINS-> field[out#id] OBSERVED {}']],
    [
      'columnLineage',
      'output',
      columns({ id: [['key', 'DIRECT']] }),
      ['field[in#key] -DERIVES-> field[out#id] OBSERVED {"subtype":"DIRECT_SUBTYPE","transformation":"DIRECT"}'],
    ],
    [
      'ownership',
      'output',
      () => ({ ownership: { owners: [{ name: 'team:x', type: 'OWNER' }] } }),
      ['-OWNS-> dataset[out] OBSERVED {}', 'facet:ownership#'],
    ],
    [
      'dataSource',
      'output',
      () => ({ dataSource: { name: 'db', uri: 'postgres://me:secret@db' } }),
      ['data_source[db] -FEEDS-> dataset[out] OBSERVED {}'],
    ],
    ['documentation', 'output', () => ({ documentation: { description: 'Orders' } }), ['description="Orders"']],
    ['documentation', 'job', () => ({ documentation: { description: 'Loads' } }), ['description="Loads"']],
    [
      'symlinks',
      'output',
      (namespace) => ({
        symlinks: {
          identifiers: [
            { namespace, name: 'same', type: 'TABLE' },
            { namespace, name: 'place', type: 'LOCATION' },
          ],
        },
      }),
      ['dataset[place] -SYMLINK_OF-> dataset[out] OBSERVED {}', 'dataset[same] -ALIAS_OF-> dataset[out] OBSERVED {}'],
    ],
    [
      'lifecycleStateChange',
      'output',
      (namespace) => ({
        lifecycleStateChange: {
          lifecycleStateChange: 'RENAME',
          previousIdentifier: { namespace, name: 'old' },
        },
      }),
      ['lifecycleState="RENAME"', 'dataset[old] -RENAMED_TO-> dataset[out] OBSERVED {}'],
    ],
    [
      'parent',
      'run',
      (namespace) => ({ parent: { job: { namespace, name: 'dag' }, run: { runId: 'run-0' } } }),
      ['job[dag] -CONTAINS-> job[load] OBSERVED {}'],
    ],
    [
      'sourceCodeLocation',
      'job',
      () => ({ sourceCodeLocation: { type: 'git', url: 'https://git/x', version: 'abc', path: 'a.py' } }),
      ['sourceCodeUrl="https://git/x"', 'sourceCodeVersion="abc"', 'facet:sourceCodeLocation#'],
    ],
    [
      'dataQualityMetrics',
      'input',
      () => ({ dataQualityMetrics: { rowCount: 7, bytes: 70, fileCount: 2 } }),
      ['rowCount=7', 'sizeBytes=70', 'facet:dataQualityMetrics#'],
    ],
    [
      'dataQualityMetrics',
      'inputFacets',
      () => ({ dataQualityMetrics: { rowCount: 7, bytes: 70, fileCount: 2 } }),
      ['rowCount=7', 'sizeBytes=70', 'facet:dataQualityMetrics#'],
    ],
    ['version', 'output', () => ({ version: { datasetVersion: 'v1' } }), ['version="v1"']],
    [
      'storage',
      'output',
      () => ({ storage: { storageLayer: 'delta', fileFormat: 'parquet' } }),
      ['storageLayer="delta"', 'facet:storage#'],
    ],
    ['tags', 'output', () => ({ tags: { tags: [{ key: 'gold', value: 'true' }] } }), ['tags=["gold"]']],
    ['anything', 'output', () => ({ anything: { whatever: 1 } }), ['facet:anything#']],
  ])('%s of the %s', async (facet, place, facetsOf, said) => {
    const namespace = `facet${(worlds += 1)}`;
    const facets = facetsOf(namespace);
    await post(eventOf(namespace, 1, place, facets));
    const arrived = (await linesOf(namespace)).join('\n');
    for (const text of said) expect(arrived).toContain(text);
    expect(arrived).not.toContain('secret');
    // Of columns: the event tells by its schema which fields there are.
    const beside = facet === 'columnLineage' ? schema('id') : {};
    await post(eventOf(namespace, 2, place, { ...beside, [facet]: { _deleted: true } }));
    const after = (await linesOf(namespace)).join('\n');
    for (const text of said) expect(after).not.toContain(text);
  });

  test.each([
    ['nominalTime', { nominalStartTime: '2026-11-01T00:00:00Z' }, null],
    ['errorMessage', { message: 'boom', programmingLanguage: 'python' }, 'boom'],
  ])('%s of the run', async (name, facet, errorMessage) => {
    const namespace = `run-${name}`;
    const read = async () => {
      const answer = await server.query<{ node: { runs: { nodes: unknown[] } } }>(
        `query ($id: ID!) { node(id: $id) { ... on Job { runs { nodes { errorMessage facets } } } } }`,
        { id: `urn:throughline:job:${namespace}:load` },
      );
      return answer.node.runs.nodes;
    };
    await post(eventOf(namespace, 1, 'run', { [name]: facet }));
    expect(await read()).toEqual([{ errorMessage, facets: { [name]: facet } }]);
    await post(eventOf(namespace, 2, 'run', { [name]: { _deleted: true } }));
    expect(await read()).toEqual([{ errorMessage: null, facets: {} }]);
  });

  test.each<Member>(['input', 'inputFacets'])(
    'dataQualityAssertions under %s: what was asserted then stays, as history',
    async (place) => {
      const namespace = `asserted-${place}`;
      const assertions = [{ assertion: 'not_null', column: 'id', success: false }];
      await post(eventOf(namespace, 1, place, { dataQualityAssertions: { assertions } }));
      const line = `dataset[in] assertions run-1: ${JSON.stringify(assertions)}`;
      expect(await linesOf(namespace)).toContain(line);
      await post(eventOf(namespace, 2, place, { dataQualityAssertions: { _deleted: true } }));
      expect(await linesOf(namespace)).toContain(line);
    },
  );
});

test.each([
  ['postgres://u:p@ss@h/db', 'postgres://h/db'],
  ['//u:p@h/db', '//h/db'],
  ['s3://bucket/a@b', 's3://bucket/a@b'],
  ['jdbc:postgresql://u:p@h/db?user=a&password=p&ssl=true', 'jdbc:postgresql://h/db?user=a&password=***&ssl=true'],
  ['https://h/x?access_token=t', 'https://h/x?access_token=***'],
])('a data source at %s is shown as %s', async (uri, shown) => {
  const namespace = `uri${(worlds += 1)}`;
  await post(eventOf(namespace, 1, 'output', { dataSource: { name: 'db', uri } }));
  expect((await linesOf(namespace)).join('\n')).toContain(`uri=${JSON.stringify(shown)}`);
});

describe('a dataset that is dropped', () => {
  const dropped = { lifecycleStateChange: { lifecycleStateChange: 'DROP' }, anything: { whatever: 1 } };
  const read = async (namespace: string) => {
    const answer = await server.query<{ node: JsonObject }>(
      `query ($id: ID!) { node(id: $id) { ... on Dataset { described description lifecycleState facets retiredAt } } }`,
      { id: `urn:throughline:dataset:${namespace}:out` },
    );
    return answer.node;
  };
  const retired = { described: true, lifecycleState: 'DROP', facets: { anything: { whatever: 1 } } };

  test('by the first word on it is retired, and what the event says of it is kept', async () => {
    await post(eventOf('dropped-first', 1, 'output', dropped));
    const retiredAt = '2026-11-01T00:00:01.000000Z';
    expect(await read('dropped-first')).toEqual({ ...retired, description: null, retiredAt });
  });

  test('after others is retired from then on, and is there again once it is written again', async () => {
    await post(eventOf('dropped-later', 1, 'output', { documentation: { description: 'Orders' } }));
    await post(eventOf('dropped-later', 2, 'output', dropped));
    const retiredAt = '2026-11-01T00:00:02.000000Z';
    expect(await read('dropped-later')).toEqual({ ...retired, description: 'Orders', retiredAt });
    await post(eventOf('dropped-later', 3, 'output', { lifecycleStateChange: { lifecycleStateChange: 'CREATE' } }));
    expect(await read('dropped-later')).toMatchObject({ lifecycleState: 'CREATE', retiredAt: null });
  });
});

describe('columnLineage says all of it', () => {
  const derives = async (namespace: string) =>
    (await linesOf(namespace))
      .filter((line) => line.includes('-DERIVES->'))
      .map((line) => line.replace(/ OBSERVED.*/, ''));

  test('an input that a field lists no more ends, and so do those of a field that it leaves out', async () => {
    const namespace = 'all';
    const two = columns({
      id: [
        ['key', 'DIRECT'],
        ['row', 'DIRECT'],
      ],
      sum: [['amount', 'DIRECT']],
    })(namespace);
    const one = columns({ id: [['key', 'DIRECT']] })(namespace);
    await post(eventOf(namespace, 1, 'output', { ...schema('id', 'sum'), ...two }));
    expect(await derives(namespace)).toEqual([
      'field[in#amount] -DERIVES-> field[out#sum]',
      'field[in#key] -DERIVES-> field[out#id]',
      'field[in#row] -DERIVES-> field[out#id]',
    ]);
    await post(eventOf(namespace, 3, 'output', { ...schema('id', 'sum'), ...one }));
    expect(await derives(namespace)).toEqual(['field[in#key] -DERIVES-> field[out#id]']);
    // What comes late changes what was so before it alone.
    await post(
      eventOf(namespace, 2, 'output', { ...schema('id', 'sum'), ...two, version: { datasetVersion: 'late' } }),
    );
    expect(await derives(namespace)).toEqual(['field[in#key] -DERIVES-> field[out#id]']);
  });

  test('a new one is told of once, with all that is said of it', async () => {
    const namespace = 'told';
    await post(eventOf(namespace, 1, 'output', columns({ id: [['key', 'DIRECT']] })(namespace)));
    await post(eventOf(namespace, 2, 'output', columns({ id: [['key', 'DIRECT']] })(namespace)));
    const changes = await server.services.store.log.changes({ position: 0, ordinal: 0 }, 10_000);
    const about = changes.filter(({ relation }) => relation?.type === 'DERIVES' && relation.from.includes(':told:'));
    expect(about).toMatchObject([
      { type: 'RELATED', after: { props: { transformation: 'DIRECT', job: 'urn:throughline:job:told:load' } } },
    ]);
  });

  test('a field that decides without entering is read by the job; one that does both does both', async () => {
    const namespace = 'indirect';
    const facet = columns({
      id: [
        ['filter', 'INDIRECT'],
        ['key', 'INDIRECT', 'DIRECT'],
      ],
    })(namespace);
    await post(eventOf(namespace, 1, 'output', facet));
    const lines = (await linesOf(namespace)).filter((line) => / -(DERIVES|READ_BY)-> /.test(line));
    expect(lines).toEqual([
      'dataset[in] -READ_BY-> job[load] OBSERVED {"columns":"KNOWN"}',
      'field[in#filter] -READ_BY-> job[load] OBSERVED {}',
      'field[in#key] -DERIVES-> field[out#id] OBSERVED {"subtype":"DIRECT_SUBTYPE","transformation":"DIRECT"}',
      'field[in#key] -READ_BY-> job[load] OBSERVED {}',
    ]);
    const { lineage } = await server.query<{ lineage: { nodes: { entity: { name: string } }[] } }>(
      `{ lineage(of: ["urn:throughline:field:indirect:in%23filter"], direction: DOWNSTREAM) { nodes { entity { name } } } }`,
    );
    expect(lineage.nodes.map(({ entity }) => entity.name)).toEqual(['in#filter', 'load', 'out']);
  });

  test('where a dataset tells of itself no job is named: there it stays a link between fields', async () => {
    const namespace = 'alone';
    await post(eventOf(namespace, 1, 'dataset', columns({ id: [['filter', 'INDIRECT']] })(namespace)));
    expect(await linesOf(namespace)).toContain(
      'field[in#filter] -DERIVES-> field[out#id] DECLARED {"subtype":"INDIRECT_SUBTYPE","transformation":"INDIRECT"}',
    );
  });
});

describe('what has no property of its own', () => {
  test.each<[string, Member, JsonObject, kept: boolean]>([
    ['storage', 'output', { storageLayer: 'delta', fileFormat: 'parquet' }, true],
    ['storage', 'output', { storageLayer: 'delta' }, false],
    ['sourceCodeLocation', 'job', { type: 'git', url: 'u', repoUrl: 'r', path: 'p', branch: 'main', tag: 't' }, true],
    ['dataQualityMetrics', 'input', { rowCount: 1, fileCount: 3 }, true],
    ['dataQualityMetrics', 'input', { rowCount: 1, columnMetrics: { id: { nullCount: 0 } } }, false],
    ['schema', 'output', { fields: [{ name: 'a', fields: [{ name: 'b', ordinal_position: 1 }] }] }, true],
    ['schema', 'output', { fields: [{ name: 'a', type: 'INT', fields: [{ name: 'b' }] }] }, false],
    ['documentation', 'output', { description: 'x', contentType: 'text/markdown' }, true],
    ['tags', 'output', { tags: [{ key: 'pii', value: 'true', field: 'id' }] }, true],
    ['sql', 'job', { query: 'select 1', dialect: 'duckdb' }, true],
  ])('%s of the %s is kept whole, and only then: %o', async (name, place, facet, kept) => {
    const namespace = `kept${(worlds += 1)}`;
    await post(eventOf(namespace, 1, place, { [name]: { _producer: 'p', ...facet } }));
    const kind = place === 'job' ? 'job' : 'dataset';
    const answer = await server.query<{ node: { facets: JsonObject } }>(
      `query ($id: ID!) { node(id: $id) { ... on Job { facets } ... on Dataset { facets } } }`,
      { id: `urn:throughline:${kind}:${namespace}:${{ job: 'load', input: 'in' }[place as 'job' | 'input'] ?? 'out'}` },
    );
    expect(answer.node.facets[name]).toEqual(kept ? { _producer: 'p', ...facet } : undefined);
  });

  test('goes when the facet comes without it', async () => {
    await post(eventOf('goes', 1, 'output', { storage: { storageLayer: 'delta', fileFormat: 'parquet' } }));
    await post(eventOf('goes', 2, 'output', { storage: { storageLayer: 'delta' } }));
    expect((await linesOf('goes')).join('\n')).not.toContain('facet:storage');
  });
});
