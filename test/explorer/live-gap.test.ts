import { afterAll, beforeAll, expect, test } from 'vitest';
import { chromiumUnavailable } from '../kit/chromium.ts';
import { describeUnlessUnavailable } from '../kit/unavailable.ts';
import { explorerBehindRelay, type ExplorerBehindRelay } from './behind-relay.ts';

/** A server that keeps nothing of its feeds. */
describeUnlessUnavailable('more alerts than the server keeps', chromiumUnavailable, () => {
  let behind: ExplorerBehindRelay;

  beforeAll(async () => {
    behind = await explorerBehindRelay({ THROUGHLINE_FEED_RETENTION_HOURS: '0' });
  });

  afterAll(() => behind?.[Symbol.asyncDispose]());

  test('while the connection was lost: all are loaded anew, and nobody says that nothing was missed', async () => {
    const { explorer, relay, raise } = behind;
    const { page } = explorer;
    await explorer.open('');
    await page.locator('.alert').first().waitFor();
    await page.evaluate(() => {
      const told = new Set<string>();
      Object.assign(globalThis, { told });
      new MutationObserver(() => told.add(document.querySelector('.banner')?.textContent ?? '')).observe(
        document.querySelector('.banner-place')!,
        { childList: true, subtree: true, characterData: true },
      );
    });
    await relay.cut();
    await page.getByText('The connection is lost').waitFor();
    for (const key of ['one', 'two']) await raise(key);
    await relay.mend();
    await page.getByRole('button', { name: 'Try now' }).click();
    await page.getByText('the alerts were loaded anew').waitFor();
    await page.locator('.alert').getByText('Rows are missing (two)').waitFor();
    const told = await page.evaluate(() => [...(globalThis as unknown as { told: Set<string> }).told].join());
    expect(told).not.toContain('Nothing was missed');
    await raise('three');
    await page.locator('.alert').getByText('Rows are missing (three)').waitFor();
  });
});
