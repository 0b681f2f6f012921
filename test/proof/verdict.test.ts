import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JsonObject } from '../../src/kernel/json.ts';
import { visibilityOf } from '../../src/kernel/visibility.ts';
import { World } from '../gates/stories/story.ts';
import { answerFor } from '../kit/as-viewer.ts';
import { CERTIFICATE, checkProof, checkProofs, exportedLog, rehashed, tampered } from '../kit/check-proof.ts';
import { callsOf } from '../kit/counting.ts';
import { startServer, type TestServer } from '../kit/server.ts';

const REQUIREMENTS = `requirements { type verdict found ${CERTIFICATE} }`;
const READINESS = `query ($release: ID!, $at: Moment) {
  promotionReadiness(release: $release, stage: "TEST", at: $at) { ${REQUIREMENTS} } }`;
const PROMOTION = `query ($id: ID!) { node(id: $id) { ... on Promotion { report { ${REQUIREMENTS} } } } }`;

interface Requirement {
  readonly type: string;
  readonly verdict: string;
  readonly found: string;
  readonly certificate: JsonObject | null;
}

let server: TestServer;
let world: World;
let promotion: string;
beforeAll(async () => {
  server = await startServer();
  world = new World(server, 'proof');
  await world.begin();
  const demands = [{ id: 'seed', type: 'RANDOM_SEED_SET' }, { type: 'SECOND_OWNER' }, { type: 'UPSTREAM_DESCRIBED' }];
  await done('setPolicy', 'SetPolicyInput', { name: 'basics', stage: 'TEST', demands });
  await world.entity('EXPERIMENT_RUN', 'run-2', { randomSeed: 7 });
  for (const name of ['ann', 'ben']) {
    await world.entity('PERSON', name, { active: true });
    await world.relate('OWNS', world.urn('PERSON', name), world.model);
  }
  const waived = { release: world.release, policy: 'basics', demand: 'UPSTREAM_DESCRIBED' };
  const until = new Date(Date.now() + 86_400_000).toISOString();
  await world.relate('READ_BY', world.urn('DATASET', 'nobody knows'), world.urn('JOB', 'load'));
  await world.relate('WRITES', world.urn('JOB', 'load'), world.data);
  await done('waiveRequirement', 'WaiveRequirementInput', {
    ...waived,
    by: 'helen',
    reason: 'It is being told.',
    until,
  });
  promotion = await promote();
});
afterAll(() => server[Symbol.asyncDispose]());

async function done(mutation: string, type: string, input: object): Promise<void> {
  const document = `mutation ($input: ${type}!) { ${mutation}(input: $input) { refused { path message } } }`;
  expect(await server.query(document, { input })).toEqual({ [mutation]: { refused: null } });
}

async function promote(): Promise<string> {
  const document = `mutation ($input: PromoteInput!) { promote(input: $input) { promotion { id } refused { message } } }`;
  const input = { release: world.release, stage: 'TEST', by: 'maria' };
  const { promote } = await server.query<{ promote: { promotion: { id: string } } }>(document, { input });
  return promote.promotion.id;
}

async function readiness(at: object | null = null): Promise<readonly Requirement[]> {
  const { promotionReadiness } = await server.query<{ promotionReadiness: { requirements: Requirement[] } }>(
    READINESS,
    {
      release: world.release,
      at,
    },
  );
  return promotionReadiness.requirements;
}

async function verified(requirements: readonly Requirement[]): Promise<readonly string[]> {
  const certificates = requirements.map(({ certificate }) => certificate ?? {});
  const proofs = await checkProofs(certificates, await exportedLog(server.url));
  return proofs.map(({ code, said }) => `${code} ${said}`);
}

test('each verdict has a certificate, one that is waived names the waiver', async () => {
  const requirements = await readiness();
  expect(requirements.map(({ verdict }) => verdict)).toEqual(['PASS', 'PASS', 'WAIVED']);
  for (const line of await verified(requirements)) expect(line).toMatch(/^0 verified: .* of these \{.*basics/);
  for (const { verdict, found, certificate } of requirements) {
    expect(certificate).toMatchObject({ subject: { type: 'VERDICT' }, conclusion: { verdict, found } });
  }
  expect(JSON.stringify(requirements[2]?.certificate)).toContain('It is being told.');
});

test('a kept report is certified where it was decided, whatever came later; one that is asked for now is not', async () => {
  const kept = async () => {
    const { node } = await server.query<{ node: { report: { requirements: Requirement[] } } }>(PROMOTION, {
      id: promotion,
    });
    return node.report.requirements;
  };
  const before = await kept();
  await world.entity('PERSON', 'ann', { active: false });
  expect(await kept()).toEqual(before);
  for (const line of await verified(before)) expect(line).toMatch(/^0 verified/);
  const now = await readiness();
  expect(now.map(({ verdict }) => verdict)).toEqual(['PASS', 'FAIL', 'WAIVED']);
  for (const line of await verified(now)) expect(line).toMatch(/^0 verified/);
  await world.entity('PERSON', 'ann', { active: true });
});

test('any one part otherwise is refused, be its hash made to fit, or told among what is given', async () => {
  const [seed, owners] = await readiness();
  const log = await exportedLog(server.url);
  for (const requirement of [seed!, owners!]) {
    const { certificate } = requirement;
    const { said } = await checkProof(certificate!, log);
    const { hash, ...parts } = certificate!;
    expect(hash).toEqual(expect.any(String));
    const others = [...tampered(parts)].map(([path, other]) => [path, rehashed(other as JsonObject)] as const);
    const proofs = await checkProofs(
      others.map(([, other]) => other),
      log,
    );
    const same = others.filter((_, index) => proofs[index]!.code === 0 && proofs[index]!.said === said);
    const premiseIn = (path: string) => (parts['premises'] as JsonObject[])[Number(/\d+/.exec(path))];
    // That something else has none of it either is as true.
    const unnoticed = same.filter(([path]) => JSON.stringify(premiseIn(path)?.['value']) !== '[]');
    expect(unnoticed.map(([path]) => path)).toEqual([]);
    // The line repeats the question and the answer, and counts the premises: one can be another in other words.
    const told = others
      .filter((each, index) => proofs[index]!.code === 0 && !same.includes(each))
      .map(([path]) => path);
    expect(told.filter((path) => !/^\.(subject|conclusion)\b|^\.premises\[\d+\] left out$/.test(path))).toEqual([]);
  }
});

test('to whom something is hidden, the report of others is told without certificates', async () => {
  const viewer = { id: 'v', visibility: visibilityOf([{ effect: 'PASS', ids: [world.data] }], 'NONE') };
  const { data } = await answerFor(viewer, server, PROMOTION, { id: promotion });
  const { requirements } = (data as unknown as { node: { report: { requirements: Requirement[] } } }).node.report;
  expect(requirements.map(({ certificate }) => certificate)).toEqual([null, null, null]);
});

test('what is not asked for is not read, and each certificate reads the log once', async () => {
  const variables = { release: world.release };
  expect(await callsOf(server, READINESS.replace(CERTIFICATE, ''), variables)).not.toContain('about');
  const calls = await callsOf(server, READINESS, variables);
  expect(calls.filter((name) => name === 'about')).toHaveLength(3);
});
