import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadOperations } from '../../src/playground/operations.ts';
import { OPERATIONS } from '../../src/playground/static.ts';
import type { Json } from '../../src/kernel/json.ts';
import { startServer, type TestServer } from '../kit/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ THROUGHLINE_SEED: 'demo' });
});
afterAll(() => server[Symbol.asyncDispose]());

function blocks(path: string, language: string): string[] {
  const page = readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
  return [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(([, text = '']) => text);
}

test.each(loadOperations(OPERATIONS))('the saved operation $name is answered', async ({ document, variables }) => {
  await server.query(document, variables);
});

test('the queries of the README are answered', async () => {
  const queries = blocks('README.md', 'graphql');
  expect(queries.length).toBeGreaterThan(0);
  for (const query of queries) await server.query(query);
});

test('the event of the README is taken', async () => {
  const [curl = ''] = blocks('README.md', 'sh').filter((block) => block.includes('/api/v1/lineage'));
  const body = /-d '([\s\S]*)'/.exec(curl)?.[1] ?? '';
  expect((await server.post('/api/v1/lineage', body)).status).toBe(201);
});

test('the two commands of the README are scripts of the package', () => {
  const { scripts } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    scripts: object;
  };
  const commands = blocks('README.md', 'sh').flatMap((block) =>
    [...block.matchAll(/npm (start|test)/g)].map(([, name]) => name),
  );
  expect(commands).toEqual(['start', 'test']);
  expect(Object.keys(scripts)).toEqual(expect.arrayContaining(['start', 'test', 'neo4j']));
});

test('the facts of docs/facts.md are taken', async () => {
  const facts = JSON.parse(blocks('docs/facts.md', 'json')[0] ?? '[]') as Json[];
  const document = 'mutation ($facts: [JSON!]!) { applyFacts(facts: $facts) { applied refused { message } } }';
  expect(await server.query(document, { facts })).toEqual({ applyFacts: { applied: 6, refused: [] } });
});
