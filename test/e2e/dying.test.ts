import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { startModule, type StartedProcess } from '../kit/process.ts';

const started: StartedProcess[] = [];
const folders: string[] = [];
afterEach(() => {
  for (const { child } of started.splice(0)) child.kill('SIGKILL');
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Posts each of these in turn, to a server that dies at a step and is started anew, and tells what became of alerts. */
async function alertsAfter(events: readonly object[], dying: Record<string, string>): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-dying-'));
  folders.push(folder);
  const env = { PORT: '0', THROUGHLINE_DATA: folder, THROUGHLINE_SEED: 'none', LOG_LEVEL: 'error' };
  const start = async (more: Record<string, string> = {}) => {
    const server = startModule('test/kit/dying.ts', { ...env, ...more });
    started.push(server);
    return { ...server, url: await server.said(/answers at (\S+)/) };
  };
  let server = await start(dying);
  for (const event of events) {
    await fetch(`${server.url}/api/v1/lineage`, {
      ...{ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(event) },
    }).catch(() => undefined);
  }
  if (dying['DIES_AT'] !== undefined) {
    await server.exit;
    server = await start();
    // What was on its way when it died is sent again, as any client does that got no answer.
    for (const event of events) {
      await fetch(`${server.url}/api/v1/lineage`, {
        ...{ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(event) },
      });
    }
  }
  const told = async () => {
    const query = `{ alerts(open: null) { nodes { key state raised title history { nodes { type state } } } } }`;
    const response = await fetch(`${server.url}/graphql`, {
      ...{ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query }) },
    });
    const answer = (await response.json()) as { data: { alerts: { nodes: { state: string }[] } } };
    expect(answer).toMatchObject({ data: { alerts: {} } });
    return answer.data.alerts.nodes;
  };
  const isDone = (nodes: readonly { readonly state: string }[]) =>
    nodes.length === 2 && nodes.every(({ state }) => state === 'RESOLVED');
  await expect.poll(async () => isDone(await told()), { timeout: 20_000 }).toBe(true);
  return told();
}

const runEvent = (job: string, runId: string, eventType: string, second: number) => ({
  ...{ eventType, eventTime: `2026-05-01T10:00:${String(second).padStart(2, '0')}Z`, producer: 'https://example.com' },
  ...{ schemaURL: 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent' },
  ...{ run: { runId }, job: { namespace: 'dying', name: job }, inputs: [], outputs: [] },
});

const EVENTS = ['a', 'b'].flatMap((job, index) => [
  runEvent(job, `${job}1`, 'FAIL', index + 1),
  runEvent(job, `${job}2`, 'FAIL', index + 3),
  runEvent(job, `${job}3`, 'COMPLETE', index + 5),
]);

test('killed at each step between what is found and what is written, it raises what an undisturbed one raises', async () => {
  const undisturbed = await alertsAfter(EVENTS, {});
  for (const DIES_AT of ['evaluated', 'committed']) {
    for (const DIES_AFTER of ['1', '2']) {
      expect(await alertsAfter(EVENTS, { DIES_AT, DIES_AFTER })).toEqual(undisturbed);
    }
  }
});
