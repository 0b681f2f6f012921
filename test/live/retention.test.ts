import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatUrn } from '../../src/kernel/urn.ts';
import { applyFacts } from '../kit/apply-facts.ts';
import { startServer, type TestServer } from '../kit/server.ts';
import { subscribe } from '../kit/subscribe.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ THROUGHLINE_FEED_RETENTION_HOURS: '0' });
});
afterAll(() => server[Symbol.asyncDispose]());

const describe = (name: string) =>
  applyFacts(server, [
    { fact: 'entity', kind: 'DATASET', namespace: 'kept', name, at: '2026-01-01T00:00:00Z', source: 'test' },
  ]);

test.each([
  ['entityChanges', 'entityChanges(after: $after, ids: [$of])', 'ChangeEvent'],
  ['alerts', 'alerts(after: $after, scopes: [$of])', 'AlertEvent'],
  ['impactChanges', 'impactChanges(after: $after, of: $of)', 'ImpactEvent'],
])('%s tells where it goes on, where a position lies further back than it reaches', async (name, call, event) => {
  const of = formatUrn('DATASET', 'kept', name);
  const long = await describe(name);
  const newest = await describe(`${name} later`);
  const document = `subscription ($after: LogPosition, $of: ID!) { ${call} {
    __typename ... on FeedStart { position } ... on FeedGap { from resumesAt reason } ... on ${event} { position } } }`;
  await using feed = subscribe(server, document, { of, after: long });
  expect(await feed.next()).toEqual({ [name]: { __typename: 'FeedStart', position: newest } });
  expect(await feed.next()).toEqual({
    [name]: { __typename: 'FeedGap', from: long, resumesAt: newest, reason: 'BEFORE_RETENTION' },
  });
  await using whole = subscribe(server, document, { of, after: newest });
  expect(await whole.next()).toEqual({ [name]: { __typename: 'FeedStart', position: newest } });
});
