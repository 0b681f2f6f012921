import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildGraph } from '../../src/graphql/index.ts';
import type { Json, JsonObject } from '../../src/kernel/json.ts';
import { formatUrn } from '../../src/kernel/urn.ts';
import { loadOperations, OPERATIONS } from '../../src/playground/operations.ts';
import { receiverShown } from '../connectors/alertmanager/receiver.ts';
import { applyFacts } from '../kit/apply-facts.ts';
import { startServer, type TestServer } from '../kit/server.ts';
import { subscribe } from '../kit/subscribe.ts';
import { blocksOf, pages, type Block } from './blocks.ts';
import { isOfAClient } from './client-code.ts';
import { recipes } from './cookbook/recipes.ts';
import { exportedAsShown } from './export-command.ts';
import { verifiesAsShown } from './proof-command.ts';
import { isAskedOfAll, isOfTheOutsideTeam } from './outside-team.ts';
import { isAnOperationOfTheirs } from './own-operation.ts';
import { HAPPENINGS, WITHOUT_COMPANY } from './operations/happenings.ts';
import { streamedAsShown } from './stream-command.ts';
import { startsAsShown } from './subgraph-command.ts';
import { isAMessage, makesAWebhook, verifies } from './webhook-page.ts';

/** The demo company, as whoever reads the README has it; and a server of its own for what the pages write. */
let demo: TestServer;
let scratch: TestServer;
beforeAll(async () => {
  [demo, scratch] = await Promise.all([startServer({ THROUGHLINE_SEED: 'demo' }), startServer()]);
});
afterAll(async () => {
  await Promise.all([demo[Symbol.asyncDispose](), scratch[Symbol.asyncDispose]()]);
});

const ORDERS = formatUrn('DATASET', 'postgres://shop-db:5432', 'shop.orders');
const operations = loadOperations(OPERATIONS);

test.each(operations.filter(({ type }) => type === 'subscription'))(
  'the saved subscription $name delivers what happens',
  async ({ name, document, variables }) => {
    await using feed = subscribe(scratch, document, { ...variables, ...WITHOUT_COMPANY });
    const [[field, start]] = Object.entries(await feed.next()) as [[string, object]];
    expect(start).toEqual({ position: expect.any(String) as string });
    await scratch.query(HAPPENINGS[name]!);
    const { change, alert } = (await feed.next())[field] as Record<string, { entity: object }>;
    expect((change ?? alert)?.entity).toMatchObject({ name: 'new' });
  },
);

/** What is done with a block of this language, on any page or on this one. */
const CHECKS: Readonly<Record<string, (block: Block) => Promise<void> | void>> = {
  graphql: answeredAsShown,
  json: standsBehindItsQuery,
  sh: commandsAreThere,
  'README.md text': pictureNamesRooms,
  'docs/export.md sh': (block) => exportedAsShown(block, demo),
  'docs/export.md csv': standsBehindItsCommand,
  'docs/export.md json': standsBehindItsCommand,
  'docs/export.md http': standsBehindItsCommand,
  'docs/proof.md sh': (block) => verifiesAsShown(block, demo),
  'docs/what-if.md sh': (block) => exportedAsShown(block, demo),
  'docs/what-if.md markdown': standsBehindItsCommand,
  'docs/federation.md sh': startsAsShown,
  'docs/federation.md ts': isOfTheOutsideTeam,
  'docs/federation.md graphql': isAskedOfAll,
  ...Object.fromEntries(
    ['graphql', 'ts', 'py', 'yaml', 'go'].map((language) => [`docs/clients.md ${language}`, isOfAClient]),
  ),
  'docs/facts.md json': factsAreTaken,
  'docs/connectors/openlineage.md json': refusedAsShown,
  'docs/connectors/alertmanager.md yaml': isTheReceiver,
  'docs/alerts.md graphql': raisesAsShown,
  'docs/alerts.md sh': (block) => exportedAsShown(block, scratch),
  'docs/alerts.md json': (block) =>
    block.ahead?.language === 'sh' ? standsBehindItsCommand(block) : standsBehindItsQuery(block),
  'docs/subscriptions.md sh': (block) => streamedAsShown(block, demo),
  'docs/subscriptions.md text': standsBehindItsCommand,
  'docs/webhooks.md graphql': ({ text }) => makesAWebhook(text, demo),
  'docs/webhooks.md ts': ({ text }) => verifies(text),
  'docs/webhooks.md json': ({ text }) => isAMessage(text),
  'docs/kpis.md graphql': recordsAsShown,
  'docs/kpis.md json': standsBehindItsQuery,
  'docs/cypher-cookbook.md cypher': isARecipe,
  'docs/operations.md graphql': isSaved,
  'docs/playground.md graphql': ({ text }) => isAnOperationOfTheirs(text, demo),
  'docs/operations.md json': isJson,
};

