import { parse } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildGraph, createContext, createExecutor } from '../../src/graphql/index.ts';
import { EVERYBODY } from '../../src/kernel/viewer.ts';
import { applyFacts } from '../kit/apply-facts.ts';
import { startServer, type TestServer } from '../kit/server.ts';
import { World } from './stories/story.ts';

let server: TestServer;
let world: World;
beforeAll(async () => {
  server = await startServer();
  world = new World(server, 'promotion');
  await world.begin();
  const demands = [{ id: 'seed', type: 'RANDOM_SEED_SET' }, { type: 'CHANGE_NOTE' }];
  const set =
    'mutation ($input: SetPolicyInput!) { setPolicy(input: $input) { policy { version } refused { message } } }';
  await server.query(set, { input: { name: 'basics', stage: 'TEST', demands } });
});
afterAll(() => server[Symbol.asyncDispose]());

const PROMOTE = `mutation ($input: PromoteInput!) { promote(input: $input) {
  promotion { id stage by at release { id } report { hash ready position } }
  readiness { ready whyNot hash requirements { demand verdict found waiver } }
  refused { code path message } } }`;
const VERIFY = `query ($id: ID!) { verifyPromotion(id: $id) {
  identical hash recomputed differences { was { demand verdict } is { demand verdict } } } }`;
const DOUBTS = `{ decisionsInDoubt { lookedAt exhaustive decisions {
  promotion { id } differences { was { demand verdict } is { demand verdict why } } } } }`;
const WAIVE = `mutation ($input: WaiveRequirementInput!) { waiveRequirement(input: $input) {
  waiver { id until release { id } } refused { code path message } } }`;

interface Promoted {
  readonly promotion: { readonly id: string; readonly report: { readonly hash: string } } | null;
  readonly readiness: { readonly whyNot: readonly string[]; readonly requirements: readonly object[] } | null;
  readonly refused: { readonly code: string; readonly path: string | null; readonly message: string } | null;
}

async function promote(more: object = {}): Promise<Promoted> {
  const input = { release: world.release, stage: 'TEST', by: 'maria', ...more };
  return (await server.query<{ promote: Promoted }>(PROMOTE, { input })).promote;
}

const inADay = () => new Date(Date.now() + 86_400_000).toISOString();

test('what is demanded lets a release through, or refuses it with the report', async () => {
  const refused = await promote();
  expect(refused).toMatchObject({
    promotion: null,
    readiness: { ready: false, requirements: [{ demand: 'seed', verdict: 'FAIL' }, { verdict: 'FAIL' }] },
    refused: { code: 'NOT_READY' },
  });
  expect(refused.readiness?.whyNot).toEqual([
    'The run run-2 says of no random seed. Set a seed, and log it as randomSeed of the run.',
    'There is no change note of 1 or more words on churn@2 or run-2. Write a change note of 1 or more words as changeNote.',
  ]);
  await world.entity('EXPERIMENT_RUN', 'run-2', { randomSeed: 1, changeNote: 'Coupons are gone.' });
  const told = await promote({ note: 'As agreed.' });
  expect(told).toMatchObject({
    promotion: { stage: 'TEST', by: 'maria', release: { id: world.release }, report: { ready: true } },
    readiness: { ready: true, whyNot: [] },
    refused: null,
  });
});

test('a promotion is found again as it was decided, whatever is said later', async () => {
  const { promotion } = await promote();
  const id = promotion?.id;
  // What comes later is not of then.
  await world.entity('EXPERIMENT_RUN', 'run-2', { randomSeed: 99 });
  const { verifyPromotion } = await server.query<{ verifyPromotion: object }>(VERIFY, { id });
  const hash = promotion?.report.hash;
  expect(verifyPromotion).toEqual({ identical: true, hash, recomputed: hash, differences: [] });
});

test('what is learned late of then puts a decision in doubt, and changes nothing of it', async () => {
  const before = await promote();
  const inDoubt = async () =>
    (await server.query<{ decisionsInDoubt: { decisions: { promotion: { id: string } }[] } }>(DOUBTS)).decisionsInDoubt;
  expect((await inDoubt()).decisions).toEqual([]);
  // It was so before it was promoted; nobody had said it.
  const at = new Date(Date.now() - 1_000).toISOString();
  const late = { namespace: 'promotion', name: 'run-2', props: { randomSeed: null }, at, source: 'story' };
  await applyFacts(server, [{ fact: 'entity', kind: 'EXPERIMENT_RUN', ...late }]);
  const { decisions } = await inDoubt();
  const found = decisions.find(({ promotion }) => promotion.id === before.promotion?.id);
  expect(found).toMatchObject({
    differences: [{ was: { demand: 'seed', verdict: 'PASS' }, is: { demand: 'seed', verdict: 'FAIL' } }],
  });
  const id = before.promotion?.id;
  const { verifyPromotion } = await server.query<{ verifyPromotion: object }>(VERIFY, { id });
  expect(verifyPromotion).toMatchObject({ identical: true });
  const { node } = await server.query<{ node: object }>(
    'query ($id: ID!) { node(id: $id) { ... on Promotion { report { ready hash } } } }',
    { id },
  );
  expect(node).toEqual({ report: { ready: true, hash: before.promotion?.report.hash } });
});

