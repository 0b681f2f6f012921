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

interface Answer {
  readonly entity: { readonly definition: { readonly id: string } };
}
