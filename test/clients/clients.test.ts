import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { formatUrn } from '../../src/kernel/urn.ts';
import { goProgram } from '../kit/go.ts';
import { pythonWith } from '../kit/python.ts';
import { startRelay } from '../kit/relay.ts';
import { startServer, type TestServer } from '../kit/server.ts';
import { describeUnlessUnavailable, isUnavailable, type Unavailable } from '../kit/unavailable.ts';
import { apollo } from './apollo.ts';
import type { Follow } from './follow.ts';
import { graphqlWs } from './graphql-ws.ts';
import { followBy } from './program.ts';
import { urql } from './urql.ts';

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));
const QUERY = here('follow.graphql');

const [withGql, withGenqlient] = await Promise.all([
  pythonWith(['gql[websockets]==4.4.0']),
  goProgram([
    ...['go.mod', 'go.sum', 'genqlient.yaml', 'main.go'].map((file) => here(`genqlient/${file}`)),
    ...[QUERY, here('../../schema/graph.graphql')],
  ]),
]);

const pythonLog: string[] = [];
const clients: Readonly<Record<string, Follow | Unavailable>> = {
  'graphql-ws': graphqlWs,
  'Apollo Client': apollo,
  urql,
  'Python gql': isUnavailable(withGql)
    ? withGql
    : followBy(withGql.python, [here('gql/follow.py'), QUERY], (line) => pythonLog.push(line)),
  'Go genqlient': isUnavailable(withGenqlient) ? withGenqlient : followBy(withGenqlient.program, []),
};

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server[Symbol.asyncDispose]());

/** What a client was told, as it is told, with its own alerts alone and a connection that can be cut. */
async function following(follow: Follow, name: string) {
  const urn = formatUrn('DATASET', 'clients', name);
  const relay = await startRelay(`${server.url}/graphql`);
  const told: unknown[] = [];
  const options = {
    ...{ url: relay.url.replace('http', 'ws'), webSocketImpl: WebSocket },
    retryWait: () => pause(100),
  };
  const client = follow(options, readFileSync(QUERY, 'utf8'), { scopes: [urn] }, (item) => told.push(item));
  return {
    ...{ urn, relay, told },
    /** The titles of alerts that it has, in their order. */
    titles: () =>
      told.flatMap((item) => (item as { alerts?: { alert?: { title: string } } }).alerts?.alert?.title ?? []),
    async raise(...titles: string[]) {
      for (const title of titles) {
        await server.query(
          'mutation ($alert: RaiseAlertInput!) { raiseAlert(input: $alert) { position refused { message } } }',
          { alert: { entity: urn, severity: 'CRITICAL', title, key: `${name} ${title}` } },
        );
      }
    },
    async [Symbol.asyncDispose]() {
      await client[Symbol.asyncDispose]();
      await relay[Symbol.asyncDispose]();
    },
  };
}

/** All that there is in what went wrong. Of what a program wrote that which it logs is no part: it has all that it was sent. */
function textOf(wrong: unknown): string {
  const text = typeof wrong === 'string' ? wrong : inspect(wrong, { depth: Infinity });
  return text.replaceAll(/^DEBUG:.*$/gm, '');
}

describe.concurrent('clients as they are', () => {
  for (const [name, client] of Object.entries(clients)) {
    describeUnlessUnavailable(name, client, (follow) => {
      test('follows alerts, is cut off, and goes on behind the last one', async ({ expect }) => {
        await server.query(
          'mutation ($name: String!) { upsertDataset(input: { namespace: "clients", name: $name }) { position } }',
          { name },
        );
        await using its = await following(follow, name);
        await expect.poll(() => its.told).toHaveLength(1);
        await its.raise('first', 'second');
        await expect.poll(its.titles).toHaveLength(2);
        await its.relay.cut();
        await its.raise('third', 'fourth', 'fifth');
        await its.relay.mend();
        await expect.poll(its.titles).toHaveLength(5);
        await its.raise('last');
        await expect.poll(its.titles).toContain('last');
        expect(its.titles()).toEqual(['first', 'second', 'third', 'fourth', 'fifth', 'last']);
      });

      test('is told what is refused', async ({ expect }) => {
        await using its = await following(follow, `${name} is not there`);
        await expect.poll(() => its.told.length).toBeGreaterThan(0);
        const told = textOf(its.told[0]);
        expect(told).toContain(`scopes[0]: there is no ${its.urn}`);
        // What genqlient makes of it prints messages alone.
        if (name !== 'Go genqlient') expect(told).toContain('NOT_FOUND');
      });
    });
  }
});

test.skipIf(isUnavailable(withGql))('Python gql offers an old protocol first, and gets the one that is spoken', () => {
  const chosen = pythonLog.filter((line) => line.includes('subprotocol returned'));
  expect(chosen.length).toBeGreaterThan(1);
  for (const line of chosen) expect(line).toMatch(/'graphql-transport-ws'$/);
});
