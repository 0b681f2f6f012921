import { createClient, type Client } from 'graphql-ws';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { startServer, type TestServer } from '../kit/server.ts';

let server: TestServer;
let client: Client;
beforeAll(async () => {
  server = await startServer();
  client = createClient({ url: `${server.url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket });
});
afterAll(async () => {
  await client.dispose();
  await server[Symbol.asyncDispose]();
});

async function first(query: string): Promise<unknown> {
  for await (const answer of client.iterate({ query })) return answer;
  throw new Error(`${query}\nhas no answer`);
}

test('queries and mutations say where they stand, as over HTTP', async () => {
  const mutation = 'mutation { upsertTeam(input: { namespace: "ws", name: "risk" }) { position } }';
  const written = (await first(mutation)) as { data: { upsertTeam: { position: string } } };
  const { position } = written.data.upsertTeam;
  expect(written).toMatchObject({ extensions: { position } });
  const query = '{ teams { nodes { name } } }';
  const read = { data: { teams: { nodes: [{ name: 'risk' }] } }, extensions: { position } };
  expect(await first(query)).toEqual(read);
  expect(await server.answer(query)).toEqual(read);
});

test('so do those with errors, and feeds say it in each item', async () => {
  const position = (await server.answer('{ __typename }')).extensions?.position;
  const wrong = await first('{ node(id: "nonsense") { id } }');
  expect(wrong).toMatchObject({ errors: [{ extensions: { argument: 'id' } }], extensions: { position } });
  const feed = await first('subscription { entityChanges { ... on FeedStart { position } } }');
  expect(feed).toEqual({ data: { entityChanges: { position } } });
});
