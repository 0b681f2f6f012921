import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import type { FaultPoint } from '../../src/kernel/fault-point.ts';
import { startModule, type StartedProcess } from './process.ts';
import { receiveWebhooks, type Received } from './webhook-receiver.ts';

export type Dying = { readonly DIES_AT: FaultPoint; readonly DIES_AFTER: string };

interface DyingServer extends StartedProcess {
  readonly url: string;
  /** How often it comes to where it dies; 0: it does not. */
  readonly diesAfter: number;
}

/** A server that dies at a step, or at none, and is gone at the end of the test that starts it. */
export async function startDying(env: Readonly<Record<string, string>>, dying?: Dying): Promise<DyingServer> {
  const settings = {
    ...{ PORT: '0', THROUGHLINE_SEED: 'none', LOG_LEVEL: 'error' },
    THROUGHLINE_WEBHOOK_ALLOW: '127.0.0.0/8',
  };
  const server = startModule('test/kit/dying.ts', { ...settings, ...env, ...dying });
  onTestFinished(() => void server.child.kill('SIGKILL'));
  return { ...server, diesAfter: Number(dying?.DIES_AFTER ?? 0), url: await server.said(/answers at (\S+)/) };
}

/** A data folder for the test that asks for it. */
export function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-dying-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** What became of the story on an embedded store, whose server dies at a step and is started anew on its data. */
export async function toldOnEmbedded(dying?: Dying): Promise<Told> {
  const env = { THROUGHLINE_DATA: dataFolder() };
  const first = await startDying(env, dying);
  return tellStory(first, () => startDying(env));
}

/** What became of the story in the end. */
export interface Told {
  readonly alerts: unknown;
  /** What was delivered, each message once, in order, but for when and where in the log it was written. */
  readonly messages: readonly unknown[];
  /** Of which messages, by their number from 1, something was delivered once more. */
  readonly repeated: readonly number[];
}

const runEvent = (job: string, runId: string, eventType: string, second: number) => ({
  ...{ eventType, eventTime: `2026-05-01T10:00:${String(second).padStart(2, '0')}Z`, producer: 'https://example.com' },
  ...{ schemaURL: 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent' },
  ...{ run: { runId }, job: { namespace: 'dying', name: job }, inputs: [], outputs: [] },
});

/** Each is news for alerts: raised, raised once more, resolved. */
const EVENTS = ['a', 'b'].flatMap((job, index) => [
  runEvent(job, `${job}1`, 'FAIL', index + 1),
  runEvent(job, `${job}2`, 'FAIL', index + 3),
  runEvent(job, `${job}3`, 'COMPLETE', index + 5),
]);

/**
 * Tells a server of runs that fail, with a webhook on what comes of it, and where it dies goes on with another one.
 * @param another starts that one
 * @param isBeside starts it once the first has begun to deliver, and not once that is dead
 */
export async function tellStory(
  first: DyingServer,
  another: () => Promise<DyingServer>,
  isBeside = false,
): Promise<Told> {
  await using receiver = await receiveWebhooks();
  await ask(first, 'mutation ($url: String!) { createWebhook(input: { url: $url }) { refused { message } } }', {
    url: receiver.url,
  });
  // What is told together may be looked at together: so it comes to each step twice at least.
  if (first.diesAfter > 1) {
    await post(first, EVENTS[0]!);
    await receiver.until(1);
  }
  const beside = isBeside ? await another() : null;
  // Once it is dead nobody answers.
  for (const event of EVENTS) await post(first, event).catch(() => undefined);
  if (first.diesAfter > 0) await first.exit;
  const server = first.diesAfter > 0 ? (beside ?? (await another())) : first;
  // What was on its way is sent again, as any client does that got no answer.
  for (const event of EVENTS) await post(server, event);
  await expect.poll(() => idsOf(receiver.received).length).toBe(EVENTS.length);
  await expect.poll(() => delivered(server)).toBe(EVENTS.length);
  const isNow = await alerts(server);
  // On one store the next story is told to others alone.
  for (const each of [first, server]) each.child.kill('SIGKILL');
  await Promise.all([first.exit, server.exit]);
  const ids = idsOf(receiver.received);
  const all = receiver.received.map(({ headers }) => ids.indexOf(String(headers['webhook-id'])));
  const isAgain = (place: number, index: number) => all.indexOf(place) < index;
  return {
    alerts: isNow,
    messages: ids.map((id) => messageOf(receiver.received.find(({ headers }) => headers['webhook-id'] === id)!)),
    repeated: all.filter(isAgain).map((place) => place + 1),
  };
}

function idsOf(received: readonly Received[]): string[] {
  return [...new Set(received.map(({ headers }) => String(headers['webhook-id'])))];
}

function messageOf({ body }: Received): unknown {
  const { data, type } = JSON.parse(body) as { type: string; data: { alert: object; via: object } };
  return { type, alert: data.alert, via: data.via };
}

async function delivered(server: DyingServer): Promise<number> {
  const { webhooks } = await ask<{ webhooks: { nodes: { delivery: { delivered: number } }[] } }>(
    server,
    '{ webhooks { nodes { delivery { delivered } } } }',
  );
  return webhooks.nodes[0]?.delivery.delivered ?? 0;
}

async function alerts(server: DyingServer): Promise<unknown> {
  return ask(server, '{ alerts(open: null) { nodes { key state raised title history { nodes { type state } } } } }');
}

async function post(server: DyingServer, event: object): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return fetch(`${server.url}/api/v1/lineage`, { method: 'POST', headers, body: JSON.stringify(event) });
}

async function ask<T>(server: DyingServer, query: string, variables: Record<string, unknown> = {}): Promise<T> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${server.url}/graphql`, {
    ...{ method: 'POST', headers, body: JSON.stringify({ query, variables }) },
  });
  const answer = (await response.json()) as { data: T; errors?: unknown };
  expect(answer.errors).toBeUndefined();
  return answer.data;
}
