import { afterAll, beforeAll, expect, test } from 'vitest';
import { createContext } from '../../src/graphql/index.ts';
import { readEntities } from '../../src/graphql/federation/read-entities.ts';
import { formatPlace } from '../../src/kernel/cursor.ts';
import { formatUrn } from '../../src/kernel/urn.ts';
import { EVERYBODY } from '../../src/kernel/viewer.ts';
import { visibilityOf } from '../../src/kernel/visibility.ts';
import { applyFacts } from '../kit/apply-facts.ts';
import { startServer, type TestServer } from '../kit/server.ts';
import { subgraphOver } from '../kit/subgraph.ts';
import { gatherUnhandledRejections } from '../kit/unhandled-rejections.ts';

const COUNT = 250;
const MONDAY = '2026-01-05T00:00:00Z';
const FRIDAY = '2026-01-09T00:00:00Z';
const TYPES = { Dataset: 'DATASET', Job: 'JOB', Person: 'PERSON', BusinessKpi: 'BUSINESS_KPI' } as const;
const kpi = formatUrn('BUSINESS_KPI', 'n', '0');

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  const claim = (at: string) => ({ at, source: 'test' });
  const entities = Object.values(TYPES).flatMap((kind) =>
    Array.from({ length: COUNT }, (_, index) => ({
      ...{ fact: 'entity', kind, namespace: 'n', name: String(index), ...claim(MONDAY) },
    })),
  );
  const [dataset, person] = [formatUrn('DATASET', 'n', '0'), formatUrn('PERSON', 'n', '0')];
  const defined = (id: string, validFrom: string) => ({
    ...{ fact: 'entity', kind: 'BUSINESS_KPI', namespace: 'n', name: '0', ...claim(MONDAY) },
    props: { definitions: { id, validFrom, weight: 1 } },
  });
  await applyFacts(server, [
    ...entities,
    { fact: 'relation', type: 'OWNS', from: person, to: dataset, ...claim(MONDAY) },
    defined('old', MONDAY),
    defined('new', FRIDAY),
  ]);
});
afterAll(() => server[Symbol.asyncDispose]());

const ENTITIES = `query ($these: [_Any!]!) { _entities(representations: $these) {
  __typename ... on Dataset { name owners { name } } ... on Job { name } ... on Person { name } ... on BusinessKpi { name } } }`;

/** Of each type as many, mixed. */
function representations(each: number): { __typename: string; id: string }[] {
  return Array.from({ length: each }, (_, index) => index).flatMap((index) =>
    Object.entries(TYPES).map(([typeName, kind]) => ({
      __typename: typeName,
      id: formatUrn(kind, 'n', String(index)),
    })),
  );
}

test('1,000 mixed representations are one read, and one more for a field that joins; in order', async () => {
  const subgraph = subgraphOver(server);
  const these = representations(COUNT);
  const { data, errors } = await subgraph.answer(ENTITIES, { these });
  expect(errors).toBeUndefined();
  expect(subgraph.calls()).toEqual(['records', 'related']);
  const found = data?.['_entities'] as { __typename: string; name: string; owners?: object[] }[];
  expect(found.map(({ __typename, name }) => `${__typename} ${name}`)).toEqual(
    these.map(({ __typename, id }) => `${__typename} ${id.split(':').at(-1)}`),
  );
  expect(found[0]?.owners).toEqual([{ name: '0' }]);
});

test('none of them costs a promise', async () => {
  const context = createContext(server.services, EVERYBODY);
  const entities = await readEntities(representations(COUNT), context);
  expect(entities.filter((entity) => entity === null || entity instanceof Promise)).toEqual([]);
});

