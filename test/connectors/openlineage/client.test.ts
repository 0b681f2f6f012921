import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pythonWith } from '../../kit/python.ts';
import { startServer, type TestServer } from '../../kit/server.ts';
import { describeUnlessUnavailable } from '../../kit/unavailable.ts';

const SCRIPT = fileURLToPath(new URL('./client.py', import.meta.url));
const run = promisify(execFile);

describeUnlessUnavailable(
  'the real openlineage-python client',
  await pythonWith(['openlineage-python==1.54.0', 'httpx']),
  ({ python }) => {
    let server: TestServer;
    beforeAll(async () => {
      server = await startServer();
    });
    afterAll(() => server[Symbol.asyncDispose]());

    test.each(['plain', 'gzip', 'async'])(
      'sends run, dataset and job events by its %s transport',
      async (transport) => {
        await run(python, [SCRIPT, server.url, transport, transport], { timeout: 60_000 });
        const id = `urn:throughline:job:client:${transport}`;
        const answer = await server.query(
          `query ($id: ID!, $in: ID!, $of: [ID!]!) {
        node(id: $id) { ... on Job { runs { nodes { state startedAt endedAt } } inputs { name } outputs { name } } }
        entity(id: $in) { ... on Dataset { fields { nodes { name dataType } } readBy { name } } }
        nodes(ids: $of) { ... on Dataset { described } ... on Job { described } }
      }`,
          {
            id,
            in: `urn:throughline:dataset:client:${transport}.in`,
            of: [
              `urn:throughline:dataset:client:${transport}.alone`,
              `urn:throughline:job:client:${transport}.declared`,
            ],
          },
        );
        expect(answer).toEqual({
          node: {
            runs: {
              nodes: [
                { state: 'COMPLETE', startedAt: '2026-11-20T12:00:00.123456Z', endedAt: '2026-11-20T12:00:00.123457Z' },
              ],
            },
            inputs: [{ name: `${transport}.in` }],
            outputs: [{ name: `${transport}.out` }],
          },
          entity: {
            fields: { nodes: [{ name: `${transport}.in#id`, dataType: 'BIGINT' }] },
            readBy: [{ name: transport }, { name: `${transport}.declared` }],
          },
          nodes: [{ described: true }, { described: true }],
        });
      },
      90_000,
    );
  },
);
