import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, type TestServer } from '../kit/server.ts';

const at = '2026-11-01T00:00:00Z';
const claim = { at, source: 'k8s' };
const deployment = 'urn:throughline:deployment:k8s:api';
const version = (name: string) => `urn:throughline:model-version:mlflow:${encodeURIComponent(name)}`;
const release = (name: string, validFrom: string, validTo: string | null) => ({
  ...{ fact: 'relation', type: 'RELEASED_TO', from: version(name), to: deployment, ...claim },
  props: { id: name, stage: 'PRODUCTION', trafficShare: 1, validFrom, ...(validTo === null ? {} : { validTo }) },
});

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  const facts = [
    { fact: 'entity', kind: 'DEPLOYMENT', namespace: 'k8s', name: 'api', ...claim },
    release('past', '2026-10-01T00:00:00Z', '2026-10-20T00:00:00Z'),
    release('planned-end', '2026-10-20T00:00:00Z', '2150-01-01T00:00:00Z'),
    release('planned', '2150-01-01T00:00:00Z', null),
  ];
  const document = 'mutation ($facts: [JSON!]!) { applyFacts(facts: $facts) { applied refused { message } } }';
  const { applyFacts } = await server.query<{ applyFacts: { refused: unknown[] } }>(document, { facts });
  if (applyFacts.refused.length > 0) throw new Error(JSON.stringify(applyFacts.refused));
});
afterAll(() => server[Symbol.asyncDispose]());

test.each([
  ['now', null, 'planned-end'],
  ['in the past', { asOf: '2026-10-10T00:00:00Z' }, 'past'],
  ['in the future', { asOf: '2150-02-01T00:00:00Z' }, 'planned'],
])('what serves %s is what is in force then, in lists, in lineage and on links', async (_name, moment, expected) => {
  const answer = await server.query(
    `query ($at: Moment, $id: ID!) {
      entity(id: $id, at: $at) { ... on Deployment { stage serving { version { name } } } }
      lineage(of: [$id], direction: UPSTREAM, at: $at) { nodes { entity { name } } links { sources validFrom lastSeen } }
    }`,
    { at: moment, id: deployment },
  );
  // Of a time before anything was said of the deployment itself there is what was said of its relations.
  expect(answer).toMatchObject({
    entity: { stage: 'PRODUCTION', serving: [{ version: { name: expected } }] },
    lineage: {
      nodes: [{ entity: { name: 'api' } }, { entity: { name: expected } }],
      links: [{ sources: ['k8s'], validFrom: expect.any(String) }],
    },
  });
});
