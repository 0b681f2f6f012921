import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatUrn } from '../../src/kernel/urn.ts';
import { startServer, type TestServer } from '../kit/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const PAYLOAD = 'position entity { id retiredAt } stillClaimedBy refused { code path }';
const dataset = (name: string) => formatUrn('DATASET', 'write', name);
const job = (name: string) => formatUrn('JOB', 'write', name);

interface Payload {
  readonly position: string;
  readonly entity: { readonly id: string; readonly retiredAt: string | null } | null;
  readonly stillClaimedBy: readonly string[] | null;
  readonly refused: { readonly code: string; readonly path: string | null } | null;
}

async function run(field: string): Promise<Payload> {
  const { it } = await server.query<{ it: Payload }>(`mutation { it: ${field} { ${PAYLOAD} } }`);
  return it;
}

const upsert = (name: string, source: string) =>
  run(`upsertDataset(input: { namespace: "write", name: "${name}", source: "${source}", at: "2026-01-01T00:00:00Z" })`);
const retire = (name: string, source: string) =>
  run(`retireDataset(id: "${dataset(name)}", source: "${source}", at: "2026-01-02T00:00:00Z")`);
const relation = (from: string, to: string, source: string, at = '2026-01-01T00:00:00Z') =>
  `(input: { type: "READ_BY", from: "${from}", to: "${to}", source: "${source}", at: "${at}" })`;

test('a retire says who goes on describing it, and is not called refused for that', async () => {
  await upsert('shared', 'dbt');
  await upsert('shared', 'openlineage');
  const alive = { id: dataset('shared'), retiredAt: null };
  expect(await retire('shared', 'dbt')).toMatchObject({
    ...{ entity: alive, stillClaimedBy: ['openlineage'], refused: null },
  });
  // Whoever never described it has no say, and is told all the same.
  expect(await retire('shared', 'nobody')).toMatchObject({ stillClaimedBy: ['openlineage'], refused: null });
  expect(await retire('shared', 'openlineage')).toMatchObject({
    entity: { retiredAt: '2026-01-02T00:00:00.000000Z' },
    stillClaimedBy: [],
    refused: null,
  });
});

test('who describes it under another name counts', async () => {
  await upsert('path', 'dbt');
  await upsert('table', 'openlineage');
  const fact = { fact: 'relation', type: 'ALIAS_OF', from: dataset('table'), to: dataset('path') };
  const facts = [{ ...fact, at: '2026-01-01T00:00:00Z', source: 'dbt' }];
  await server.query('mutation ($facts: [JSON!]!) { applyFacts(facts: $facts) { applied } }', { facts });
  expect(await retire('path', 'dbt')).toMatchObject({ stillClaimedBy: ['openlineage'], refused: null });
});

test('a mutation sees what those before it in the same operation wrote', async () => {
  const { made, gone } = await server.query<Record<'made' | 'gone', Payload>>(`mutation {
    made: upsertDataset(input: { namespace: "write", name: "short" }) { ${PAYLOAD} }
    gone: retireDataset(id: "${dataset('short')}") { ${PAYLOAD} }
  }`);
  expect(made).toMatchObject({ entity: { retiredAt: null }, stillClaimedBy: null, refused: null });
  expect(gone).toMatchObject({ entity: { retiredAt: expect.any(String) }, stillClaimedBy: [], refused: null });
});

test('what is not there is not retired', async () => {
  const head = (await server.answer('{ __typename }')).extensions?.position;
  const refused = { code: 'NOT_FOUND', path: 'id' };
  expect(await retire('nowhere', 'dbt')).toEqual({ position: head, entity: null, stillClaimedBy: null, refused });
});

