import { readFileSync } from 'node:fs';
import { isObjectType } from 'graphql';
import { expect } from 'vitest';
import { buildGraph } from '../../src/graphql/index.ts';
import type { TestServer } from '../kit/server.ts';

/** The page's mutation makes a webhook; that goes, so that nothing of it is left in the demo. */
export async function makesAWebhook(text: string, server: TestServer): Promise<void> {
  const { createWebhook } = await server.query<{ createWebhook: { webhook: { id: string } } }>(text);
  expect(createWebhook).toMatchObject({
    webhook: { state: 'ACTIVE' },
    secret: expect.stringMatching(/^whsec_/) as string,
  });
  await server.query('mutation ($id: ID!) { deleteWebhook(id: $id) { refused { code } } }', {
    id: createWebhook.webhook.id,
  });
}

/** The code stands so in what test/live/webhooks.test.ts verifies messages with. */
export function verifies(text: string): void {
  expect(readFileSync(new URL('../webhooks/verified.ts', import.meta.url), 'utf8')).toBe(text);
}

/** test/live/webhooks.test.ts has such messages posted; here is looked at the names that the page shows. */
export function isAMessage(text: string): void {
  const message = JSON.parse(text) as { type: string; data: { type: string; alert: object; via: object } };
  expect(message.type).toBe(`alert.${message.data.type.toLowerCase()}`);
  for (const [type, shown] of [
    ['AlertEvent', message.data],
    ['Alert', message.data.alert],
    ['Path', message.data.via],
  ] as const) {
    const told = buildGraph().getType(type);
    expect(Object.keys(isObjectType(told) ? told.getFields() : {})).toEqual(expect.arrayContaining(Object.keys(shown)));
  }
}
