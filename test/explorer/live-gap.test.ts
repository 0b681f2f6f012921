import { afterAll, beforeAll, expect, test } from 'vitest';
import { chromiumUnavailable } from '../kit/chromium.ts';
import { startExplorer, WAIT, type TestExplorer } from '../kit/explorer.ts';
import { startRelay, type Relay } from '../kit/relay.ts';
import { describeUnlessUnavailable } from '../kit/unavailable.ts';

const SEGMENTS = 'urn:throughline:dataset:snowflake%3A%2F%2Fmeridian-eu:analytics.customer_segments';

/** A server that keeps nothing of its feeds. */
describeUnlessUnavailable('more alerts than the server keeps', chromiumUnavailable, () => {
  let explorer: TestExplorer;
  let relay: Relay;

  beforeAll(async () => {
    explorer = await startExplorer({
      through: async (server) => {
        relay = await startRelay(server.url);
        return relay.url.replace(/\/$/, '');
      },
      env: { THROUGHLINE_FEED_RETENTION_HOURS: '0' },
    });
  });

  afterAll(async () => {
    await explorer?.[Symbol.asyncDispose]();
    await relay?.[Symbol.asyncDispose]();
  });

  async function raise(key: string): Promise<void> {
    const input = { entity: SEGMENTS, key, severity: 'CRITICAL', title: `Rows are missing (${key})` };
    await explorer.server.query('mutation ($input: RaiseAlertInput!) { raiseAlert(input: $input) { raised } }', {
      input,
    });
  }

  test('while the connection was lost: all are loaded anew, and nobody says that nothing was missed', async () => {
    const { page } = explorer;
    await explorer.open('');
    await page.locator('.alert').first().waitFor(WAIT);
    await page.evaluate(() => {
      const told = new Set<string>();
      Object.assign(globalThis, { told });
      new MutationObserver(() => told.add(document.querySelector('.banner')?.textContent ?? '')).observe(
        document.querySelector('.banner-place')!,
        { childList: true, subtree: true, characterData: true },
      );
    });
    await relay.cut();
    await page.getByText('The connection is lost').waitFor(WAIT);
    for (const key of ['one', 'two']) await raise(key);
    await relay.mend();
    await page.getByRole('button', { name: 'Try now' }).click();
    await page.getByText('the alerts were loaded anew').waitFor(WAIT);
    await page.locator('.alert').getByText('Rows are missing (two)').waitFor(WAIT);
    const told = await page.evaluate(() => [...(globalThis as unknown as { told: Set<string> }).told].join());
    expect(told).not.toContain('Nothing was missed');
    await raise('three');
    await page.locator('.alert').getByText('Rows are missing (three)').waitFor(WAIT);
  }, 90_000);
});