async function check(block: Block): Promise<void> {
  const found = CHECKS[`${block.page} ${block.language}`] ?? CHECKS[block.language];
  if (found === undefined) throw new Error(`${block.page}:${block.line}: no test knows what to do with this block.`);
  await found(block);
}

async function answeredAsShown({ page, line, text, behind }: Block): Promise<void> {
  if (behind?.language !== 'json') throw new Error(`${page}:${line}: expected its answer right behind, as json.`);
  // What a page writes must not show in what the others read.
  const server = text.startsWith('mutation') ? scratch : demo;
  expect(await server.query(text)).toEqual(JSON.parse(behind.text));
}

/** What the page raises is about a dataset of the demo. */
async function raisesAsShown(block: Block): Promise<void> {
  const { entity } = await demo.query<{ entity: { namespace: string; name: string } }>(
    `{ entity(id: "${ORDERS}") { namespace name } }`,
  );
  const described = { fact: 'entity', kind: 'DATASET', ...entity, at: '2026-01-01T00:00:00Z', source: 'test' };
  await applyFacts(scratch, [described]);
  await answeredAsShown(block);
}

/** The KPI is there as the demo has it, without what was observed of it. */
async function recordsAsShown(block: Block): Promise<void> {
  const definitions = { id: '2026-01', unit: 'EUR a day', validFrom: '2026-01-01T00:00:00Z' };
  const kpi = { fact: 'entity', kind: 'BUSINESS_KPI', namespace: 'risk', name: 'fraud-loss', props: { definitions } };
  await applyFacts(scratch, [{ ...kpi, at: '2026-01-01T00:00:00Z', source: 'test' }]);
  await answeredAsShown(block);
}

/** The query ahead is what compares it. */
function standsBehindItsQuery({ page, line, ahead }: Block): void {
  if (ahead?.language !== 'graphql') throw new Error(`${page}:${line}: expected the query that it answers ahead.`);
}

/** The command ahead is what compares it. */
function standsBehindItsCommand({ page, line, ahead }: Block): void {
  if (ahead?.language !== 'sh') throw new Error(`${page}:${line}: expected the command that it answers ahead.`);
}

async function commandsAreThere({ text }: Block): Promise<void> {
  const { scripts } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    scripts: object;
  };
  const curl = /^curl -X POST http:\/\/127\.0\.0\.1:4000(\S+) -H 'content-type: application\/json' -d '([\s\S]*)'$/;
  const posted = curl.exec(text.trim());
  if (posted !== null) {
    const [, path = '', body = ''] = posted;
    expect((await scratch.post(path, body)).status).toBe(201);
    return;
  }
  for (const command of text.trim().split(/\n| && /)) {
    const [, script] = /^npm (?:run )?([\w:]+)$/.exec(command) ?? [];
    expect({ command, known: script === 'ci' || (script !== undefined && script in scripts) }).toEqual({
      ...{ command, known: true },
    });
  }
}

function pictureNamesRooms({ text }: Block): void {
  const rooms = [...text.matchAll(/(\w+):/g)].map(([, room = '']) => room);
  expect(rooms).toEqual(expect.arrayContaining(['ingest', 'domains', 'store', 'projections', 'live', 'graphql']));
  expect(rooms.filter((room) => !existsSync(new URL(`../../src/${room}/`, import.meta.url)))).toEqual([]);
  const schema = buildGraph();
  expect(schema.getQueryType()?.getFields()).toMatchObject({ lineage: {}, search: {} });
  expect(schema.getSubscriptionType()).toBeDefined();
}

