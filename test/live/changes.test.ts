import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatPosition } from '../../src/kernel/cursor.ts';
import { formatUrn } from '../../src/kernel/urn.ts';
import { applyFacts } from '../kit/apply-facts.ts';
import { startServer, type TestServer } from '../kit/server.ts';
import { subscribe } from '../kit/subscribe.ts';

const FEED = `subscription ($ids: [ID!], $after: LogPosition) { entityChanges(ids: $ids, after: $after) {
  ... on FeedStart { position } ... on ChangeEvent { change { type } } } }`;
const dataset = (name: string) => formatUrn('DATASET', 'changes', name);

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server[Symbol.asyncDispose]());

async function tell(...facts: object[]): Promise<void> {
  await applyFacts(server, facts);
}

const describes = (name: string, at: string) => ({
  ...{ fact: 'entity', kind: 'DATASET', namespace: 'changes', name, props: { description: at }, at, source: 'dbt' },
});
const alias = { type: 'ALIAS_OF', from: dataset('table'), to: dataset('path') };

test.each([
  ['an unknown id', { ids: [dataset('there'), dataset('none')] }, 'NOT_FOUND', 'ids[1]'],
  ['no URN', { ids: ['none'] }, 'BAD_USER_INPUT', 'ids[0]'],
  ['a position that has not come', { after: formatPosition(1_000_000) }, 'BAD_USER_INPUT', 'after'],
])('a feed of %s does not begin', async (_name, variables, code, argument) => {
  await tell(describes('there', '2026-01-01T00:00:00Z'));
  await using feed = subscribe(server, FEED, variables);
  await expect(feed.next()).rejects.toThrow(`"extensions":${JSON.stringify({ code, argument })}`);
});

test('changes of a thing come under whichever of its names it is followed, as long as it has them', async () => {
  const at = (day: number) => `2026-01-0${day}T00:00:00Z`;
  await tell(describes('path', at(1)), describes('table', at(1)));
  const after = (await server.answer('{ __typename }')).extensions?.position;
  await tell(
    describes('path', at(2)),
    describes('table', at(2)),
    { fact: 'relation', ...alias, at: at(3), source: 'dbt' },
    describes('table', at(4)),
    describes('path', at(4)),
    { fact: 'retire', of: alias, at: at(5), source: 'dbt' },
    describes('table', at(6)),
    describes('path', at(6)),
  );
  for (const followed of ['path', 'table']) {
    await using feed = subscribe(server, FEED, { ids: [dataset(followed)], after });
    expect(await feed.next()).toEqual({ entityChanges: { position: after } });
    const types = [];
    for (let count = 0; count < 6; count += 1) {
      const { entityChanges } = (await feed.next()) as { entityChanges: { change: { type: string } } };
      types.push(entityChanges.change.type);
    }
    // Its own before, the alias that begins, both, the alias that ends, its own after.
    expect(types).toEqual(['CHANGED', 'RELATED', 'CHANGED', 'CHANGED', 'UNRELATED', 'CHANGED']);
  }
});
