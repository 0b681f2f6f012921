import { afterAll, beforeAll, expect, test } from 'vitest';
import { chromiumUnavailable } from '../kit/chromium.ts';
import { faultsOf, startExplorer, type TestExplorer } from '../kit/explorer.ts';
import { describeUnlessUnavailable } from '../kit/unavailable.ts';
import { SEGMENTS } from './demo.ts';

const NOWHERE = 'urn:throughline:dataset:snowflake%3A%2F%2Fmeridian-eu:analytics.customer_segmnts';

describeUnlessUnavailable('the explorer in a real Chromium', chromiumUnavailable, () => {
  let explorer: TestExplorer;
  let page: TestExplorer['page'];
  let kpi: string;
  let job: string;

  beforeAll(async () => {
    explorer = await startExplorer();
    page = explorer.page;
    const found = await explorer.server.query<{ businessKpis: Ids; jobs: Ids }>(
      '{ businessKpis(first: 1) { nodes { id } } jobs(first: 1) { nodes { id } } }',
    );
    [kpi, job] = [found.businessKpis.nodes[0]!.id, found.jobs.nodes[0]!.id];
  });

  afterAll(() => explorer?.[Symbol.asyncDispose]());

  const open = (path: string) => explorer.open(path);
  const heading = (name: string | RegExp) => explorer.heading(name);
  const address = () => explorer.address();
  const box = () => page.getByRole('combobox', { name: 'Search' });

  test('a misspelt name leads to the dataset, by what is suggested and by all results', async () => {
    await open('');
    await box().fill('custmer_segmnts');
    const suggested = page.getByRole('option', { name: /^analytics\.customer_segments( |Dataset|$)/ });
    await suggested.waitFor();
    expect(await page.getByText('Nothing has all these words. Spelt alike:').isVisible()).toBe(true);
    await box().press('Enter');
    const found = page.getByRole('link', { name: 'analytics.customer_segments', exact: true });
    await found.waitFor();
    expect(address()).toBe('/explore?q=custmer_segmnts');
    expect(await page.getByText('These are spelt much alike').isVisible()).toBe(true);
    await found.click();
    await heading('analytics.customer_segments').waitFor();
    expect(page.url()).toBe(`${explorer.server.url}/explore/entity/${SEGMENTS}`);
    await page.goBack();
    await found.waitFor();
  });

  test('a facet narrows the results, stands in the address, and the address alone gives them again', async () => {
    await open('?q=customer');
    await page.locator('.check', { hasText: /^Datasets/ }).click();
    await expect.poll(address).toBe('/explore?q=customer&kinds=DATASET');
    const names = () => page.locator('.result-name').allInnerTexts();
    const kinds = () => page.locator('.result .kind-label').allInnerTexts();
    await expect.poll(async () => new Set(await kinds())).toEqual(new Set(['Dataset']));
    const before = await names();
    await page.reload();
    await expect.poll(names).toEqual(before);
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await expect.poll(async () => new Set(await kinds()).size).toBeGreaterThan(1);
  });

  test('an unknown URN gets a page that says so, with a search for its name', async () => {
    await open(`/entity/${NOWHERE}`);
    await heading('There is no such entity').waitFor();
    expect(await page.getByRole('main').innerText()).toContain(NOWHERE);
    await page.getByRole('main').getByRole('button', { name: 'Search' }).click();
    await page.getByRole('link', { name: 'analytics.customer_segments', exact: true }).waitFor();
    await open(`/lineage?of=${encodeURIComponent(NOWHERE)}`);
    await heading('This start is not in the graph').waitFor();
  });

  test('an entity shows its sections, each at an address of its own', async () => {
    await open(`/entity/${SEGMENTS}`);
    await page.getByRole('tab', { name: 'Fields' }).click();
    await page.getByRole('rowheader', { name: /customer_id/ }).waitFor();
    expect(address()).toContain('?tab=parts');
    await page.getByRole('tab', { name: 'Relations' }).click();
    await page.getByRole('heading', { name: /Written by/ }).waitFor();
    await page.getByRole('tab', { name: 'History' }).click();
    await page.getByText('Described').first().waitFor();
    await open(`/entity/${kpi}?tab=observations`);
    await page.locator('.chart canvas').waitFor();
    await open(`/entity/${job}?tab=runs`);
    await page.getByRole('columnheader', { name: 'State' }).waitFor();
  });

  test('lineage says how far it can be trusted, and each choice stands in the address', async () => {
    await open(`/lineage?of=${encodeURIComponent(SEGMENTS)}&view=list`);
    await page.getByText('There is more beyond the levels').waitFor();
    await open(`/lineage?of=${encodeURIComponent(SEGMENTS)}&depth=all&view=list`);
    await heading('Lineage of analytics.customer_segments').waitFor();
    await page.getByText('All that you may see', { exact: true }).waitFor();
    const count = async () =>
      Number.parseInt((await page.locator('.lineage-told strong').innerText()).replace(',', ''), 10);
    const both = await count();
    await page.getByRole('radio', { name: 'Downstream' }).click();
    await expect.poll(address).toContain('direction=DOWNSTREAM');
    await expect.poll(count).toBeLessThan(both);
    await page.getByRole('radio', { name: 'Graph' }).click();
    await page.locator('.canvas[data-state=shown]').waitFor();
    await open(`/lineage?of=${encodeURIComponent(SEGMENTS)}&knownAt=2001-01-01T00:00:00Z`);
    await page.getByText('The log does not reach back that far').waitFor();
  });

  test('the keyboard alone leads from the first page to the lineage of what was found', async () => {
    await open('');
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('combobox');
    await page.keyboard.type('analytics.customer_segments');
    const first = async () => (await page.getByRole('option').allInnerTexts())[0];
    await expect.poll(first).toMatch(/^analytics\.customer_segments\b/);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await heading('analytics.customer_segments').waitFor();
    await tabTo('Show lineage');
    await page.keyboard.press('Enter');
    await heading(/^Lineage of/).waitFor();
    await tabTo('Upstream');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await expect.poll(address).toContain('direction=DOWNSTREAM');
  });

  test('a dropped connection is told, and what was asked comes once it is back', async () => {
    await open('?q=orders');
    await page.locator('.result-name').first().waitFor();
    await page.context().setOffline(true);
    await page.locator('.result-name').first().click();
    await page.getByText('The server does not answer').waitFor();
    await page.context().setOffline(false);
    await page.getByRole('tab', { name: 'Overview' }).waitFor();
  });

  test('every page may load from here alone, and no script that stands in it', async () => {
    const response = await fetch(`${explorer.server.url}/explore/entity/${SEGMENTS}`);
    expect(response.headers.get('content-security-policy')).toMatch(/default-src 'none'; script-src 'self';/);
    const html = await response.text();
    const [, script] = /<script[^>]+src="([^"]+)"/.exec(html) ?? [];
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html).not.toMatch(/ on[a-z]+=|javascript:/);
    const asset = await fetch(new URL(script!, explorer.server.url));
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(asset.headers.get('content-encoding')).toBe('gzip');
    expect((await fetch(`${explorer.server.url}/explore/assets/none.js`)).status).toBe(404);
  });

  const views: ReadonlyArray<readonly [name: string, path: () => string, shown: string]> = [
    ['the first page', () => '', '.kind-tile'],
    ['results', () => '?q=customer', '.result'],
    ['no results', () => '?q=zzzzqqqqxxxx', '.state'],
    ['a dataset', () => `/entity/${SEGMENTS}`, '.counts'],
    ['its fields', () => `/entity/${SEGMENTS}?tab=parts`, '.table'],
    ['its relations', () => `/entity/${SEGMENTS}?tab=relations`, '.relations'],
    ['its alerts', () => `/entity/${SEGMENTS}?tab=alerts`, '.alert, .state'],
    ['its history', () => `/entity/${SEGMENTS}?tab=history`, '.change'],
    ['a KPI', () => `/entity/${kpi}`, '.kpi-card'],
    ['its observations', () => `/entity/${kpi}?tab=observations`, '.chart canvas'],
    ['runs of a job', () => `/entity/${job}?tab=runs`, '.table'],
    ['an unknown entity', () => `/entity/${NOWHERE}`, '.urn'],
    ['lineage', () => `/lineage?of=${encodeURIComponent(SEGMENTS)}`, '.canvas[data-state=shown]'],
    ['lineage as a list', () => `/lineage?of=${encodeURIComponent(SEGMENTS)}&view=list`, '.level-node'],
    ['no page', () => '/elsewhere', '.search-box'],
  ];

  test.each(views)(
    'axe finds nothing wrong, and nothing sticks out, with %s',
    async (_name, path, shown) => {
      const faults = await faultsOf(explorer, async () => {
        await open(path());
        await page.locator(shown).first().waitFor();
      });
      expect(faults).toEqual([]);
    },
    120_000,
  );

  test('it asked nobody else for anything, and nothing went wrong but what was made to', () => {
    expect(explorer.strangers).toEqual([]);
    expect(explorer.complaints.filter((text) => !text.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([]);
  });

  async function tabTo(name: string): Promise<void> {
    const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim());
    for (let pressed = 0; pressed < 60 && (await focused()) !== name; pressed += 1) await page.keyboard.press('Tab');
    expect(await focused()).toBe(name);
  }
});

interface Ids {
  readonly nodes: readonly { readonly id: string }[];
}
