import { readFileSync } from 'node:fs';
import {
  buildASTSchema,
  buildClientSchema,
  getIntrospectionQuery,
  Kind,
  parse,
  visit,
  type ASTNode,
  type IntrospectionQuery,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPrinter } from '../../src/graphql/federation/print.ts';
import { buildGraph, domainsOf } from '../../src/graphql/index.ts';
import { printGraph } from '../../src/graphql/print.ts';
import { trusted } from '../contract/trusted.ts';
import { startServer, type TestServer } from '../kit/server.ts';

const graph = buildGraph();
const all = domainsOf(graph);

describe.each([
  ['of all domains', {}, all],
  ['of some', { THROUGHLINE_DOMAINS: 'catalog, features' }, ['catalog', 'features']],
  ['of those that know URNs alone', { THROUGHLINE_DOMAINS: 'entities' }, ['entities']],
])('a process %s', (_which, environment, domains) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer(environment);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  test('tells composers the schema of its subgraph', async () => {
    const { _service } = await server.query<{ _service: { sdl: string } }>('{ _service { sdl } }');
    expect(_service.sdl).toBe(createPrinter(graph)(new Set(domains)));
  });

  test('answers for entities', async () => {
    const [id, other] = ['urn:throughline:dataset:s:there', 'urn:throughline:dataset:s:not'];
    const fact = { kind: 'DATASET', namespace: 's', name: 'there', at: '2026-01-01T00:00:00Z', source: 's' } as const;
    const { writer } = server.services;
    await writer.submit({ scope: 's', key: '1', content: {}, facts: [trusted({ fact: 'entity', ...fact })] });
    const { _entities } = await server.query(
      `query ($these: [_Any!]!) { _entities(representations: $these) { __typename ... on Dataset { name } } }`,
      { these: [id, other].map((each) => ({ __typename: 'Dataset', id: each })) },
    );
    expect(_entities).toEqual([{ __typename: 'Dataset', name: 'there' }, null]);
  });

  test('traces nothing for a gateway', async () => {
    const headers = { 'apollo-federation-include-trace': 'ftv1' };
    const { extensions, errors } = await server.answer('{ __typename }', {}, headers);
    expect(errors).toBeUndefined();
    expect(extensions).not.toHaveProperty('ftv1');
  });
});

test.each([
  ['graph.graphql', {}],
  ['subgraphs/catalog.graphql', { THROUGHLINE_DOMAINS: 'catalog' }],
])('clients are shown schema/%s without what gateways alone ask for', async (file, environment) => {
  await using server = await startServer(environment);
  const introspection = getIntrospectionQuery({ specifiedByUrl: true });
  const shown = printGraph(buildClientSchema(await server.query<IntrospectionQuery>(introspection)));
  const printed = readFileSync(new URL(`../../schema/${file}`, import.meta.url), 'utf8');
  expect(shown).toBe(printGraph(buildASTSchema(visit(parse(printed), { enter: leftOut }))));
});

/** What only composers and gateways read. */
function leftOut(node: ASTNode): null | undefined {
  const isTheirs =
    node.kind === Kind.SCHEMA_EXTENSION ||
    (node.kind === Kind.DIRECTIVE && ['key', 'shareable', 'inaccessible'].includes(node.name.value)) ||
    (node.kind === Kind.FIELD_DEFINITION && node.name.value.startsWith('_'));
  return isTheirs ? null : undefined;
}

test('a process of some domains answers neither for others nor for fields of others on its own kinds', async () => {
  await using server = await startServer({ THROUGHLINE_DOMAINS: 'catalog,features' });
  expect((await server.answer('{ datasets { nodes { owners { name } } } featureViews { nodes { id } } }')).errors).toBe(
    undefined,
  );
  for (const document of ['{ businessKpis { nodes { id } } }', '{ datasets { nodes { description } } }']) {
    const { errors } = await server.answer(document);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'GRAPHQL_VALIDATION_FAILED' });
  }
});

test.each([
  ['catalog,nope', `expected some of ${all.join(', ')}; came nope`],
  ['entities,kpis', 'expected entities alone, or with all others; came entities, kpis'],
  ['', 'expected names with commas between them, or not to be set at all; came ""'],
  ['kpis,', 'expected names with commas between them, or not to be set at all; came "kpis,"'],
])('THROUGHLINE_DOMAINS=%s stops the start', async (domains, why) => {
  await expect(startServer({ THROUGHLINE_DOMAINS: domains })).rejects.toThrow(`THROUGHLINE_DOMAINS: ${why}`);
});
