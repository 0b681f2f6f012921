import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startGateway, type Gateway } from '../../src/cli/gateway/start.ts';
import { freePort } from '../../src/cli/free-port.ts';
import { askSubgraph } from '../../src/cli/supergraph/ask.ts';
import { compose } from '../../src/cli/supergraph/compose.ts';
import { blocksOf } from '../docs/blocks.ts';
import { streamEvents } from '../kit/event-stream.ts';
import { startTestGateway, type TestGateway } from '../kit/gateway.ts';
import type { Answer } from '../kit/server.ts';
import { BILLS, COSTS } from './outside/books.ts';
import { serveCosts, type Costs } from './outside/serve.ts';

let costs: Costs;
let gateway: TestGateway;
/** Over the whole graph as one subgraph, and the same other team's. */
let overOne: Gateway;
beforeAll(async () => {
  costs = await serveCosts();
  const theirs = await askSubgraph('costs', costs.url);
  gateway = await startTestGateway({}, [theirs]);
  const whole = await askSubgraph('throughline', `${gateway.single.url}/graphql`);
  overOne = await startGateway(compose([whole, theirs]), { port: await freePort(), output: 'ignore' });
});
afterAll(async () => {
  await overOne[Symbol.asyncDispose]();
  await gateway[Symbol.asyncDispose]();
  await costs[Symbol.asyncDispose]();
});

const ORDERS = 'urn:throughline:dataset:postgres%3A%2F%2Fshop-db%3A5432:shop.orders';
const RETENTION = 'urn:throughline:business-kpi:growth:customer-retention';
const COST = '{ monthlyCost { amount currency } }';

/** What a dataset leads to; `cost` is asked of both kinds. */
function downstream(cost: string): string {
  return `query ($first: Int, $after: PageCursor) {
    lineage(of: ["${ORDERS}"], direction: DOWNSTREAM, first: $first, after: $after,
      filter: { kinds: [DEPLOYMENT, BUSINESS_KPI] }) {
      nodes { depth entity { id name ... on Deployment { endpoint } ... on BusinessKpi { definition { formula } }
        ${cost && `... on Deployment ${COST} ... on BusinessKpi ${COST}`} } }
      pageInfo { endCursor hasNextPage } } }`;
}

interface Lineage {
  readonly nodes: { entity: { id: string; monthlyCost?: unknown } }[];
  readonly pageInfo: { endCursor: string; hasNextPage: boolean };
}

const ask = (url: string) => (query: string, variables?: Record<string, unknown>) => {
  const body = JSON.stringify({ query, variables });
  return fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body }).then(
    (response) => response.json() as Promise<Answer>,
  );
};

