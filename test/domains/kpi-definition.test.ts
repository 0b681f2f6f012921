import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, type TestServer } from '../kit/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server[Symbol.asyncDispose]());

test('where a clock runs ahead, the definition in force is that of the newest event', async () => {
  const tell = (at: string, id: string) => ({
    ...{ fact: 'entity', kind: 'BUSINESS_KPI', namespace: 'shop', name: 'revenue', at, source: 'test' },
    props: { definitions: { id, weight: 1 } },
  });
  const facts = [tell('2026-01-01T00:00:00Z', 'now'), tell('2150-01-01T00:00:00Z', 'ahead')];
  await server.query('mutation ($facts: [JSON!]!) { applyFacts(facts: $facts) { applied } }', { facts });
  const document = `query ($at: Moment) {
    entity(id: "urn:throughline:business-kpi:shop:revenue", at: $at) { ... on BusinessKpi { definition { id } } } }`;
  const definition = async (at: object | null) => (await server.query<Answer>(document, { at })).entity.definition;
  expect(await definition(null)).toEqual({ id: 'ahead' });
  expect(await definition({ asOf: '2149-01-01T00:00:00Z' })).toEqual({ id: 'now' });
  expect(await definition({ asOf: '2150-01-02T00:00:00Z' })).toEqual({ id: 'ahead' });
});

test('one definition is in force at a time, each until it ends or the next begins', async () => {
  const id = 'urn:throughline:business-kpi:shop:orders';
  expect(await apply('orders', { definitions: version('a', '2026-01') })).toEqual([]);
  expect(await apply('orders', { definitions: version('b', '2026-03', '2026-05') })).toEqual([]);
  expect(await apply('orders', { definitions: version('c', '2026-07'), targets: { id: 't', value: 3 } })).toEqual([]);
  const document = `query ($id: ID!, $at: Moment) { entity(id: $id, at: $at) { ... on BusinessKpi {
    definition { id } definitions { id validFrom validTo stage } target { id value } } } }`;
  const at = (asOf: string) => server.query<{ entity: Kpi }>(document, { id, at: { asOf: `${asOf}-15T00:00:00Z` } });
  const { entity } = await at('2026-08');
  expect(entity).toMatchObject({ definition: { id: 'c' }, target: { id: 't', value: 3 } });
  expect(entity.definitions.map((each) => `${each.id} ${month(each.validFrom)} ${month(each.validTo)}`)).toEqual([
    'a 2026-01 2026-03',
    'b 2026-03 2026-05',
    'c 2026-07 ',
  ]);
  const ids = [];
  for (const time of ['2026-02', '2026-04', '2026-06', '2026-08']) {
    ids.push((await at(time)).entity.definition?.id ?? null);
  }
  expect(ids).toEqual(['a', 'b', null, 'c']);
});

test.each([
  ['in the middle of one that ends', version('x', '2026-04'), 'b'],
  ['with an end behind the begin of one', version('x', '2026-02', '2026-04'), 'b'],
  ['around one', version('x', '2026-02', '2026-06'), 'b'],
  ['that begins with one', version('x', '2026-01', '2026-02'), 'a'],
])('a definition %s is refused, and says what it met', async (_name, definitions, met) => {
  const message = expect.stringMatching(new RegExp(`expected one that is in force apart from "${met}".*; came "x"`));
  const refused = [{ index: 0, path: 'props.definitions', code: 'CONFLICT', message }];
  expect(await apply('orders', { definitions })).toEqual(refused);
  const { upsertBusinessKpi } = await server.query<{ upsertBusinessKpi: { refused: object } }>(
    `mutation ($definitions: JSON!) { upsertBusinessKpi(input: {
      namespace: "shop", name: "orders", definitions: $definitions }) { refused { path code message } } }`,
    { definitions },
  );
  expect(upsertBusinessKpi.refused).toEqual({ path: 'props.definitions', code: 'CONFLICT', message });
});

test('of two facts that come together the second is refused, and all others are taken', async () => {
  const facts = [
    fact('both', { definitions: version('a', '2026-01', '2026-04') }),
    fact('both', { definitions: version('b', '2026-03') }),
    fact('both', { definitions: version('b', '2026-04') }),
    fact('both', { definitions: version('a', '2026-01', '2026-03') }),
  ];
  const { applyFacts } = await server.query<Applied>(APPLY, { facts });
  expect(applyFacts).toMatchObject({ applied: 3, refused: [{ index: 1, code: 'CONFLICT' }] });
});

const APPLY = `mutation ($facts: [JSON!]!) { applyFacts(facts: $facts) {
  applied refused { index path code message } } }`;

function version(id: string, from: string, to?: string) {
  const end = to === undefined ? {} : { validTo: `${to}-01T00:00:00Z` };
  return { id, formula: id, stage: 'growth', validFrom: `${from}-01T00:00:00Z`, ...end };
}

function fact(name: string, props: object) {
  return {
    ...{ fact: 'entity', kind: 'BUSINESS_KPI', namespace: 'shop', name, props },
    ...{ at: '2026-01-01T00:00:00Z', source: JSON.stringify(props) },
  };
}

async function apply(name: string, props: object): Promise<readonly object[]> {
  return (await server.query<Applied>(APPLY, { facts: [fact(name, props)] })).applyFacts.refused;
}

function month(time: string | null): string {
  return time?.slice(0, 7) ?? '';
}

interface Applied {
  readonly applyFacts: { readonly applied: number; readonly refused: readonly object[] };
}

interface Kpi {
  readonly definition: { readonly id: string } | null;
  readonly definitions: readonly { readonly id: string; readonly validFrom: string; readonly validTo: string | null }[];
  readonly target: { readonly id: string; readonly value: number } | null;
}

interface Answer {
  readonly entity: { readonly definition: { readonly id: string } };
}
