import { afterAll, beforeAll, expect, test } from 'vitest';
import { askSubgraph } from '../../src/cli/supergraph/ask.ts';
import { startTestGateway, type TestGateway } from '../kit/gateway.ts';
import { errorsOf } from './comparable.ts';
import { BILLS, COSTS } from './outside/books.ts';
import { serveCosts, type Costs } from './outside/serve.ts';

let costs: Costs;
let gateway: TestGateway;
beforeAll(async () => {
  costs = await serveCosts();
  gateway = await startTestGateway({}, [await askSubgraph('costs', costs.url)]);
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await costs[Symbol.asyncDispose]();
});

interface Entity {
  readonly id: string;
  readonly name: string;
  readonly monthlyCost?: { readonly amount: number; readonly currency: string } | null;
}

const CHURN = 'urn:throughline:model-version:mlflow:churn%404';
const DOWN = `{
  lineage(of: ["${CHURN}"], direction: DOWNSTREAM, filter: { kinds: [DEPLOYMENT, BUSINESS_KPI] }) {
    nodes { entity { __typename id name
      ... on Deployment { monthlyCost { amount currency } }
      ... on BusinessKpi { monthlyCost { amount currency } } } } } }`;

function entitiesOf(data: unknown): Entity[] {
  const { lineage } = data as { lineage: { nodes: { entity: Entity }[] } };
  return lineage.nodes.map(({ entity }) => entity);
}

test('what a model version leads to is told with what it costs, which the other team is asked for once', async () => {
  costs.asked();
  const { data, errors } = await gateway.answer(DOWN);
  expect(errors).toBeUndefined();
  const entities = entitiesOf(data);
  const priced = entities.filter(({ id }) => COSTS.has(id));
  expect(priced.length).toBeGreaterThan(1);
  for (const { id, monthlyCost } of entities.slice(1)) expect(monthlyCost).toEqual(COSTS.get(id) ?? null);
  expect(costs.asked()).toHaveLength(1);
});

test('from a bill of theirs the way leads into our lineage', async () => {
  const answer = await gateway.answer(
    `{ trainingBills { id cost { amount } modelVersion { name lineage(direction: UPSTREAM, filter: { kinds: [DATASET] }) { nodes { id } } } } }`,
  );
  // The last one is of a version that nobody told us of.
  expect(errorsOf(answer)).toEqual(['INTERNAL_SERVER_ERROR trainingBills.modelVersion.name']);
  const { trainingBills } = answer.data as {
    trainingBills: { id: string; modelVersion: { name: string; lineage: { nodes: unknown[] } } | null }[];
  };
  expect(trainingBills.map(({ id }) => id)).toEqual(BILLS.map(({ id }) => id));
  expect(trainingBills[0]?.modelVersion?.name).toBe('churn@4');
  expect(trainingBills[0]?.modelVersion?.lineage.nodes.length).toBeGreaterThan(1);
  expect(trainingBills.at(-1)?.modelVersion).toBeNull();
});

test('while they are away ours is told whole, and theirs is null', async () => {
  const before = entitiesOf((await gateway.answer(DOWN)).data);
  await costs[Symbol.asyncDispose]();
  const away = await gateway.answer(DOWN);
  const ours = (entities: readonly Entity[]) => entities.map(({ id, name }) => [id, name]);
  const entities = entitiesOf(away.data);
  expect(ours(entities)).toEqual(ours(before));
  expect(entities.filter(({ monthlyCost }) => monthlyCost)).toEqual([]);
  expect(errorsOf(away).length).toBeGreaterThan(0);
  for (const error of errorsOf(away)) expect(error).toContain('monthlyCost');
});
