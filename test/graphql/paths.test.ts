import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, type TestServer } from '../kit/server.ts';

const urn = (kind: string, name: string) => `urn:throughline:${kind}:shop:${name}`;
const [A, B, J, KPI] = [urn('dataset', 'a'), urn('dataset', 'b'), urn('job', 'j'), urn('business-kpi', 'revenue')];
const relation = (type: string, from: string, to: string, at: string) => ({
  ...{ fact: 'relation', type, from, to, props: {}, provenance: 'OBSERVED', at, source: 'test' },
});

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  const facts = [
    relation('READ_BY', A, J, '2026-01-01T00:00:00Z'),
    relation('WRITES', J, B, '2026-01-01T00:00:00Z'),
    relation('MEASURES', B, KPI, '2026-01-01T00:00:00Z'),
    relation('MEASURES', A, KPI, '2026-06-01T00:00:00Z'),
  ];
  await server.query('mutation ($facts: [JSON!]!) { applyFacts(facts: $facts) { applied } }', { facts });
});
afterAll(() => server[Symbol.asyncDispose]());

const DOCUMENT = `query ($from: ID!, $to: ID!, $first: Int, $at: Moment) { paths(from: $from, to: $to, first: $first, at: $at) {
  paths { length nodes { depth id entity { kind } } links { from to type hops confidence validFrom } }
  exhaustive answer { limitHit } } }`;

interface Paths {
  paths: { length: number; nodes: { id: string }[] }[];
  exhaustive: boolean;
  answer: { limitHit: string | null };
}

async function ask(from: string, to: string, first: number | null = null, at: object | null = null): Promise<Paths> {
  const { paths } = await server.query<{ paths: Paths }>(DOCUMENT, { from, to, first, at });
  return paths;
}

test('a path tells its nodes by their places and its links', async () => {
  expect(await ask(A, KPI)).toEqual({
    paths: [
      {
        length: 1,
        nodes: [
          { depth: 0, id: A, entity: { kind: 'DATASET' } },
          { depth: 1, id: KPI, entity: { kind: 'BUSINESS_KPI' } },
        ],
        links: [
          { from: A, to: KPI, type: 'MEASURES', hops: 1, confidence: 1, validFrom: '2026-06-01T00:00:00.000000Z' },
        ],
      },
      expect.objectContaining({ length: 3 }),
    ],
    exhaustive: true,
    answer: { limitHit: null },
  });
});

test('what was asked for less than there is, is told as such', async () => {
  const { paths, exhaustive, answer } = await ask(A, KPI, 1);
  expect([paths.length, exhaustive, answer.limitHit]).toEqual([1, false, 'PATHS']);
});

test('at another moment there are other paths, and none before all began', async () => {
  const lengths = async (asOf: string) => (await ask(A, KPI, 5, { asOf })).paths.map(({ length }) => length);
  expect(await lengths('2026-03-01T00:00:00Z')).toEqual([3]);
  expect(await lengths('2025-03-01T00:00:00Z')).toEqual([]);
});

test('from an entity to itself there is one path, and from the end to the beginning none', async () => {
  expect(await ask(A, A)).toMatchObject({ paths: [{ length: 0, nodes: [{ id: A }], links: [] }], exhaustive: true });
  expect(await ask(KPI, A)).toMatchObject({ paths: [], exhaustive: true });
});

test.each([
  ['an unknown beginning', { from: urn('dataset', 'nowhere'), to: KPI }, 'NOT_FOUND', 'from'],
  ['an unknown end', { from: A, to: urn('dataset', 'nowhere') }, 'NOT_FOUND', 'to'],
  ['a beginning that is no URN', { from: 'x', to: KPI }, 'BAD_USER_INPUT', 'from'],
  ['an end of no kind', { from: A, to: 'urn:throughline:nope:a:b' }, 'BAD_USER_INPUT', 'to'],
  ['none', { from: A, to: KPI, first: 0 }, 'BAD_USER_INPUT', 'first'],
  ['too many', { from: A, to: KPI, first: 101 }, 'BAD_USER_INPUT', 'first'],
])('%s is refused', async (_name, variables, code, argument) => {
  const { errors } = await server.answer(DOCUMENT, variables);
  expect(errors?.[0]?.extensions).toEqual({ code, argument });
});
