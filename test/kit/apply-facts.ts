import { expect } from 'vitest';
import type { TestServer } from './server.ts';

/** Applies facts through GraphQL, all in one request; each must be taken. Gives the position behind them. */
export async function applyFacts(server: TestServer, facts: readonly object[]): Promise<string> {
  const document = 'mutation ($facts: [JSON!]!) { applyFacts(facts: $facts) { position refused { path message } } }';
  const { applyFacts: told } = await server.query<{ applyFacts: { position: string; refused: object[] } }>(document, {
    facts,
  });
  expect(told.refused).toEqual([]);
  return told.position;
}
