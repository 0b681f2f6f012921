import { expect, test } from 'vitest';
import { startServer } from '../kit/server.ts';
import { print, type DocumentNode } from 'graphql';

test('the documents that other frontends import are answered', async () => {
  // As they would import it: by the package's name, built.
  const { SuggestDocument } = (await import('throughline/documents' as string)) as { SuggestDocument: DocumentNode };
  await using server = await startServer({ THROUGHLINE_SEED: 'demo' });
  const answer = await server.query<{ search: { edges: readonly unknown[] } }>(print(SuggestDocument), {
    text: 'orders',
  });
  expect(answer.search.edges.length).toBeGreaterThan(0);
});
