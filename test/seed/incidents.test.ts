import { afterAll, beforeAll, expect, test } from 'vitest';
import { INCIDENTS } from '../../seed/demo/incidents.ts';
import { startServer, type TestServer } from '../kit/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ THROUGHLINE_SEED: 'demo' });
});
afterAll(() => server[Symbol.asyncDispose]());

const DOCUMENT = `query ($of: ID!, $since: DateTime!, $until: DateTime) {
  rootCauses(of: $of, since: $since, until: $until) { causes { entity { id } } answer { limitHit } } }`;

test('the demo company has five incidents', () => {
  expect(INCIDENTS).toHaveLength(5);
});

test.each(INCIDENTS)('$title', async ({ of, since, until, entity }) => {
  const { rootCauses } = await server.query<{
    rootCauses: { causes: { entity: { id: string } }[]; answer: { limitHit: string | null } };
  }>(DOCUMENT, { of, since, until });
  expect(rootCauses.causes[0]?.entity.id).toBe(entity);
  expect(rootCauses.answer.limitHit).toBeNull();
});
