import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildGraph } from '../../src/graphql/index.ts';
import { loadOperations, OPERATIONS } from '../../src/playground/operations.ts';
import { demoOperations, idsOf } from '../kit/demo-operations.ts';
import type { TestGateway } from '../kit/gateway.ts';
import type { Answer } from '../kit/server.ts';
import { comparable } from './comparable.ts';
import { isWithinTheGateway } from './gateway-faults.ts';

/** For what hangs, as a machine may have much else to do; what shrinks for too long is shown as far as it has shrunk. */
const TIMEOUT_MS = 400_000;
const SEARCH = { interruptAfterTimeLimit: TIMEOUT_MS - 20_000, markInterruptAsFailure: true };

const schema = buildGraph();
const queries = loadOperations(OPERATIONS).filter(({ type }) => type === 'query');

/**
 * That the gateway answers as the graph does that is served as one.
 * @param most random operations; GATEWAY_RUNS: for a longer search than each run of the tests has time for
 */
export function sameAnswers(gateway: () => TestGateway, most = 300): void {
  const runs = Number(process.env['GATEWAY_RUNS'] ?? most);
  const began = new Date();

  async function expectSame(query: string, variables: Readonly<Record<string, unknown>>): Promise<Answer> {
    const [one, other] = [await gateway().single.answer(query, variables), await gateway().answer(query, variables)];
    expect(comparable(query, other, began)).toEqual(comparable(query, one, began));
    return one;
  }

  test.each(queries)('the saved operation $name is answered as by the graph', async ({ document, variables }) => {
    expect(await expectSame(document, variables)).not.toHaveProperty('errors');
  });

  test(`${runs} random operations are answered as by the graph`, { timeout: TIMEOUT_MS }, async () => {
    const seen = { data: 0, errors: 0, fragments: 0 };
    const ids = await idsOf(gateway().single);
    const such = (isWanted: (query: string) => boolean) => demoOperations(schema, ids, { depth: 6, isWanted });
    const isAnswered = (query: string): boolean => isWithinTheGateway(schema, query);
    const asked = fc.oneof(
      { weight: 3, arbitrary: such(isAnswered) },
      { weight: 1, arbitrary: such((query) => hasFragmentOnEntity(query) && isAnswered(query)) },
    );
    await fc.assert(
      fc.asyncProperty(asked, async ({ query, variables }) => {
        const { data, errors } = await expectSame(query, variables);
        seen.data += data ? 1 : 0;
        seen.errors += errors ? 1 : 0;
        seen.fragments += hasFragmentOnEntity(query) ? 1 : 0;
      }),
      { ...SEARCH, numRuns: runs },
    );
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(runs / 10);
    expect(seen.data).toBeGreaterThan(runs / 2);
  });
}

function hasFragmentOnEntity(query: string): boolean {
  return /\bon Entity\b/.test(query);
}
