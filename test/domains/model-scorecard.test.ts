import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyFacts } from '../kit/apply-facts.ts';
import { callsOf } from '../kit/counting.ts';
import { startServer, type TestServer } from '../kit/server.ts';
import { arms, daily, day, World } from './kpi-effect-world.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const SCORECARD = `query ($model: ID!, $window: KpiEffectWindow!, $first: Int, $after: PageCursor, $at: Moment) {
  modelScorecard(model: $model, window: $window, at: $at) { model { name } since until versions(first: $first, after: $after) {
    total { value exact } pageInfo { hasNextPage endCursor } nodes { version { name } metrics
      releases { stage deployment { name } }
      effects { stage sample effect { deployment { name } kpi { name } method verdict reasons { reason } } } } } } }`;

interface Node {
  readonly version: { readonly name: string };
  readonly effects: readonly { readonly stage: string | null; readonly sample: string | null }[];
}
interface Scorecard {
  readonly versions: {
    readonly total: object;
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
    readonly nodes: readonly Node[];
  };
}

const window = { since: day(0), until: day(40) };

/** A model with these versions, each with a metric that is its number. */
async function modelOf(world: World, versions: readonly string[]): Promise<string> {
  const claim = { at: '2026-01-01T00:00:00Z', source: 'test' };
  const model = world.urn('MODEL', 'm');
  await applyFacts(
    server,
    versions.flatMap((name, index) => [
      {
        fact: 'entity',
        kind: 'MODEL_VERSION',
        namespace: world.namespace,
        name,
        props: { metrics: { auc: index } },
        ...claim,
      },
      { fact: 'relation', type: 'CONTAINS', from: model, to: world.urn('MODEL_VERSION', name), ...claim },
    ]),
  );
  return model;
}

async function scorecard(model: string, more: object = {}): Promise<Scorecard> {
  return (await server.query<{ modelScorecard: Scorecard }>(SCORECARD, { model, window, ...more })).modelScorecard;
}

test('versions are told with their metrics, their releases, and what they did to KPIs by stage of the business', async () => {
  const world = new World(server, 'told');
  await world.define({ id: '1', direction: 'HIGHER_IS_BETTER', stage: 'growth', validFrom: day(-90) });
  await world.relate('AFFECTS', world.deployment, world.kpi);
  await world.relate('AFFECTS', world.deployment, world.urn('BUSINESS_KPI', 'another'));
  const model = await modelOf(world, ['m@1', 'm@2', 'm@3', 'm@4', 'm@5']);
  await world.release([
    { version: 'm@1', from: day(-90), to: day(-5) },
    { version: 'm@2', from: day(-5), to: day(20) },
    { version: 'm@4', from: day(20) },
    { version: 'm@3', from: day(1), stage: 'SHADOW' },
    { version: 'elsewhere@1', from: day(-5), stage: 'SHADOW' },
  ]);
  await world.values(daily(0, 40, (each) => (each < 20 ? 50 : 60)));
  const told = await scorecard(model);
  expect(told).toMatchObject({ model: { name: 'm' }, since: day(0).replace('Z', '000Z') });
  const effect = (kpi: string, verdict: string) => ({
    ...{ deployment: { name: 'model' }, kpi: { name: kpi }, method: 'SEGMENTED_REGRESSION', verdict },
  });
  const node = (version: string, auc: number, stage: string, sample: string | null) => ({
    version: { name: version },
    metrics: { auc },
    releases: [{ stage, deployment: { name: 'model' } }],
    effects: [
      { stage: 'growth', sample, effect: effect('kpi', 'POSITIVE') },
      { stage: null, sample, effect: effect('another', 'INCONCLUSIVE') },
    ],
  });
  // Nobody is told of the one that was never released.
  expect(told.versions).toMatchObject({
    total: { value: 4, exact: true },
    nodes: [
      node('m@4', 3, 'PRODUCTION', 'AFTER'),
      node('m@3', 2, 'SHADOW', null),
      node('m@2', 1, 'PRODUCTION', 'BEFORE'),
      node('m@1', 0, 'PRODUCTION', null),
    ],
  });
});

test('of an experiment it is told which version is which arm, and pages go on where they stood', async () => {
  const world = await new World(server, 'arms').begin('LOWER_IS_BETTER');
  const model = await modelOf(world, ['m@1', 'm@2', 'm@3']);
  await world.release([
    { version: 'm@1', from: day(0), arm: 'control' },
    { version: 'm@2', from: day(3), arm: 'treatment' },
    { version: 'm@3', from: day(-5), to: day(2) },
  ]);
  await world.values(arms(3, 40, { control: 50, treatment: 49 }));
  const seen: Node[] = [];
  let after: string | null = null;
  do {
    const { versions } = await scorecard(model, { first: 1, after });
    expect(versions.total).toEqual({ value: 3, exact: true });
    seen.push(...versions.nodes);
    after = versions.pageInfo.hasNextPage ? versions.pageInfo.endCursor : null;
    if (after !== null) await world.release([{ version: 'm@3', from: day(seen.length + 4), stage: 'SHADOW' }]);
  } while (after !== null);
  expect(seen.map(({ version, effects }) => [version.name, ...effects.map(({ sample }) => sample)])).toEqual([
    ['m@2', 'TREATMENT'],
    ['m@1', 'CONTROL'],
    ['m@3', null],
  ]);
  expect(seen[0]!.effects).toMatchObject([{ effect: { method: 'WELCH', verdict: 'POSITIVE', reasons: [] } }]);
  const early = await scorecard(model, { at: { asOf: day(1) } });
  expect(early.versions.nodes.map(({ version }) => version.name)).toEqual(['m@1', 'm@3']);
});

test('a page takes as many reads for many versions, deployments and KPIs as for few, and at most 50 effects', async () => {
  const world = new World(server, 'many');
  const names = Array.from({ length: 17 }, (_, index) => `m@${index}`);
  const model = await modelOf(world, names);
  for (const [index, version] of names.entries()) {
    const deployment = world.urn('DEPLOYMENT', `d${index}`);
    for (let kpi = 0; kpi < 3; kpi++) {
      await world.relate('AFFECTS', deployment, world.urn('BUSINESS_KPI', `k${kpi + 3 * (index % 5)}`));
    }
    await world.release([{ version, from: day(20 + (index % 2)) }], deployment);
  }
  const few = await callsOf(server, SCORECARD, { model, window, first: 2 });
  // The model; its versions; their releases; KPIs; alerts, twice; deployments beside; releases; values; what reasons are about.
  expect(few.length).toBeLessThanOrEqual(10);
  expect(await callsOf(server, SCORECARD, { model, window, first: 16 })).toHaveLength(few.length);
  const { errors } = await server.answer(SCORECARD, { model, window, first: 17 });
  expect(errors).toMatchObject([{ extensions: { code: 'LIMIT_EXCEEDED', argument: 'first' } }]);
  expect((await scorecard(model, { first: 5 })).versions.total).toEqual({ value: 17, exact: true });
});

test.each([
  ['model', { model: 'urn:throughline:deployment:x:y' }, 'BAD_USER_INPUT'],
  ['model', { model: 'urn:throughline:model:x:y' }, 'NOT_FOUND'],
  ['window.until', { window: { since: day(1), until: day(0) } }, 'BAD_USER_INPUT'],
  ['first', { first: 0 }, 'BAD_USER_INPUT'],
  ['after', { after: 'there' }, 'BAD_USER_INPUT'],
])('a wrong %s is refused (%j)', async (argument, wrong, code) => {
  const world = new World(server, 'refused');
  const model = await modelOf(world, ['m@1']);
  const { errors } = await server.answer(SCORECARD, { model, window, ...wrong });
  expect(errors).toMatchObject([{ extensions: { code, argument } }]);
});
