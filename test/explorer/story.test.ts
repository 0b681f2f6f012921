import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chromiumUnavailable } from '../kit/chromium.ts';
import { readCsv } from '../kit/csv.ts';
import { startExplorer, type TestExplorer } from '../kit/explorer.ts';
import { describeUnlessUnavailable } from '../kit/unavailable.ts';
import { SEGMENTS } from './demo.ts';

/** One analyst, one browser, in this order: each step goes on where the one before ended. */
describeUnlessUnavailable('an analyst who was told of “customer segmnts”', chromiumUnavailable, () => {
  let explorer: TestExplorer;
  let page: TestExplorer['page'];

  beforeAll(async () => {
    explorer = await startExplorer();
    page = explorer.page;
  });
  afterAll(() => explorer?.[Symbol.asyncDispose]());

  const kpisAtRisk = () => page.locator('.panel-part', { hasText: 'KPIs at risk' });

  test('finds the dataset by that name', async () => {
    await explorer.open('');
    await page.getByRole('combobox', { name: 'Search' }).fill('customer segmnts');
    await page.getByRole('option', { name: /^analytics\.customer_segments( |Dataset|$)/ }).click();
    await explorer.heading('analytics.customer_segments').waitFor();
  });

  test('sees which KPIs it puts at risk, and follows the path to one', async () => {
    await page.getByRole('link', { name: 'Show impact' }).click();
    await kpisAtRisk().locator('.choosable-name').first().waitFor();
    expect(await kpisAtRisk().locator('.choosable-name').allInnerTexts()).toContain('customer-retention');
    await kpisAtRisk()
      .getByRole('button', { name: /customer-retention/ })
      .click();
    const way = () => kpisAtRisk().locator('.path .entity-link-name').allInnerTexts();
    await expect.poll(async () => (await way()).at(-1)).toBe('customer-retention');
    expect((await way())[0]).toBe('analytics.customer_segments');
  });

  test('takes the KPIs along as CSV', async () => {
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'CSV of all KPIs' }).click();
    const rows = readCsv(await readFile(await (await download).path(), 'utf8'));
    expect(rows.length).toBe(1 + (await kpisAtRisk().locator('.choosable-name').count()));
  });

  test('slides back to a month before it was changed, and is told how it was then', async () => {
    await page.getByRole('radio', { name: 'Lineage' }).click();
    await page.locator('.canvas[data-state=shown]').waitFor();
    const slider = page.getByRole('slider', { name: 'As of' });
    await slider.focus();
    await page.keyboard.press('Home');
    const stopsAt = async () => (await slider.getAttribute('aria-valuetext')) ?? '';
    while (!(await stopsAt()).startsWith('Oct 20, 2026')) {
      expect(await stopsAt()).not.toBe('Now');
      await page.keyboard.press('ArrowRight');
    }
    await expect.poll(() => explorer.address()).toContain('asOf=2026-10-20T00:00:00Z');
    await page.locator('.lineage-told').getByText('as of Oct 20, 2026').waitFor();
  });

  test('sees what changed since, and somebody to whom the address is given sees the same', async () => {
    const then = /asOf=([^&]+)/.exec(explorer.address())?.[1] ?? '';
    await explorer.open(`/lineage?${new URLSearchParams({ of: SEGMENTS, mode: 'diff', from: then, depth: 'all' })}`);
    const counts = () => page.locator('.lineage-told .badge').allInnerTexts();
    await expect.poll(counts).toContainEqual(expect.stringMatching(/^~\d+ changed/));
    const [mine, shared] = [await counts(), page.url()];
    const other = await page.context().newPage();
    await other.goto(shared);
    await expect.poll(() => other.locator('.lineage-told .badge').allInnerTexts()).toEqual(mine);
    await other.close();
  });

  test('watches an alert arrive on the dataset', async () => {
    await explorer.open(`/entity/${SEGMENTS}`);
    await page.getByRole('button', { name: /open alerts?$/ }).waitFor();
    const input = { entity: SEGMENTS, key: 'story', severity: 'CRITICAL', title: 'Half of the segments are empty' };
    await explorer.server.query('mutation ($input: RaiseAlertInput!) { raiseAlert(input: $input) { raised } }', {
      input,
    });
    await page.locator('.entity-marks .badge.is-critical').waitFor();
    await page.getByRole('tab', { name: /^Alerts/ }).click();
    await page.locator('.alert').getByText('Half of the segments are empty').waitFor();
  });

  test('has asked nobody but the server', () => {
    expect(explorer.strangers).toEqual([]);
    expect(explorer.complaints).toEqual([]);
  });
});
