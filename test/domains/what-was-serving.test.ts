import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatUrn } from '../../src/kernel/urn.ts';
import { applyFacts } from '../kit/apply-facts.ts';
import { startServer, type TestServer } from '../kit/server.ts';

const version = (name: string) => formatUrn('MODEL_VERSION', 'mlflow', name);
const place = (name: string) => formatUrn('DEPLOYMENT', 'k8s', name);
const on = (month: string) => `2026-${month}-01T00:00:00Z`;

let server: TestServer;
let knownBefore: string;
beforeAll(async () => {
  server = await startServer();
  const release = (from: string, to: string, stage: string, validFrom: string, validTo?: string) => ({
    ...{ fact: 'relation', type: 'RELEASED_TO', from: version(from), to: place(to), at: on(validTo ?? validFrom) },
    ...{ source: 'k8s', props: { id: `${from} ${stage}`, stage, validFrom: on(validFrom) } },
    ...(validTo !== undefined && {
      props: { id: `${from} ${stage}`, stage, validFrom: on(validFrom), validTo: on(validTo) },
    }),
  });
  await applyFacts(server, [
    ...['api', 'batch'].map((name) => ({
      ...{ fact: 'entity', kind: 'DEPLOYMENT', namespace: 'k8s', name, at: on('01'), source: 'k8s' },
    })),
    release('churn@1', 'api', 'PRODUCTION', '01', '03'),
    release('churn@2', 'api', 'PRODUCTION', '03'),
    release('churn@2', 'api', 'CANARY', '02', '03'),
    release('churn@1', 'batch', 'PRODUCTION', '02'),
  ]);
  knownBefore = new Date().toISOString();
  // It is heard late that the batch was moved, too.
  await applyFacts(server, [
    release('churn@1', 'batch', 'PRODUCTION', '02', '04'),
    release('churn@2', 'batch', 'PRODUCTION', '04'),
  ]);
});
afterAll(() => server[Symbol.asyncDispose]());

async function serving(variables: Record<string, unknown>): Promise<string[]> {
  const document = `query ($deployment: ID, $stage: String, $at: Moment) {
    whatWasServing(deployment: $deployment, stage: $stage, at: $at) {
      exhaustive releases { stage released { name } deployment { name } } } }`;
  const { whatWasServing } = await server.query<{ whatWasServing: { exhaustive: boolean; releases: Told[] } }>(
    document,
    variables,
  );
  expect(whatWasServing.exhaustive).toBe(true);
  return whatWasServing.releases
    .map(({ stage, released, deployment }) => `${released.name} on ${deployment.name} ${stage}`)
    .sort();
}

interface Told {
  readonly stage: string;
  readonly released: { readonly name: string };
  readonly deployment: { readonly name: string };
}

test('on a deployment, in a stage, and in a stage of a deployment, at a time', async () => {
  const middle = { asOf: '2026-02-15T00:00:00Z' };
  expect(await serving({ deployment: place('api'), at: middle })).toEqual([
    'churn@1 on api PRODUCTION',
    'churn@2 on api CANARY',
  ]);
  expect(await serving({ stage: 'PRODUCTION', at: middle })).toEqual([
    'churn@1 on api PRODUCTION',
    'churn@1 on batch PRODUCTION',
  ]);
  expect(await serving({ deployment: place('api'), stage: 'CANARY', at: middle })).toEqual(['churn@2 on api CANARY']);
  expect(await serving({ stage: 'CANARY' })).toEqual([]);
  expect(await serving({ stage: 'PRODUCTION', at: { asOf: '2025-01-01T00:00:00Z' } })).toEqual([]);
});

test('as far as was known', async () => {
  const now = ['churn@2 on batch PRODUCTION'];
  expect(await serving({ deployment: place('batch') })).toEqual(now);
  expect(await serving({ deployment: place('batch'), at: { knownAt: knownBefore } })).toEqual([
    'churn@1 on batch PRODUCTION',
  ]);
});

test.each([
  [{}, 'BAD_USER_INPUT'],
  [{ deployment: version('churn@1') }, 'BAD_USER_INPUT'],
  [{ deployment: place('none') }, 'NOT_FOUND'],
])('%j is refused with %s', async (variables, code) => {
  const document = 'query ($deployment: ID) { whatWasServing(deployment: $deployment) { exhaustive } }';
  const { errors } = await server.answer(document, variables);
  expect(errors).toMatchObject([{ extensions: { code, argument: 'deployment' } }]);
});
