import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEMANDS, releaseFacts } from '../../bench/releases-graph.ts';
import { applyFacts } from '../kit/apply-facts.ts';
import { callsOf } from '../kit/counting.ts';
import { startServer, type TestServer } from '../kit/server.ts';

const MANY = 120;
const QUERY = `query ($first: Int!) { modelVersions(first: $first) { nodes { id readiness(stage: "PRODUCTION") {
  ready whyNot hash position release { id } } } } }`;
const ONE = `query ($release: ID!, $at: Moment) { promotionReadiness(release: $release, stage: "PRODUCTION", at: $at) {
  ready whyNot release { id } } }`;

interface Told {
  readonly id: string;
  readonly readiness: { readonly ready: boolean; readonly whyNot: readonly string[] } | null;
}

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  for (const facts of releaseFacts(MANY)) await applyFacts(server, facts);
  const set = 'mutation ($input: SetPolicyInput!) { setPolicy(input: $input) { refused { message } } }';
  const input = { name: 'production', stage: 'PRODUCTION', demands: DEMANDS };
  await server.query(set, { input });
});
afterAll(() => server[Symbol.asyncDispose]());

const told = async (first: number) =>
  (await server.query<{ modelVersions: { nodes: Told[] } }>(QUERY, { first })).modelVersions.nodes;

test('of many releases at once, each is told what it is told by itself', async () => {
  const all = await told(MANY);
  expect(all).toHaveLength(MANY);
  // The first of each model serves already, and was in no stage before.
  expect(all.filter(({ readiness }) => readiness?.ready).length).toBe((MANY * 9) / 10);
  for (const { id, readiness } of all.slice(0, 12)) {
    const { promotionReadiness } = await server.query<{ promotionReadiness: object }>(ONE, { release: id });
    expect(readiness).toMatchObject(promotionReadiness);
  }
});

test('as many reads of the store as for a few', async () => {
  const calls = (first: number) => callsOf(server, QUERY, { first });
  const [few, many] = [await calls(12), await calls(MANY)];
  expect(many.length).toBe(few.length);
  expect(many.length).toBeLessThanOrEqual(30);
});

test('what was retired is not told of, and a stage that is none is refused', async () => {
  const [{ id } = { id: '' }] = await told(1);
  await applyFacts(server, [{ fact: 'retire', of: { id }, at: new Date().toISOString(), source: 'bench' }]);
  const retired =
    'query ($id: ID!) { node(id: $id) { ... on ModelVersion { readiness(stage: "PRODUCTION") { ready } } } }';
  expect(await server.query(retired, { id })).toEqual({ node: { readiness: null } });
  const { errors } = await server.answer(QUERY.replace('PRODUCTION', 'NOWHERE'), { first: 2 });
  expect(errors?.[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT', argument: 'stage' } });
});
