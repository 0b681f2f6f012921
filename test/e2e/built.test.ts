import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { startBuilt } from '../kit/process.ts';

/** What `npm start` runs, with its defaults but for the port and the folder. `npm test` builds it first. */
test('the program as it is built serves all that it says at its start, and closes sockets as it ends', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-built-'));
  const server = startBuilt('dist/src/main.js', { PORT: '0', THROUGHLINE_DATA: folder });
  try {
    const url = await server.said(/answers at (\S+)/);
    const tryThis = await server.said(/Try: +(.+)\n/);
    const lines = server
      .output()
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/:? /)[0])
      // On a busy machine the start may take so long that it says how far it has come.
      .filter((word) => word !== 'Loading');
    expect(lines).toEqual(['Throughline', 'Explorer', 'Playground', 'GraphQL', 'OpenLineage', 'Try']);

    const answer = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: tryThis }),
    });
    const { data } = (await answer.json()) as { data: { search: { nodes: { name: string }[] } } };
    expect(data.search.nodes.map(({ name }) => name).join()).toContain('orders');

    for (const path of ['/', '/explore', '/explore/entity/urn:throughline:dataset:a%3A%2F%2Fb:c']) {
      const page = await (await fetch(url + path)).text();
      const [, script] = /<script[^>]+src="([^"]+)"/.exec(page) ?? [];
      expect((await fetch(new URL(script ?? '/none', url))).status).toBe(200);
    }
    const texts = await Promise.all(
      ['/healthz', '/readyz', '/metrics', '/playground/operations.json'].map(async (path) => {
        const response = await fetch(url + path);
        expect([path, response.status]).toEqual([path, 200]);
        return response.text();
      }),
    );
    expect(JSON.parse(texts[1]!)).toMatchObject({ status: 'ok' });
    expect(texts[2]).toMatch(/^throughline_log_position [1-9]\d+$/m);
    expect(texts[3]).toContain('query');

    const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    await new Promise((resolve) => socket.once('open', resolve));
    const closed = new Promise<number>((resolve) => socket.once('close', resolve));
    server.child.kill('SIGTERM');
    expect(await closed).toBe(1001);
    expect(await server.exit).toBe(0);
  } finally {
    server.child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
});
