import { afterAll, beforeAll, expect, test } from 'vitest';
import { EVERYBODY, type Viewer } from '../../src/kernel/viewer.ts';
import { visibilityOf } from '../../src/kernel/visibility.ts';
import { applyFacts } from '../kit/apply-facts.ts';
import { answerFor } from '../kit/as-viewer.ts';
import { startServer, type TestServer } from '../kit/server.ts';
import { World } from './stories/story.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const SET = 'mutation ($input: SetPolicyInput!) { setPolicy(input: $input) { refused { message } } }';
const PROMOTE =
  'mutation ($input: PromoteInput!) { promote(input: $input) { promotion { id } refused { code message } } }';
const DOUBTS = `query ($first: Int, $after: PageCursor) { decisionsInDoubt(first: $first, after: $after) {
  lookedAt exhaustive endCursor decisions {
    promotion { id } differences { was { demand verdict } is { demand verdict why evidence { what } } } } } }`;

interface Doubts {
  readonly lookedAt: number;
  readonly exhaustive: boolean;
  readonly endCursor: string | null;
  readonly decisions: readonly { readonly promotion: { readonly id: string }; readonly differences: object[] }[];
}

/** A version of a model of a tier of its own, for which these demands stand, promoted to DEV. */
async function promoted(namespace: string, demands: readonly object[]): Promise<{ world: World; id: string }> {
  const world = new World(server, namespace);
  await world.begin();
  await world.entity('EXPERIMENT_RUN', 'run-2', { randomSeed: 4 });
  await server.query(SET, { input: { name: namespace, stage: 'DEV', tier: namespace, demands } });
  const input = { release: world.release, stage: 'DEV', by: 'mara' };
  const { promote } = await server.query<{ promote: { promotion: { id: string } } }>(PROMOTE, { input });
  return { world, id: promote.promotion.id };
}

async function doubts(viewer: Viewer = EVERYBODY, variables: object = {}): Promise<Doubts> {
  const { data, errors } = await answerFor(viewer, server, DOUBTS, { first: 50, ...variables });
  expect(errors).toBeUndefined();
  return data?.['decisionsInDoubt'] as Doubts;
}

async function doubtOn(id: string, viewer: Viewer = EVERYBODY) {
  return (await doubts(viewer)).decisions.find(({ promotion }) => promotion.id === id);
}

test('what is hidden from who asks puts nothing in doubt, and what does is told without its evidence', async () => {
  const { world, id } = await promoted('sight', [{ type: 'UPSTREAM_DESCRIBED' }]);
  const rules = [{ kinds: ['DATASET'], effect: 'STOP' }] as const;
  const blinkered = { id: 'blinkered', visibility: visibilityOf(rules, 'COUNT') };
  expect(await doubtOn(id, blinkered)).toBeUndefined();
  const at = '2026-01-01T00:00:30Z';
  await applyFacts(server, [{ fact: 'retire', of: { id: world.data }, at, source: 'story' }]);
  const was = { demand: 'UPSTREAM_DESCRIBED', verdict: 'PASS' };
  const is = { demand: 'UPSTREAM_DESCRIBED', verdict: 'FAIL' };
  expect(await doubtOn(id)).toMatchObject({
    differences: [{ was, is: { ...is, why: expect.stringContaining('customers') as string } }],
  });
  expect(await doubtOn(id, blinkered)).toMatchObject({
    differences: [{ was, is: { ...is, evidence: [], why: expect.not.stringContaining('customers') as string } }],
  });
});

test('of what is not demanded any more, as is heard late, nothing has to hold', async () => {
  const { world, id } = await promoted('tier', [{ type: 'RANDOM_SEED_SET' }]);
  await world.entity('MODEL', 'churn', { tier: 'another' });
  expect(await doubtOn(id)).toBeUndefined();
  // What is demanded besides, as is heard late, has to.
  const more = { name: 'more', stage: 'DEV', tier: 'late', demands: [{ type: 'CHANGE_NOTE' }] };
  await server.query(SET, { input: more });
  const other = await promoted('late-tier', [{ type: 'RANDOM_SEED_SET' }]);
  await other.world.entity('MODEL', 'churn', { tier: 'late' });
  expect(await doubtOn(other.id)).toMatchObject({
    differences: [{ was: null, is: { demand: 'CHANGE_NOTE', verdict: 'FAIL' } }],
  });
});

test('a release that was gone by then, as is heard late, would not have been let through', async () => {
  const { world, id } = await promoted('gone', [{ type: 'RANDOM_SEED_SET' }]);
  expect(await doubtOn(id)).toBeUndefined();
  await world.retire(world.release);
  expect(await doubtOn(id)).toMatchObject({
    differences: [{ was: { demand: 'RANDOM_SEED_SET', verdict: 'PASS' }, is: null }],
  });
});

test('all promotions can be looked at, however many there are', async () => {
  const { decisions, lookedAt, exhaustive } = await doubts();
  expect({ lookedAt, exhaustive }).toEqual({ lookedAt: 4, exhaustive: true });
  const found: string[] = [];
  let after: string | null = null;
  for (let pages = 0; pages < 4; pages++) {
    const page: Doubts = await doubts(EVERYBODY, { first: 1, after });
    expect({ lookedAt: page.lookedAt, exhaustive: page.exhaustive }).toEqual({ lookedAt: 1, exhaustive: pages === 3 });
    found.push(...page.decisions.map(({ promotion }) => promotion.id));
    after = page.endCursor;
  }
  expect(found).toEqual(decisions.map(({ promotion }) => promotion.id));
});