test('a URN that is none is refused alone: what stands beside it in the operation is told', async () => {
  const { made, wrong } = await server.query<Record<'made' | 'wrong', Payload>>(`mutation {
    made: upsertDataset(input: { namespace: "write", name: "beside" }) { ${PAYLOAD} }
    wrong: retireDataset(id: "nonsense") { ${PAYLOAD} }
  }`);
  expect(made).toMatchObject({ entity: { retiredAt: null }, refused: null });
  expect(wrong).toMatchObject({ entity: null, refused: { code: 'BAD_USER_INPUT', path: 'id' } });
});

test('a payload tells of what was just written, and at the time of it', async () => {
  const edge = `type: "OWNS", from: "urn:throughline:team:write:t", to: "${dataset('now')}"`;
  const fields =
    'entity { ... on Team { owns { name } lineage(direction: DOWNSTREAM) { answer { moment { asOf } } } } } stillClaimedBy refused { code }';
  const { made, gone } = await server.query<Record<'made' | 'gone', unknown>>(`mutation {
    team: upsertTeam(input: { namespace: "write", name: "t" }) { position }
    data: upsertDataset(input: { namespace: "write", name: "now" }) { position }
    made: relate(input: { ${edge} }) { ${fields} }
    gone: unrelate(input: { ${edge} }) { ${fields} }
  }`);
  expect(made).toMatchObject({ entity: { owns: [{ name: 'now' }] }, stillClaimedBy: null, refused: null });
  expect(gone).toMatchObject({ entity: { owns: [] }, stillClaimedBy: [], refused: null });
});

test('an idempotency key that no store keeps is refused', async () => {
  const { errors } = await server.answer(
    'mutation ($key: String) { applyFacts(facts: [], idempotencyKey: $key) { applied } }',
    {
      key: 'a\u0000',
    },
  );
  expect(errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', argument: 'idempotencyKey' });
});

test('relations join what is there; facts may name what is not described yet', async () => {
  await upsert('orders', 'dbt');
  await run('upsertJob(input: { namespace: "write", name: "load" })');
  const [orders, load] = [dataset('orders'), job('load')];
  for (const [from, to, path] of [
    [dataset('none'), load, 'from'],
    [orders, job('none'), 'to'],
  ] as const) {
    const refused = { code: 'NOT_FOUND', path };
    expect(await run(`relate${relation(from, to, 'dbt')}`)).toMatchObject({ entity: null, refused });
    expect(await run(`unrelate${relation(from, to, 'dbt')}`)).toMatchObject({ entity: null, refused });
  }
  expect(await server.query(`{ node(id: "${job('none')}") { id } }`)).toEqual({ node: null });
  expect(await run(`relate${relation(orders, load, 'dbt')}`)).toMatchObject({ entity: { id: orders }, refused: null });
  const stub = { fact: 'relation', type: 'READ_BY', from: orders, to: job('named'), source: 'dbt' };
  const facts = [{ ...stub, at: '2026-01-01T00:00:00Z' }];
  const document = 'mutation ($facts: [JSON!]!) { applyFacts(facts: $facts) { applied refused { code } } }';
  expect(await server.query(document, { facts })).toEqual({ applyFacts: { applied: 1, refused: [] } });
});

test('a source ends what it claims itself, and is told who goes on claiming it', async () => {
  const [from, to] = [dataset('told'), job('tell')];
  await upsert('told', 'dbt');
  await run('upsertJob(input: { namespace: "write", name: "tell" })');
  for (const source of ['dbt', 'airflow']) await run(`relate${relation(from, to, source)}`);
  const end = (source: string) => run(`unrelate${relation(from, to, source, '2026-01-02T00:00:00Z')}`);
  expect(await end('stranger')).toMatchObject({ refused: { code: 'NOT_FOUND', path: null } });
  expect(await end('dbt')).toMatchObject({ entity: { id: from }, stillClaimedBy: ['airflow'], refused: null });
  expect(await end('dbt')).toMatchObject({ refused: { code: 'NOT_FOUND', path: null } });
  expect(await end('airflow')).toMatchObject({ stillClaimedBy: [], refused: null });
});