describe.each([
  ['a subgraph for each domain', () => gateway.url],
  ['the whole graph as one subgraph', () => overOne.url],
])('beside %s', (_how, url) => {
  test('lineage tells what it leads to with its costs, as docs/federation.md shows', async () => {
    const [query] = blocksOf('docs/federation.md').filter(({ language }) => language === 'graphql');
    const { data, errors } = await ask(url())(query?.text ?? '');
    expect(errors).toBeUndefined();
    expect(data).toEqual(JSON.parse(query?.behind?.text ?? ''));
  });

  test('each page asks the other team once, and once for each kind on it', async () => {
    const found: Lineage['nodes'] = [];
    for (let after: string | null = null, more = true; more;) {
      costs.asked();
      const { data, errors } = await ask(url())(downstream(COST), { first: 6, after });
      expect(errors).toBeUndefined();
      const { nodes, pageInfo } = (data as unknown as { lineage: Lineage }).lineage;
      const asked = costs.asked();
      const kinds = new Set(nodes.map(({ entity }) => kindOf(entity)).filter((kind) => kind !== 'dataset'));
      expect(asked).toHaveLength(1);
      expect(asked[0]?.query?.match(/\b_entities\(/g)).toHaveLength(kinds.size);
      found.push(...nodes);
      [after, more] = [pageInfo.endCursor, pageInfo.hasNextPage];
    }
    expect(found.length).toBeGreaterThan(6);
    const priced = found.filter(({ entity }) => kindOf(entity) !== 'dataset');
    expect(priced.map(({ entity }) => entity.monthlyCost)).toEqual(
      priced.map(({ entity }) => COSTS.get(entity.id) ?? null),
    );
    expect(new Set(priced.filter(({ entity }) => entity.monthlyCost).map(({ entity }) => kindOf(entity))).size).toBe(2);
  });

  test('what hangs below last month’s KPI stays last month’s beside what it costs', async () => {
    const query = (cost: string) => `{
      before: entity(id: "${RETENTION}", at: { asOf: "2026-10-20T00:00:00Z" }) { ...Kpi }
      now: entity(id: "${RETENTION}") { ...Kpi } }
      fragment Kpi on BusinessKpi { name definition { formula } ${cost} }`;
    const ours = await gateway.single.query<Record<'before' | 'now', object>>(query(''));
    expect(ours.before).not.toEqual(ours.now);
    const monthlyCost = COSTS.get(RETENTION);
    expect((await ask(url())(query('monthlyCost { amount currency }'))).data).toEqual({
      before: { ...ours.before, monthlyCost },
      now: { ...ours.now, monthlyCost },
    });
  });

  test('from a bill of theirs the way leads into our lineage; what we never heard of is null', async () => {
    const version = `{ name description lineage(direction: UPSTREAM, filter: { kinds: [DATASET] }) {
      nodes { depth entity { id } } total { value } } }`;
    const { data, errors } = await ask(url())(
      `{ trainingBills { id cost { amount currency } modelVersion ${version} } }`,
    );
    const known = BILLS.slice(0, -1).map(({ trained }) => trained);
    const single = await Promise.all(
      known.map((id) =>
        gateway.single.query<{ entity: object }>(`{ entity(id: "${id}") { ... on ModelVersion ${version} } }`),
      ),
    );
    const versions = [...single.map(({ entity }) => entity), null];
    expect(data).toEqual({
      trainingBills: BILLS.map(({ id, cost }, index) => ({ id, cost, modelVersion: versions[index] })),
    });
    expect(errors?.map(({ path }) => path)).toEqual([['trainingBills', BILLS.length - 1, 'modelVersion', 'name']]);
  });
});

test('each change of ours comes with what it costs', async () => {
  const monthlyCost = COSTS.get('urn:throughline:deployment:k8s%3A%2F%2Fprod:churn-desk');
  await using feed = await streamEvents(
    overOne.url,
    `subscription { entityChanges(kinds: [DEPLOYMENT]) { ... on ChangeEvent { change { entity {
      description ... on Deployment ${COST} } } } } }`,
  );
  await feed.next();
  for (const description of ['one', 'two']) {
    const input = `{ namespace: "k8s://prod", name: "churn-desk", description: "${description}" }`;
    await gateway.single.query(`mutation { upsertDeployment(input: ${input}) { entity { id } } }`);
    expect(await feed.next()).toEqual({
      data: { entityChanges: { change: { entity: { description, monthlyCost } } } },
    });
  }
});

test('while they are away ours is told whole, and each field of theirs is null with an error at its path', async () => {
  await costs[Symbol.asyncDispose]();
  const ours = (await gateway.single.answer(downstream(''))).data?.['lineage'] as Lineage;
  for (const url of [gateway.url, overOne.url]) {
    const away = await ask(url)(downstream(COST).replace('lineage(', 'trainingBills { id } lineage('));
    const nodes = ours.nodes.map(({ entity, ...node }) => ({
      ...node,
      entity: kindOf(entity) === 'dataset' ? entity : { ...entity, monthlyCost: null },
    }));
    expect(away.data).toMatchObject({ trainingBills: null, lineage: { nodes } });
    const paths = nodes.flatMap(({ entity }, index) =>
      'monthlyCost' in entity ? [`lineage.nodes.${index}.entity.monthlyCost`] : [],
    );
    expect(away.errors?.map(({ path }) => path?.join('.')).sort()).toEqual(['trainingBills', ...paths].sort());
  }
});

/** As its URN says. */
function kindOf({ id }: { readonly id: string }): string {
  return id.split(':')[2] ?? '';
}
