import {
  getNamedType,
  isLeafType,
  isNonNullType,
  isObjectType,
  type GraphQLField,
  type GraphQLObjectType,
} from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { kinds, relationships } from '../../src/domains/index.ts';
import { buildGraph } from '../../src/graphql/index.ts';
import { formatUrn } from '../../src/kernel/urn.ts';
import { applyFacts } from '../kit/apply-facts.ts';
import { startServer, type TestServer } from '../kit/server.ts';

const schema = buildGraph();
/** The kinds that somebody can own. */
const ownable = new Set(
  relationships.filter(({ type }) => type === 'OWNS').flatMap(({ ends }) => ends.map(([, to]) => to)),
);
const urnOf = (kind: string) => formatUrn(kind, 'every', kind.toLowerCase());

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  const claim = { at: '2026-01-01T00:00:00Z', source: 'test' };
  // One entity of each kind, and every relation that may join two of them.
  const facts = [
    ...kinds.map(({ kind }) => ({ fact: 'entity', kind, namespace: 'every', name: kind.toLowerCase(), ...claim })),
    ...relationships.flatMap(({ type, ends }) =>
      ends.map(([from, to]) => ({ fact: 'relation', type, from: urnOf(from), to: urnOf(to), ...claim })),
    ),
  ];
  await applyFacts(server, facts);
  const raise = 'mutation ($input: RaiseAlertInput!) { raiseAlert(input: $input) { raised } }';
  for (const { kind } of kinds) {
    const alert = { entity: urnOf(kind), severity: 'CRITICAL', title: kind, key: kind };
    await server.query(raise, { input: alert });
  }
});
afterAll(() => server[Symbol.asyncDispose]());

/** What another type than the field's own would be found out by. */
function selection(field: GraphQLField<unknown, unknown>): string {
  const type = getNamedType(field.type);
  if (isLeafType(type)) return '';
  if (isObjectType(type) && type.name.endsWith('Connection')) return '{ __typename nodes { __typename } }';
  return '{ __typename }';
}

test.each(kinds.map(({ typeName, kind }) => [typeName, kind]))(
  'every field of %s is answered',
  async (typeName, kind) => {
    const type = schema.getType(typeName) as GraphQLObjectType;
    const fields = Object.values(type.getFields()).filter(
      (field) => !field.args.some((argument) => isNonNullType(argument.type)),
    );
    const document = `query ($id: ID!) { node(id: $id) { __typename ... on ${typeName} { ${fields
      .map((field) => `${field.name} ${selection(field)}`)
      .join(' ')} } } }`;
    const { node } = await server.query<{ node: Record<string, unknown> }>(document, { id: urnOf(kind) });
    expect(node['__typename']).toBe(typeName);
    for (const field of fields) {
      const owner = field.extensions['owner'];
      const value = node[field.name];
      // What is joined to it by some relation is there, in a list, a page or alone.
      if (
        owner === undefined ||
        isLeafType(getNamedType(field.type)) ||
        /definition|target|observation|current|runs|history/i.test(field.name)
      )
        continue;
      if (field.name === 'owners' && !ownable.has(kind)) continue;
      const page = value as { nodes?: unknown[] } | unknown[] | null;
      const items = Array.isArray(page) ? page : (page?.nodes ?? [page]);
      expect({ [field.name]: items }).not.toEqual({ [field.name]: [] });
      expect({ [field.name]: items }).not.toEqual({ [field.name]: [null] });
    }
  },
);
