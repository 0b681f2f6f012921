import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import type { Services } from '../../src/domains/services.ts';
import { ThroughlineError } from '../../src/kernel/errors.ts';
import { mountExport } from '../../src/server/export.ts';
import { createHttp } from '../../src/server/http.ts';
import { createTelemetry, type Telemetry } from '../../src/telemetry/events.ts';
import { countingServices } from '../kit/counting.ts';
import { readCsv } from '../kit/csv.ts';
import { startServer, type TestServer } from '../kit/server.ts';

/** Rows of some 6 kB in five batches: more than what lies in the buffers between a server and a client that waits. */
const DATASETS = 4_500;
const BATCHES = 5;
const STALL_MS = 3_000;
const PATH = '/api/v1/export/lineage?of=urn:throughline:data-source:big:source&direction=DOWNSTREAM';

let server: TestServer;
let calls: string[];
let outcomes: string[];
let faults: unknown[];
let app: FastifyInstance;

beforeAll(async () => {
  server = await startServer();
  const claim = { at: '2026-01-01T00:00:00Z', source: 'test' };
  const urn = (kind: string, name: string) => `urn:throughline:${kind}:big:${name}`;
  const facts = Array.from({ length: DATASETS }, (_, index) => [
    {
      fact: 'entity',
      kind: 'DATASET',
      namespace: 'big',
      name: `d${index}`,
      props: { description: 'x'.repeat(6_000) },
      ...claim,
    },
    { fact: 'relation', type: 'FEEDS', from: urn('data-source', 'source'), to: urn('dataset', `d${index}`), ...claim },
    ...(index < 1_500
      ? [{ fact: 'relation', type: 'OWNS', from: urn('team', `t${index}`), to: urn('dataset', 'd0'), ...claim }]
      : []),
  ]).flat();
  const document = 'mutation ($facts: [JSON!]!) { applyFacts(facts: $facts) { refused { message } } }';
  for (let start = 0; start < facts.length; start += 1_000) {
    await server.query(document, { facts: facts.slice(start, start + 1_000) });
  }
}, 600_000);
afterAll(() => server[Symbol.asyncDispose]());

beforeEach(async () => {
  const counting = countingServices(server);
  calls = counting.calls;
  await mount(counting.services);
});
afterEach(() => app.close());

/** The export over these services on a port of its own, with little patience. */
async function mount(services: Services): Promise<void> {
  outcomes = [];
  faults = [];
  const telemetry: Telemetry = {
    ...createTelemetry('silent'),
    exported: (_name, outcome) => void outcomes.push(outcome),
    fault: (_id, error) => void faults.push(error),
  };
  app = createHttp(readConfig({ PORT: '0' }), telemetry);
  mountExport(app, services, telemetry, STALL_MS);
  await app.listen({ host: '127.0.0.1', port: 0 });
}

/** The answer with its headers there and nothing of its body taken. */
async function ask(path: string): Promise<IncomingMessage> {
  const { port } = app.server.address() as AddressInfo;
  const sent = request({ host: '127.0.0.1', port, path, agent: false }).end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return response;
}

async function textOf(response: IncomingMessage, pause: () => Promise<unknown> = async () => {}): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of response) {
    parts.push(part as Buffer);
    await pause();
  }
  return Buffer.concat(parts).toString('utf8');
}

const batches = () => calls.filter((call) => call === 'records').length - 1;

test('a thousand rows cost one read of entities and one of owners', async () => {
  const rows = readCsv(await textOf(await ask(PATH)));
  expect(rows).toHaveLength(1 + 1 + DATASETS);
  expect(new Set(rows.map(([id]) => id)).size).toBe(rows.length);
  // One call ahead for the start, and one more for owners of whom there are more than a thousand.
  expect(calls.filter((call) => call === 'records')).toHaveLength(1 + BATCHES);
  expect(calls.filter((call) => call === 'related')).toHaveLength(BATCHES + 1);
  expect(new Set(calls)).toEqual(new Set(['records', 'related']));
  const owners = rows.map((row) => row[7]!.split(' ').filter(Boolean));
  expect(Math.max(...owners.map(({ length }) => length))).toBe(1_500);
  expect(outcomes).toEqual(['sent']);
});

test('a thousand links cost one read', async () => {
  const rows = readCsv(await textOf(await ask(`${PATH}&what=links`)));
  expect(rows).toHaveLength(1 + DATASETS);
  expect(calls).toEqual(['records', ...Array.from({ length: BATCHES }, () => 'relations')]);
});

test('HEAD reads no row', async () => {
  const { port } = app.server.address() as AddressInfo;
  const sent = request({ host: '127.0.0.1', port, path: PATH, method: 'HEAD', agent: false }).end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  response.resume();
  expect(response.headers['x-throughline-total']).toBe(String(1 + DATASETS));
  expect(calls).toEqual(['records']);
});

test('rows are made as fast as a client takes them, and one that is slow but takes them gets all', async () => {
  const response = await ask(`${PATH}&format=json`);
  await setTimeout(STALL_MS / 3);
  const ahead = batches();
  expect(ahead).toBeLessThan(BATCHES);
  const body = JSON.parse(await textOf(response, () => setTimeout(1))) as { nodes: unknown[] };
  expect(body.nodes).toHaveLength(1 + DATASETS);
  expect(batches()).toBe(BATCHES);
});

test('for a client that goes away no more is made', async () => {
  const response = await ask(PATH);
  await once(response, 'readable');
  response.destroy();
  await expect.poll(() => outcomes).toEqual(['left']);
  const made = batches();
  await setTimeout(300);
  expect(batches()).toBe(made);
  expect(made).toBeLessThan(BATCHES);
  expect(faults).toEqual([]);
});

test('a client that takes nothing is cut off, and can tell that it has not got all', async () => {
  const response = await ask(PATH);
  await expect.poll(() => outcomes).toEqual(['left']);
  expect(batches()).toBeLessThan(BATCHES);
  await expect(textOf(response)).rejects.toThrow('aborted');
});

/** The services over a store that reads so many batches of entities, and then fails like this. */
function failing(after: number, error: Error): Services {
  const { services } = server;
  let reads = 0;
  const graph = new Proxy(services.store.graph, {
    get: (target, name) =>
      name === 'records' && reads++ >= after ? () => Promise.reject(error) : Reflect.get(target, name),
  });
  return { ...services, store: { ...services.store, graph } };
}

test('a store that fails in the middle breaks the answer off', async () => {
  await app.close();
  const error = new Error('the disk is gone');
  await mount(failing(3, error));
  await expect(ask(PATH).then((response) => textOf(response))).rejects.toThrow('aborted');
  expect([outcomes, faults]).toEqual([['failed'], [error]]);
});

test.each([
  [new ThroughlineError('UNAVAILABLE', 'the store is away'), 503, 'UNAVAILABLE', 'refused'],
  [new Error('the disk is gone'), 500, 'INTERNAL_SERVER_ERROR', 'failed'],
])('a store that fails before the first row has a status: %s', async (error, status, code, outcome) => {
  await app.close();
  await mount(failing(1, error));
  const response = await ask(PATH);
  const text = await textOf(response);
  expect([response.statusCode, JSON.parse(text)]).toMatchObject([status, { errors: [{ code }] }]);
  expect(text).not.toContain('disk');
  expect(response.headers['retry-after']).toBe(status === 503 ? '1' : undefined);
  expect(response.headers['x-throughline-total']).toBeUndefined();
  expect(outcomes).toEqual([outcome]);
});
