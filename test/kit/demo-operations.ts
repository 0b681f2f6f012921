import type fc from 'fast-check';
import { parse, type GraphQLSchema } from 'graphql';
import { costOf } from '../../src/graphql/limits.ts';
import { operations, type Operation, type OperationOptions } from './operations-arbitrary.ts';
import type { TestServer } from './server.ts';

/** Dearer ones take long and show nothing more. */
const MOST_COST = 5_000;

const LISTS = ['datasets', 'jobs', 'features', 'modelVersions', 'deployments', 'businessKpis', 'teams', 'experiments'];

/** Some URNs of the demo company, of several kinds. */
export async function idsOf(server: TestServer): Promise<string[]> {
  const lists = LISTS.map((list) => `${list}(first: 2) { nodes { id } }`).join(' ');
  const found = await server.query<Record<string, { nodes: { id: string }[] }>>(`{ ${lists} }`);
  return Object.values(found).flatMap(({ nodes }) => nodes.map(({ id }) => id));
}

/** Random queries about the demo company, right and wrong, that are cheap enough to be answered by the hundred. */
export function demoOperations(
  schema: GraphQLSchema,
  ids: readonly string[],
  options: Pick<OperationOptions, 'depth' | 'isWanted'> = {},
): fc.Arbitrary<Operation> {
  const values = {
    ID: [...ids, 'urn:throughline:dataset:nowhere:none', 'no urn'],
    String: ['orders', 'a', ''],
    Int: [2, 1, 3, 0, -1],
    Float: [0.5, 1],
    SafeInt: [1, 1_000],
    Boolean: [true, false],
    DateTime: ['2026-03-01T00:00:00Z', '2031-01-01T00:00:00Z', 'yesterday'],
    PageCursor: ['no cursor'],
    LogPosition: ['no position'],
  };
  return operations(schema, { values, ...options }).filter(({ query, variables }) => {
    // Each search has an id of its own in its cursors.
    if (/\bsearch\b/.test(query) && /cursor\b/i.test(query)) return false;
    if (countsBackFromNow(query)) return false;
    try {
      return costOf(schema, parse(query), null, variables) <= MOST_COST;
    } catch {
      return false;
    }
  });
}

/** Whether it asks how near to the end of a window a change was where that end is now: each second gives other numbers. */
function countsBackFromNow(query: string): boolean {
  const windows = query.match(/\brootCauses\([^)]*\)/g) ?? [];
  return /\b(score|recency|coverage)\b/.test(query) && windows.some((window) => !window.includes('until: "'));
}