test('what is not there is null; what is wrong is an error in its place that names it; the others are answered', async () => {
  const id = formatUrn('DATASET', 'n', '1');
  const wrong: [unknown, string][] = [
    [{ __typename: 'Job', id }, 'representations[1].id'],
    [{ __typename: 'Dataset', id: 'orders' }, 'representations[2].id'],
    [{ __typename: 'Dataset', id: 'urn:throughline:gadget:n:1' }, 'representations[3].id'],
    [{ __typename: 'Dataset' }, 'representations[4].id'],
    [{ __typename: 'PageInfo', id }, 'representations[5].__typename'],
    [{ id }, 'representations[6].__typename'],
    ['Dataset', 'representations[7]'],
    [{ __typename: 'Dataset', id, _at: 'here' }, 'representations[8]._at'],
    [
      { __typename: 'Dataset', id, _at: formatPlace({ position: 1e9, asOf: null, now: 1 as never }) },
      'representations._at',
    ],
  ];
  const absent = { __typename: 'Dataset', id: formatUrn('DATASET', 'n', 'absent') };
  const these = [absent, ...wrong.map(([given]) => given), { __typename: 'Dataset', id }];
  const { data, errors } = await subgraphOver(server).answer(ENTITIES, { these });
  expect(data?.['_entities']).toEqual([
    ...[null, ...wrong].map(() => null),
    { __typename: 'Dataset', name: '1', owners: [] },
  ]);
  const told = errors?.map(({ path, originalError }) => [path, originalError as { code?: string; argument?: string }]);
  expect(told?.map(([path, error]) => ({ path, ...(error as object) }))).toMatchObject(
    wrong.map(([, argument], index) => ({ path: ['_entities', index + 1], code: 'BAD_USER_INPUT', argument })),
  );
});

test('5,000 are answered; one more is refused, and nothing read', async () => {
  const subgraph = subgraphOver(server);
  const these = Array.from({ length: 5_000 }, () => ({ __typename: 'Person', id: formatUrn('PERSON', 'n', '0') }));
  expect((await subgraph.answer(ENTITIES, { these })).errors).toBeUndefined();
  subgraph.calls();
  const { data, errors } = await subgraph.answer(ENTITIES, { these: [...these, ...these] });
  expect(data).toBeNull();
  expect(errors?.[0]).toMatchObject({
    message: 'representations: expected at most 5000; came 10000',
    originalError: { code: 'LIMIT_EXCEEDED', argument: 'representations' },
  });
  expect(subgraph.calls()).toEqual([]);
});

test('what is hidden from the viewer is as what is not there, also for who makes up a place', async () => {
  const viewer = { id: 'somebody', visibility: visibilityOf([{ effect: 'PASS', kinds: ['PERSON'] }], 'NONE') };
  const _at = formatPlace({ position: 1, asOf: null, now: server.services.clock() });
  const [hidden, seen] = ['PERSON', 'JOB'].map((kind) => formatUrn(kind, 'n', 'absent'));
  const made = [
    { __typename: 'Person', id: formatUrn('PERSON', 'n', '0'), _at },
    { __typename: 'Person', id: hidden, _at },
    { __typename: 'Job', id: seen, _at },
  ];
  const { data } = await subgraphOver(server, undefined, viewer).answer(ENTITIES, {
    these: [...representations(1), ...made],
  });
  expect(data?.['_entities']).toEqual([
    { __typename: 'Dataset', name: '0', owners: [] },
    { __typename: 'Job', name: '0' },
    null,
    { __typename: 'BusinessKpi', name: '0' },
    ...[null, null, { __typename: 'Job', name: 'absent' }],
  ]);
});

test('what fails while another place is waited for is an error in its place, and ends nothing', async () => {
  const other = await startServer();
  const [a, b] = ['a', 'b'].map((name) => formatUrn('DATASET', 'n', name));
  const said = { at: MONDAY, source: 'test' };
  await applyFacts(other, [{ fact: 'relation', type: 'ALIAS_OF', from: a, to: b, ...said }]);
  const context = createContext(other.services, EVERYBODY);
  const _at = formatPlace({ ...context.at, position: context.position + 1 });
  // What has two names is read after its page: here there is no store any more then.
  await other[Symbol.asyncDispose]();
  using unhandled = gatherUnhandledRejections();
  const these = [
    { __typename: 'Dataset', id: a },
    { __typename: 'Dataset', id: b, _at },
  ];
  const answers = await readEntities(these, context);
  expect(unhandled.reasons).toEqual([]);
  expect(answers).toMatchObject([{ code: 'UNAVAILABLE' }, { code: 'BAD_USER_INPUT' }]);
});