async function factsAreTaken({ text }: Block): Promise<void> {
  const facts = JSON.parse(text) as Json[];
  const document = 'mutation ($facts: [JSON!]!) { applyFacts(facts: $facts) { applied refused { message } } }';
  expect(await scratch.query(document, { facts })).toEqual({ applyFacts: { applied: facts.length, refused: [] } });
}

async function refusedAsShown({ text }: Block): Promise<void> {
  const event = {
    ...{ eventType: 'START', eventTime: '2026-11-01', run: { runId: 'r' }, job: { namespace: 'n', name: 'j' } },
    ...{ producer: 'https://example.test', schemaURL: 'https://openlineage.io/spec/2-0-2/OpenLineage.json' },
  } satisfies JsonObject;
  const response = await scratch.post('/api/v1/lineage', event);
  expect([response.status, await response.json()]).toEqual([400, JSON.parse(text)]);
}

/** test/connectors/alertmanager/real.test.ts runs an Alertmanager with it. */
function isTheReceiver({ text }: Block): void {
  expect(text).toBe(receiverShown());
}

/** test/docs/cookbook.test.ts runs all recipes, and no more than one stands under a question. */
function isARecipe({ text }: Block): void {
  expect(recipes.map(({ cypher }) => cypher)).toContain(text);
}

/** test/docs/operations.test.ts runs them all, and compares the page with what they answer. */
function isSaved({ text }: Block): void {
  expect(operations.map(({ document }) => document.trimEnd())).toContain(text.trimEnd());
}

function isJson({ text }: Block): void {
  expect(() => JSON.parse(text) as unknown).not.toThrow();
}

const blocks = pages().flatMap((page) => blocksOf(page));

describe('every code block of the README and of docs/', () => {
  test.each(blocks.map((block) => [`${block.page}:${block.line}`, block] as const))('%s', (_name, block) =>
    check(block),
  );

  test('the README has ten queries, each with its answer', () => {
    const asked = blocks.filter(({ page, language }) => page === 'README.md' && language === 'graphql');
    expect(asked.filter(({ text }) => !text.startsWith('mutation'))).toHaveLength(10);
  });

  test('the README starts and tests by two commands', () => {
    const commands = blocks.filter(({ page, language }) => page === 'README.md' && language === 'sh');
    expect(commands.slice(0, 2).map(({ text }) => text.trim())).toEqual(['npm ci && npm start', 'npm ci && npm test']);
  });

  test.each([
    ['a language that no test knows', '```cobol\nDISPLAY 1.\n```\n', 'no test knows'],
    ['a query without its answer', '```graphql\n{ __typename }\n```\n\nThat is it.\n', 'expected its answer'],
    [
      'an answer that is another',
      '```graphql\n{ __typename }\n```\n```json\n{"__typename": "Q"}\n```\n',
      'to deeply equal',
    ],
    ['an answer without its query', 'So:\n\n```json\n{}\n```\n', 'expected the query'],
    ['a script that is not there', '```sh\nnpm run nope\n```\n', 'to deeply equal'],
  ])('%s would fail', async (_name, text, message) => {
    const [planted] = blocksOf('docs/planted.md', text);
    await expect(check(planted as Block)).rejects.toThrow(message);
  });

  test.each([
    ['rows that are others', 'of=urn:throughline:business-kpi:risk:fraud-loss', 'csv', 'id,name\n', 'to be'],
    ['a header that is another', 'of=nonsense', 'http', 'HTTP/1.1 200 OK\n', 'to be'],
  ])('an export with %s would fail', async (_name, parameter, language, answer, message) => {
    const command = `curl -G http://127.0.0.1:4000/api/v1/export/impact -d ${parameter}`;
    const text = `\`\`\`sh\n${command}\n\`\`\`\n\n\`\`\`${language}\n${answer}\`\`\`\n`;
    const [planted] = blocksOf('docs/export.md', text);
    await expect(check(planted as Block)).rejects.toThrow(message);
  });

  test('a fence that is left open would fail', () => {
    expect(() => blocksOf('docs/planted.md', '```sh\nnpm ci\n')).toThrow('left open');
  });
});