test('a waiver lets one demand not count, for one release, until its end', async () => {
  const input = {
    release: world.release,
    policy: 'basics',
    demand: 'seed',
    by: 'helen',
    reason: 'Backfilled by hand.',
  };
  const waive = (more: object) =>
    server.query<{ waiveRequirement: { waiver: { id: string } | null; refused: object | null } }>(WAIVE, {
      input: { ...input, ...more },
    });
  expect((await promote()).refused).toMatchObject({ code: 'NOT_READY' });
  expect((await waive({ until: new Date(0).toISOString() })).waiveRequirement.refused).toMatchObject({
    code: 'BAD_USER_INPUT',
    path: 'input.until',
  });
  const { waiver } = (await waive({ until: inADay() })).waiveRequirement;
  expect(waiver).toMatchObject({ release: { id: world.release } });
  expect((await waive({ until: inADay() })).waiveRequirement.refused).toMatchObject({ code: 'CONFLICT' });
  expect(await promote()).toMatchObject({
    refused: null,
    readiness: { ready: true, requirements: [{ verdict: 'WAIVED', found: 'FAIL', waiver: waiver?.id }, {}] },
  });
  const end = 'mutation ($id: ID!) { withdrawWaiver(id: $id) { refused { code } } }';
  expect(await server.query(end, { id: waiver?.id })).toEqual({ withdrawWaiver: { refused: null } });
  expect(await server.query(end, { id: waiver?.id })).toEqual({ withdrawWaiver: { refused: { code: 'CONFLICT' } } });
  expect((await promote()).refused).toMatchObject({ code: 'NOT_READY' });
  // One that has come to its end does not count either.
  const until = Date.now() + 2_000;
  expect((await waive({ until: new Date(until).toISOString() })).waiveRequirement.refused).toBeNull();
  await expect.poll(() => Date.now()).toBeGreaterThan(until);
  expect((await promote()).refused).toMatchObject({ code: 'NOT_READY' });
});

test('of two that are promoted at a time one is let through, and the other is a CONFLICT', async () => {
  const seed = { namespace: 'promotion', name: 'run-2', props: { randomSeed: 3 }, source: 'story' };
  await applyFacts(server, [{ fact: 'entity', kind: 'EXPERIMENT_RUN', ...seed, at: new Date().toISOString() }]);
  await world.entity('MODEL_VERSION', 'churn@3');
  const other = world.urn('MODEL_VERSION', 'churn@3');
  await world.relate('CONTAINS', world.model, other);
  await world.relate('PRODUCED', world.run, other);
  const answers = await Promise.all([promote(), promote({ release: other })]);
  const codes = answers.map(({ refused }) => refused?.code ?? 'promoted').sort();
  expect(codes).toEqual(['CONFLICT', 'promoted']);
});

test('what was promoted behind the position that a release was looked at is a CONFLICT, too', async () => {
  // As on an instance that has not read yet what another has written.
  const contextValue = createContext(server.services, EVERYBODY);
  expect((await promote()).refused).toBeNull();
  const variableValues = { input: { release: world.release, stage: 'TEST', by: 'helen' } };
  const execute = createExecutor(buildGraph());
  expect(await execute({ document: parse(PROMOTE), variableValues, contextValue })).toMatchObject({
    data: { promote: { promotion: null, refused: { code: 'CONFLICT', path: 'input.stage' } } },
  });
});

test('what was retired goes nowhere, is not waived for, and its readiness is that of while it was there', async () => {
  await world.entity('MODEL_VERSION', 'churn@4');
  const release = world.urn('MODEL_VERSION', 'churn@4');
  await world.retire(release);
  const { node } = await server.query<{ node: { createdAt: string } }>(
    'query ($id: ID!) { node(id: $id) { ... on ModelVersion { createdAt } } }',
    { id: release },
  );
  const message = expect.stringMatching(/expected a release that is there; churn@4 was retired at 20/) as string;
  const refused = { code: 'CONFLICT', path: 'input.release', message };
  expect(await promote({ release, stage: 'DEV' })).toEqual({ promotion: null, readiness: null, refused });
  const input = { release, policy: 'basics', demand: 'seed', by: 'helen', reason: 'None.', until: inADay() };
  expect(await server.query(WAIVE, { input })).toEqual({ waiveRequirement: { waiver: null, refused } });
  const document =
    'query ($release: ID!, $at: Moment) { promotionReadiness(release: $release, stage: "DEV", at: $at) { ready } }';
  expect((await server.answer(document, { release })).errors).toMatchObject([
    { extensions: { code: 'CONFLICT', argument: 'release' } },
  ]);
  expect(await server.query(document, { release, at: { asOf: node.createdAt } })).toEqual({
    promotionReadiness: { ready: true },
  });
});

test.each([
  [{ release: 'churn' }, 'BAD_USER_INPUT', 'input.release'],
  [{ release: 'urn:throughline:dataset:promotion:customers' }, 'BAD_USER_INPUT', 'input.release'],
  [{ release: 'urn:throughline:model-version:promotion:none%401' }, 'NOT_FOUND', 'input.release'],
  [{ stage: 'NOWHERE' }, 'BAD_USER_INPUT', 'input.stage'],
  [{ by: ' ' }, 'BAD_USER_INPUT', 'input.by'],
])('a promotion of %j is refused with %s', async (more, code, path) => {
  expect(await promote(more)).toMatchObject({ promotion: null, readiness: null, refused: { code, path } });
});
