import fc from 'fast-check';
import { execute, parse, type ExecutionResult } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Services } from '../../src/domains/services.ts';
import { buildGraph, createContext, createExecutor } from '../../src/graphql/index.ts';
import type { RequestContext } from '../../src/domains/kind/context.ts';
import { EVERYBODY } from '../../src/kernel/viewer.ts';
import { demoOperations, idsOf } from '../kit/demo-operations.ts';
import type { Operation } from '../kit/operations-arbitrary.ts';
import { startServer, type TestServer } from '../kit/server.ts';
import { gatherUnhandledRejections } from '../kit/unhandled-rejections.ts';
import { troubled } from './troubled.ts';

/** EXECUTOR_RUNS: for a longer search than each run of the tests has time for. */
const RUNS = Number(process.env['EXECUTOR_RUNS'] ?? 200);
/** What shrinks for too long is shown as far as it has shrunk. */
const SEARCH = { numRuns: RUNS, interruptAfterTimeLimit: 100_000, markInterruptAsFailure: true };

const schema = buildGraph();
let server: TestServer;
let services: Services;
let ids: string[];

beforeAll(async () => {
  server = await startServer({ THROUGHLINE_SEED: 'demo' });
  const now = server.services.clock();
  services = { ...server.services, clock: () => now };
  ids = await idsOf(server);
});
afterAll(() => server[Symbol.asyncDispose]());

/** What no type can be told of is a fault, which callers see masked; each executor says so in its own words. */
const NO_TYPE = /^(?:Abstract type|Expected the name of an object type of) .* for field "?([\w.]+).*$/;

/**
 * What a caller gets: the data as text, so that the order of fields counts; errors in any order. Where an error nulls more
 * than its own place, it is the store's speed that says which of several does so first, and only the place is certain.
 */
function answerOf({ data, errors = [] }: ExecutionResult): unknown {
  const certain: string[] = [];
  const nulled = new Set<string>();
  for (const { message, path, locations, extensions, originalError } of errors) {
    const code = (originalError as { code?: string } | undefined)?.code;
    const place = nulledPlace(data, path ?? []);
    if (place.length < (path?.length ?? 0)) nulled.add(place.join('.'));
    else certain.push(JSON.stringify([path, message.replace(NO_TYPE, 'no type for $1'), locations, extensions, code]));
  }
  return { data: JSON.stringify(data), certain: certain.sort(), nulled: [...nulled].sort() };
}

/** As much of the path as leads to a null. */
function nulledPlace(data: unknown, path: readonly (string | number)[]): readonly (string | number)[] {
  let at = data;
  let length = 0;
  while (length < path.length && typeof at === 'object' && at !== null) {
    at = (at as Record<string | number, unknown>)[path[length] as string | number];
    length += 1;
  }
  return path.slice(0, length);
}

async function expectSame(over: typeof schema, { query, variables }: Operation, seen: Seen): Promise<void> {
  const document = parse(query);
  // Positions name their log with what the request knows, which graphql-js has scalars know nothing of.
  const reader = { ...services.reader, log: () => null };
  const contextValue = (): RequestContext => createContext({ ...services, reader }, EVERYBODY);
  const args = { document, variableValues: variables };
  const theirs = await execute({ ...args, schema: over, contextValue: contextValue() });
  const ours = createExecutor(over);
  // The second time by what was planned the first time.
  for (let time = 0; time < 2; time++) {
    expect(answerOf(await ours({ ...args, contextValue: contextValue() }))).toEqual(answerOf(theirs));
  }
  seen.data += theirs.data ? 1 : 0;
  seen.errors += theirs.errors?.length ?? 0;
}

interface Seen {
  data: number;
  errors: number;
}

test('random operations over the demo are answered as graphql-js answers them', async () => {
  const seen = { data: 0, errors: 0 };
  await fc.assert(
    fc.asyncProperty(demoOperations(schema, ids), (operation) => expectSame(schema, operation, seen)),
    SEARCH,
  );
  expect(seen.data).toBeGreaterThan(RUNS / 2);
  expect(seen.errors).toBeGreaterThan(0);
});

test('so they are where resolvers fail, give nothing, or give what they must not', async () => {
  const seen = { data: 0, errors: 0 };
  const { schema: over, trouble } = troubled(buildGraph());
  // graphql-js leaves errors of a list's items unheard where one before it fails at once; they end no test.
  using _ = gatherUnhandledRejections();
  await fc.assert(
    fc.asyncProperty(demoOperations(schema, ids), fc.nat(), (operation, seed) => {
      trouble(seed);
      return expectSame(over, operation, seen);
    }),
    SEARCH,
  );
  expect(seen.errors).toBeGreaterThan(RUNS / 2);
});
