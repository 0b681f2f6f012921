import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatPosition, POSITION_HEADER } from '../../src/kernel/cursor.ts';
import { formatUrn } from '../../src/kernel/urn.ts';
import { applyFacts } from '../kit/apply-facts.ts';
import { startServer, type TestServer } from '../kit/server.ts';
import { subscribe } from '../kit/subscribe.ts';

let one: TestServer;
let other: TestServer;
beforeAll(async () => {
  one = await startServer();
  other = await startServer();
  for (const server of [one, other]) await applyFacts(server, [described('a'), described('b')]);
});
afterAll(async () => {
  await one[Symbol.asyncDispose]();
  await other[Symbol.asyncDispose]();
});

const team = formatUrn('TEAM', 'test', 'a');
const described = (name: string) => ({
  ...{ fact: 'entity', kind: 'TEAM', namespace: 'test', name, props: {} },
  ...{ at: '2026-01-01T00:00:00Z', source: 'test' },
});

/** Positions that a server gives, by where it gives them. */
async function positionsOf(server: TestServer): Promise<Record<string, string>> {
  const { data, extensions } = await server.answer(
    'query ($id: ID!) { lineage(of: [$id], direction: BOTH) { answer { watermark } } entity(id: $id) { history { nodes { position } } } }',
    { id: team },
  );
  const { lineage, entity } = data as {
    lineage: { answer: { watermark: string } };
    entity: { history: { nodes: { position: string }[] } };
  };
  await using feed = subscribe(server, 'subscription { entityChanges { ... on FeedStart { position } } }', {});
  const { entityChanges } = (await feed.next()) as { entityChanges: { position: string } };
  const event = await server.post('/api/v1/lineage', {
    ...{ eventType: 'COMPLETE', eventTime: '2026-05-01T10:00:00Z', producer: 'https://example.com' },
    ...{ schemaURL: 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent' },
    ...{ run: { runId: 'r' }, job: { namespace: 'n', name: 'j' }, inputs: [], outputs: [] },
  });
  return {
    extensions: extensions?.position ?? '',
    watermark: lineage.answer.watermark,
    history: entity.history.nodes[0]?.position ?? '',
    feed: entityChanges.position,
    ingest: ((await event.json()) as { position: string }).position,
  };
}

/** Why a feed does not begin there; null where it does. */
async function refusalOf(server: TestServer, after: string): Promise<string | null> {
  const document = 'subscription ($after: LogPosition) { entityChanges(after: $after) { __typename } }';
  await using feed = subscribe(server, document, { after });
  return await feed.next().then(
    () => null,
    (error: unknown) => (error instanceof Error ? error.message : JSON.stringify(error)),
  );
}

test('a position of another store is refused by type, wherever it came from, and one of the own store is taken', async () => {
  const [own, foreign] = [await positionsOf(one), await positionsOf(other)];
  for (const [from, position] of Object.entries(own))
    expect([from, await refusalOf(one, position)]).toEqual([from, null]);
  for (const [from, position] of Object.entries(foreign)) {
    const refusal = await refusalOf(one, position);
    for (const part of ['of another', 'BAD_USER_INPUT', '"argument":"after"']) {
      expect([from, refusal]).toEqual([from, expect.stringContaining(part)]);
    }
    expect(await one.answer('{ __typename }', {}, { [POSITION_HEADER]: position })).toMatchObject({
      errors: [{ extensions: { code: 'BAD_USER_INPUT', argument: POSITION_HEADER } }],
    });
  }
});

test('a position that names no log, as those of earlier versions, is taken for one of this', async () => {
  expect(await refusalOf(one, formatPosition(1))).toBeNull();
});