const PLACE = `query ($id: ID!, $asOf: DateTime) { entity(id: $id, at: { asOf: $asOf }) { __typename ... on BusinessKpi { id _at } } }`;
const DEFINITION = `query ($these: [_Any!]!) { _entities(representations: $these) { ... on BusinessKpi { definition { id } } } }`;

test('a gateway that takes the place along reads in the next subgraph what was true there, and then', async () => {
  const [lineage, kpis] = [subgraphOver(server, ['lineage']), subgraphOver(server, ['kpis'])];
  const definitionAt = async (asOf: string | null) => {
    const { data } = await lineage.answer(PLACE, { id: kpi, asOf });
    const { data: next } = await kpis.answer(DEFINITION, { these: [data?.['entity']] });
    return next?.['_entities'];
  };
  expect(await definitionAt(null)).toEqual([{ definition: { id: 'new' } }]);
  expect(await definitionAt('2026-01-06T00:00:00Z')).toEqual([{ definition: { id: 'old' } }]);
  const { data } = await kpis.answer(DEFINITION, { these: [{ __typename: 'BusinessKpi', id: kpi }] });
  expect(data?.['_entities']).toEqual([{ definition: { id: 'new' } }]);
});

test('what another subgraph has told of is told of at the position where it was, whatever came since', async () => {
  const catalog = subgraphOver(server, ['catalog']);
  const list = '{ datasets(first: 1) { nodes { __typename id _at rowCount } } }';
  const rows = 'query ($these: [_Any!]!) { _entities(representations: $these) { ... on Dataset { id rowCount } } }';
  const { data } = await catalog.answer(list);
  const [before] = (data as unknown as { datasets: { nodes: object[] } }).datasets.nodes;
  const [fact, at] = [{ fact: 'entity', kind: 'DATASET', namespace: 'n', name: '0', source: 'test' }, FRIDAY];
  await applyFacts(server, [{ ...fact, at, props: { rowCount: 7 } }]);
  const { __typename, id } = before as unknown as { __typename: string; id: string };
  const these = [before, { __typename, id }];
  const { data: after } = await catalog.answer(rows, { these });
  expect(after?.['_entities']).toEqual([
    { id, rowCount: null },
    { id, rowCount: 7 },
  ]);
});

test('behind a mutation the next subgraph sees what was written', async () => {
  const upsert = `mutation { upsertJob(input: { namespace: "n", name: "new", description: "written" }) {
    entity { __typename ... on Job { id _at } } } }`;
  const { data } = await subgraphOver(server, ['catalog']).answer(upsert);
  const { entity } = (data as unknown as { upsertJob: { entity: object } }).upsertJob;
  const described = 'query ($these: [_Any!]!) { _entities(representations: $these) { ... on Job { description } } }';
  const { data: next } = await subgraphOver(server, ['lineage']).answer(described, { these: [entity] });
  expect(next?.['_entities']).toEqual([{ description: 'written' }]);
});

test('who comes with an id alone is told the place by the subgraph of entities', async () => {
  const query =
    'query ($these: [_Any!]!) { _entities(representations: $these) { __typename ... on Job { id name _at } } }';
  const { data } = await subgraphOver(server, ['entities']).answer(query, { these: representations(1).slice(1, 2) });
  const [found] = (data as { _entities: object[] })._entities;
  expect(found).toMatchObject({ __typename: 'Job', id: formatUrn('JOB', 'n', '0'), name: '0' });
  const owners = 'query ($these: [_Any!]!) { _entities(representations: $these) { ... on Job { owners { id } } } }';
  const { data: next, errors } = await subgraphOver(server, ['catalog']).answer(owners, { these: [found] });
  expect([errors, next?.['_entities']]).toEqual([undefined, [{ owners: [] }]]);
});

test('they are priced as a list of as many', async () => {
  const query = `query ($these: [_Any!]!) { _entities(representations: $these) {
    ... on Dataset { lineage(direction: DOWNSTREAM, first: 5000) { nodes { id } } } } }`;
  const these = representations(COUNT);
  expect((await server.answer(query, { these })).errors?.[0]).toMatchObject({ extensions: { code: 'LIMIT_EXCEEDED' } });
  expect((await server.answer(query, { these: these.slice(0, 1) })).errors).toBeUndefined();
});
