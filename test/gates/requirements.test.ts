import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/kernel/json.ts';
import { CERTIFICATE, checkProofs, exportedLog } from '../kit/check-proof.ts';
import { startServer, type TestServer } from '../kit/server.ts';
import { STORIES } from './stories/index.ts';
import { World } from './stories/story.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const READINESS = `query ($release: ID!, $stage: String!) { promotionReadiness(release: $release, stage: $stage) {
  ready whyNot hash requirements { demand verdict why todo evidence { path entity what value }
  ${CERTIFICATE} } } }`;

interface Readiness {
  readonly ready: boolean;
  readonly whyNot: readonly string[];
  readonly hash: string;
  readonly requirements: readonly {
    readonly demand: string;
    readonly verdict: string;
    readonly why: string;
    readonly todo: string | null;
    readonly evidence: readonly object[];
    readonly certificate: JsonObject | null;
  }[];
}

test('each requirement has its story, and each story lets it pass, fail, pass again, and not be told', async () => {
  const { requirements } = await server.query<{ requirements: { type: string }[] }>('{ requirements { type } }');
  expect(Object.keys(STORIES).sort()).toEqual(requirements.map(({ type }) => type).sort());
  for (const { steps } of Object.values(STORIES)) {
    expect(steps.map(({ verdict }) => verdict)).toEqual(['PASS', 'FAIL', 'PASS', 'UNKNOWN']);
  }
});

describe.each(Object.entries(STORIES))('%s', (type, { parameters = {}, stage = 'DEV', steps }) => {
  test('turns with the graph alone', async () => {
    const world = new World(server, `story-${type}`);
    await world.begin();
    // By its tier the policy is for this story alone.
    const input = { name: type, stage, tier: world.namespace, demands: [{ type, parameters }] };
    const set = 'mutation ($input: SetPolicyInput!) { setPolicy(input: $input) { refused { path message } } }';
    expect(await server.query(set, { input })).toEqual({ setPolicy: { refused: null } });
    const certificates: JsonObject[] = [];
    for (const { told, tell, verdict, why } of steps) {
      await tell(world);
      const variables = { release: world.release, stage };
      const { promotionReadiness } = await server.query<{ promotionReadiness: Readiness }>(READINESS, variables);
      const { requirements, ready, whyNot } = promotionReadiness;
      expect({ told, requirements }).toMatchObject({
        requirements: [{ demand: type, verdict, why: expect.stringMatching(why) as string }],
      });
      const [requirement] = requirements;
      expect(ready).toBe(verdict === 'PASS');
      expect(whyNot).toHaveLength(ready ? 0 : 1);
      expect(requirement?.todo === null).toBe(verdict === 'PASS');
      expect(requirement?.evidence.length).toBeGreaterThan(0);
      const certificate = requirement?.certificate ?? {};
      expect(certificate['conclusion']).toEqual({ verdict, found: verdict });
      certificates.push(certificate);
    }
    const proofs = await checkProofs(certificates, await exportedLog(server.url));
    for (const { said } of proofs) expect(said).toMatch(/^verified: \d+ premises by [1-9]\d* claims\./);
  });
});
