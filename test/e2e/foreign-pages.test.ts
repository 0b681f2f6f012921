import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { startServer, type TestServer } from '../kit/server.ts';

let server: TestServer;
let port: string;
beforeAll(async () => {
  server = await startServer();
  ({ port } = new URL(server.url));
});
afterAll(() => server[Symbol.asyncDispose]());

const EVENT = JSON.stringify({
  ...{ eventType: 'START', eventTime: '2026-11-01T00:00:00Z', run: { runId: 'r' } },
  ...{ job: { namespace: 'foreign', name: 'page' }, producer: 'https://example.test' },
});
const QUERY = JSON.stringify({ query: '{ __typename }' });
const JSON_TYPE = { 'content-type': 'application/json' };

/** Headers that `fetch` would not send are what this is about. */
function send(path: string, body: string, headers: Record<string, string>, method = 'POST'): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const heads = async () => (await server.services.store.log.head()).position;

describe('what a page of somebody else can make a browser send', () => {
  test.each<[string, Record<string, string>, number]>([
    ['plain text, as a page may send without asking', { 'content-type': 'text/plain' }, 415],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['a type that hides another', { 'content-type': 'text/plain; application/json' }, 415],
    ['no type', {}, 415],
    ['another origin', { ...JSON_TYPE, origin: 'https://evil.test' }, 403],
    ['another port of this machine', { ...JSON_TYPE, origin: 'http://127.0.0.1:1' }, 403],
    ['a page without an origin', { ...JSON_TYPE, origin: 'null' }, 403],
    ['a name of its own that leads here', { ...JSON_TYPE, host: 'evil.test' }, 421],
    ['a name that begins like ours', { ...JSON_TYPE, host: '127.0.0.1.evil.test' }, 421],
    ['that, as its own origin', { ...JSON_TYPE, host: 'evil.test', origin: 'http://evil.test' }, 421],
  ])('%s writes nothing', async (_name, headers, status) => {
    const before = await heads();
    expect(await send('/api/v1/lineage', EVENT, headers)).toBe(status);
    expect(await heads()).toBe(before);
  });

  test.each<[string, Record<string, string>]>([
    ['a client that names no origin', JSON_TYPE],
    ['one that names its charset', { 'content-type': 'Application/JSON; charset=utf-8' }],
    ['localhost', { ...JSON_TYPE, host: 'localhost' }],
    ['IPv6', { ...JSON_TYPE, host: '[::1]:4000' }],
  ])('%s is taken', async (_name, headers) => {
    expect(await send('/api/v1/lineage', EVENT, headers)).toBe(201);
  });

  test.each<[string, Record<string, string>, number]>([
    ['another origin', { origin: 'https://evil.test' }, 403],
    ['a name that leads here', { host: 'evil.test' }, 421],
    ['no origin', {}, 200],
  ])('GraphQL over HTTP, %s', async (_name, headers, status) => {
    expect(await send('/graphql', QUERY, { ...JSON_TYPE, ...headers })).toBe(status);
    const path = `/graphql?query=${encodeURIComponent('{ __typename }')}`;
    expect(await send(path, '', { 'apollo-require-preflight': 'x', ...headers }, 'GET')).toBe(status);
  });

  /** As a page has it by `fetch` with `no-cors`, or for an image: there is no origin, and nothing of it is asked before. */
  test.each<[string, string, number]>([
    ['cross-site', 'no-cors', 403],
    ['same-site', 'no-cors', 403],
    ['same-origin', 'cors', 400],
    ['none', 'navigate', 400],
    ['cross-site', 'navigate', 400],
  ])('GET without an origin, %s by %s', async (site, mode, status) => {
    const headers = { 'sec-fetch-site': site, 'sec-fetch-mode': mode };
    // Without an operation: taken, it would stay open.
    expect(await send('/graphql', '', { ...headers, accept: 'text/event-stream' }, 'GET')).toBe(status);
    expect(await send('/', '', headers, 'GET')).toBe(status === 403 ? 403 : 200);
  });

  test('the playground, which is the server’s own page', async () => {
    const origin = new URL(server.url).origin;
    expect(await send('/graphql', QUERY, { ...JSON_TYPE, origin })).toBe(200);
    expect(await send('/api/v1/lineage', EVENT, { ...JSON_TYPE, origin })).toBe(201);
  });

  test.each<[string, Record<string, string>, string]>([
    ['another origin', { origin: 'https://evil.test' }, 'Unexpected server response: 403'],
    ['a name that leads here', { host: 'evil.test' }, 'Unexpected server response: 421'],
  ])('a WebSocket, %s', async (_name, headers, message) => {
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { headers });
    const failure = await new Promise<Error>((resolve) => socket.on('error', resolve));
    expect(failure.message).toBe(message);
  });
});
