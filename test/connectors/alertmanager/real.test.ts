import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findAlertmanager, startAlertmanager, type Alertmanager } from '../../kit/alertmanager.ts';
import { startServer, type TestServer } from '../../kit/server.ts';
import { describeUnlessUnavailable } from '../../kit/unavailable.ts';
import { receiverAt } from './receiver.ts';

interface Told {
  readonly title: string;
  readonly state: string;
  readonly raised: number;
  readonly entity: { readonly name: string } | null;
  readonly history: { readonly nodes: readonly { readonly type: string }[] };
}

describeUnlessUnavailable('a real Alertmanager', findAlertmanager(), ({ program }) => {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-real-'));
  let server: TestServer | null = null;
  let alertmanager: Alertmanager;
  /** Stands where Alertmanager posts to, whichever server is behind. */
  let door: Server;
  let posts = 0;
  /** Lets a post in, but does not say so. */
  let losesAnswers = false;

  const start = async () => {
    server = await startServer({ THROUGHLINE_DATA: folder });
  };
  const stop = async () => {
    await server?.[Symbol.asyncDispose]();
    server = null;
  };

  beforeAll(async () => {
    await start();
    door = createServer((request, response) => {
      const pass = async () => {
        const body = await buffer(request);
        posts += 1;
        const answer = await server?.post(request.url as string, body);
        if (answer === undefined || losesAnswers) response.destroy();
        else response.writeHead(answer.status).end(await answer.text());
      };
      pass().catch(() => response.destroy());
    });
    await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
    const { port } = door.address() as AddressInfo;
    alertmanager = await startAlertmanager(program, receiverAt(`http://127.0.0.1:${port}/api/v1/alerts/alertmanager`));
    await server?.query('mutation { upsertDataset(input: { namespace: "lake", name: "orders" }) { position } }');
  });
  afterAll(async () => {
    await alertmanager?.[Symbol.asyncDispose]();
    await new Promise((resolve) => door?.close(resolve));
    await stop();
    rmSync(folder, { recursive: true });
  });

  const said = (name: string, more: object = {}) => ({
    labels: { alertname: name, severity: 'page', namespace: 'lake', dataset: 'orders' },
    annotations: { summary: `${name} says` },
    ...more,
  });
  const over = () => ({ endsAt: new Date().toISOString() });

  /** What the graph knows of each alert, by its name: its state, how often it was raised, and what it is about. */
  async function alerts(): Promise<Record<string, string>> {
    const told = await server?.query<{ alerts: { nodes: Told[] } }>(
      '{ alerts(open: null, first: 100) { nodes { title state raised entity { name } history { nodes { type } } } } }',
    );
    const lines = told?.alerts.nodes.map(({ title, state, raised, entity, history }) => [
      title.replace(' says', ''),
      [state, raised, entity?.name, ...history.nodes.map(({ type }) => type).reverse()].join(' '),
    ]);
    return Object.fromEntries(lines ?? []) as Record<string, string>;
  }

  test('what it says is open on what its labels name, and over when it says so', async () => {
    await alertmanager.post([said('stale'), said('elsewhere', { labels: { alertname: 'elsewhere' } })]);
    await expect.poll(alerts).toEqual({ stale: 'OPEN 1 orders RAISED', elsewhere: 'OPEN 1  RAISED' });
    await alertmanager.post([said('stale', over())]);
    await expect.poll(alerts).toMatchObject({ stale: 'RESOLVED 1 orders RAISED RESOLVED' });
  });

  test('what it says while the server is away is there once the server is', async () => {
    await alertmanager.post([said('before')]);
    await expect.poll(alerts).toMatchObject({ before: 'OPEN 1 orders RAISED' });
    await stop();
    const before = posts;
    await alertmanager.post([said('before', over()), said('away')]);
    await expect.poll(() => posts).toBeGreaterThan(before + 1);
    await start();
    await expect.poll(alerts).toMatchObject({
      before: 'RESOLVED 1 orders RAISED RESOLVED',
      away: 'OPEN 1 orders RAISED',
    });
  });

  test('what was taken without its hearing so is said again, and counts once', async () => {
    losesAnswers = true;
    const before = posts;
    await alertmanager.post([said('unheard')]);
    await expect.poll(() => posts).toBeGreaterThan(before + 1);
    losesAnswers = false;
    await alertmanager.post([said('unheard', over())]);
    await expect.poll(alerts).toMatchObject({ unheard: 'RESOLVED 1 orders RAISED RESOLVED' });
  });
});
