import { afterAll, beforeAll, expect, test } from 'vitest';
import { chromiumUnavailable } from '../kit/chromium.ts';
import { faultsOf, type TestExplorer } from '../kit/explorer.ts';
import type { Relay } from '../kit/relay.ts';
import { describeUnlessUnavailable } from '../kit/unavailable.ts';
import { explorerBehindRelay, type ExplorerBehindRelay } from './behind-relay.ts';
import { SEGMENTS } from './demo.ts';

describeUnlessUnavailable('alerts that arrive while one looks', chromiumUnavailable, () => {
  let behind: ExplorerBehindRelay;
  let explorer: TestExplorer;
  let relay: Relay;

  beforeAll(async () => {
    behind = await explorerBehindRelay();
    ({ explorer, relay } = behind);
  });

  afterAll(() => behind?.[Symbol.asyncDispose]());

  const banner = () => explorer.page.locator('.banner');
  const bell = (name: string | RegExp) => explorer.page.getByRole('button', { name });

  async function raise(key: string): Promise<void> {
    expect(await behind.raise(key)).toEqual({ raiseAlert: { raised: true } });
  }

  test('one shows at the bell, on its entity, and on the canvas, without anything being loaded anew', async () => {
    const { page } = explorer;
    await explorer.open(`/entity/${SEGMENTS}`);
    await bell(/^\d+ open alerts?$/).waitFor();
    const before = Number.parseInt((await bell(/open alert/).getAttribute('aria-label')) ?? '', 10);
    await raise('first');
    await bell(`${before + 1} open alerts`).waitFor();
    await page.locator('.entity-marks .badge.is-critical').waitFor();
    await page.getByText('New alert: Rows are missing (first)').waitFor({ state: 'attached' });
    await bell(/open alerts/).click();
    await page.getByRole('dialog').getByText('Rows are missing (first)').waitFor();
    await page.keyboard.press('Escape');
    await explorer.open(`/lineage?of=${encodeURIComponent(SEGMENTS)}`);
    await page.locator('.canvas[data-state=shown]').waitFor();
    await page.getByRole('button', { name: 'List', exact: true }).click();
    await page
      .locator('.canvas-outline')
      .getByText(/[0-9] alerts?/)
      .first()
      .waitFor();
  });

  test('a connection that is cut is told of, and what was raised meanwhile comes once it is back', async () => {
    await explorer.open('');
    await explorer.page.locator('.alert').first().waitFor();
    await relay.cut();
    await banner().getByText('The connection is lost').waitFor();
    await raise('meanwhile');
    await relay.mend();
    await banner().getByRole('button', { name: 'Try now' }).click();
    await banner().getByText('Connected again. Nothing was missed.').waitFor();
    await explorer.page.locator('.alert').getByText('Rows are missing (meanwhile)').waitFor();
    expect(await explorer.page.locator('.alert').getByText('Rows are missing (meanwhile)').count()).toBe(1);
    await banner().waitFor({ state: 'detached' });
  });

  test('a list of several pages stays whole, each once, when another comes before them', async () => {
    const { page } = explorer;
    for (let count = 0; count < 25; count += 1) await raise(`many ${count}`);
    await explorer.open(`/entity/${SEGMENTS}?tab=alerts`);
    await page.getByRole('button', { name: /more/i }).click();
    const titles = () => page.getByRole('tabpanel').locator('.alert-title').allInnerTexts();
    const all = await page.locator('.tab .count').innerText();
    await expect.poll(async () => (await titles()).length).toBe(Number(all));
    await raise('one more');
    const isFirst = async () => (await titles())[0];
    await expect.poll(isFirst).toContain('Rows are missing (one more)');
    expect(new Set(await titles()).size).toBe(Number(all) + 1);
  });

  test('how far a list is shown stands in its address, which the way back leads to', async () => {
    const { page } = explorer;
    const address = `/entity/${SEGMENTS}?tab=alerts&pages=2`;
    await explorer.open(address);
    const titles = () => page.getByRole('tabpanel').locator('.alert-title').allInnerTexts();
    const all = async () => Number(await page.locator('.tab .count').innerText());
    await page.locator('.tab .count').waitFor();
    await expect.poll(async () => (await titles()).length).toBe(await all());
    expect(await all()).toBeGreaterThan(20);
    await page.getByRole('tab', { name: 'Overview' }).click();
    await expect.poll(explorer.address).not.toContain('pages');
    await page.goBack();
    await expect.poll(explorer.address).toBe(`/explore${decodeURIComponent(address)}`);
    await expect.poll(async () => (await titles()).length).toBe(await all());
    for (const wrong of ['0', '-3', 'many', '1e9']) {
      await explorer.open(`/entity/${SEGMENTS}?tab=alerts&pages=${wrong}`);
      await expect.poll(async () => (await titles()).length).toBe(wrong === '1e9' ? await all() : 20);
    }
  });

  test('axe finds nothing wrong with the open bell, nor while the connection is lost', async () => {
    const withBell = await faultsOf(explorer, async () => {
      await explorer.open('');
      await bell(/open alerts/).click();
      await explorer.page.getByRole('dialog').waitFor();
    });
    expect(withBell).toEqual([]);
    await explorer.open('');
    await explorer.page.locator('.alert').first().waitFor();
    await relay.cut();
    await banner().waitFor();
    expect(await explorer.violations()).toEqual([]);
    await relay.mend();
    await explorer.page.getByText('Connected again').waitFor();
    expect(await explorer.violations()).toEqual([]);
    expect(explorer.strangers).toEqual([]);
  }, 180_000);
});
