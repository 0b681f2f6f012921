import { afterAll, beforeAll, expect, test } from 'vitest';
import { chromiumUnavailable } from '../kit/chromium.ts';
import { faultsOf, startExplorer, type TestExplorer } from '../kit/explorer.ts';
import { describeUnlessUnavailable } from '../kit/unavailable.ts';
import { SEGMENTS } from './demo.ts';

describeUnlessUnavailable('searching, and the way back', chromiumUnavailable, () => {
  let explorer: TestExplorer;
  let page: TestExplorer['page'];

  beforeAll(async () => {
    explorer = await startExplorer();
    page = explorer.page;
  });

  afterAll(() => explorer?.[Symbol.asyncDispose]());

  const box = () => page.getByRole('combobox', { name: 'Search' });
  const names = () => page.locator('.result-name');
  const focused = () => page.evaluate(() => document.activeElement?.textContent);
  const told = () => page.locator('.results > [role=status]');

  /** What is asked by this operation is answered so. */
  async function intercept(operation: string, answer: () => Promise<'go on' | 'fail'>): Promise<void> {
    await page.route('**/graphql', async (route) => {
      const isMeant = route.request().postData()?.includes(`query ${operation}(`) === true;
      if (isMeant && (await answer()) === 'fail') await route.abort();
      else await route.continue();
    });
  }

  test('Enter leads to the heading of the results, and how many there are is said', async () => {
    await explorer.open('');
    await box().fill('orders');
    await box().press('Enter');
    await names().first().waitFor();
    expect(await focused()).toBe('Results for “orders”');
    await expect.poll(() => told().innerText()).toMatch(/^[0-9]+ results$/);
    const region = await told().elementHandle();
    await box().fill('zzzzqqqqxxxx');
    await box().press('Enter');
    await expect.poll(() => told().innerText()).toBe('Nothing found for “zzzzqqqqxxxx”');
    expect(await focused()).toBe('Results for “zzzzqqqqxxxx”');
    expect(await page.evaluate((element) => element?.isConnected, region)).toBe(true);
  });

  test('the way back from a result leads to where it stood, however many were shown', async () => {
    await explorer.open('?q=customer');
    await page.getByRole('button', { name: 'Load more' }).click();
    await expect.poll(() => names().count()).toBe(40);
    expect(explorer.address()).toBe('/explore?q=customer&pages=2');
    await names().nth(34).scrollIntoViewIfNeeded();
    const before = await page.evaluate(() => scrollY);
    expect(before).toBeGreaterThan(1_000);
    await names().nth(34).click();
    await page.locator('.entity-head').waitFor();
    expect(await page.evaluate(() => scrollY)).toBe(0);
    await page.goBack();
    await expect.poll(() => names().count()).toBe(40);
    await expect.poll(() => page.evaluate(() => Math.round(scrollY))).toBeGreaterThan(before - 100);
    await page.locator('.check', { hasText: /^Datasets/ }).click();
    await expect.poll(explorer.address).toBe('/explore?q=customer&kinds=DATASET');
  });

  test('more pages than the API gives at once are those that it does', async () => {
    await explorer.open('?q=a&pages=1000000000');
    await expect.poll(() => names().count()).toBeGreaterThan(100);
    const { search } = await explorer.server.query<{ search: { total: { value: number } } }>(
      '{ search(text: "a") { total { value } } }',
    );
    expect(await names().count()).toBe(Math.min(search.total.value, 800));
  });

  test('as many words as the API takes are asked, and the heading has as many as can be read', async () => {
    await explorer.open('');
    await box().fill('orders '.repeat(1_500));
    expect((await box().inputValue()).length).toBe(2_000);
    await box().press('Enter');
    await page.locator('.results').waitFor();
    expect((await focused())?.length).toBeLessThan(120);
    expect(await page.getByText('expected at most').count()).toBe(0);
  });

  test('what is in a namespace is not told of as though it were spelt alike', async () => {
    await explorer.open('?q=mlflow');
    await names().first().waitFor();
    expect(await page.getByText('spelt much alike').count()).toBe(0);
    await page.getByText('matches in namespace').first().waitFor();
    await explorer.open('?q=customer segmnts');
    await page.getByText('spelt much alike').waitFor();
  });

  test('what was suggested before is no answer to other letters', async () => {
    let letThrough = (): void => undefined;
    await explorer.open('');
    await box().fill('zzzzqqqqxxxx');
    await page.getByText('Nothing by this name').waitFor();
    await intercept('Suggest', () => new Promise((resolve) => (letThrough = () => resolve('go on'))));
    const asked = page.waitForRequest((request) => request.postData()?.includes('"orders"') === true);
    await box().fill('orders');
    await asked;
    await page.getByRole('listbox').getByText('Loading …').waitFor();
    expect(await page.getByText('Nothing by this name').count()).toBe(0);
    letThrough();
    await page
      .getByRole('option', { name: /orders/ })
      .first()
      .waitFor();
    await page.unroute('**/graphql');
  });

  test('suggestions that do not come say why', async () => {
    await intercept('Suggest', () => Promise.resolve('fail'));
    await explorer.open('');
    await box().fill('orders');
    await page.getByRole('listbox').getByText('The server does not answer').waitFor();
    await page.unroute('**/graphql');
  });

  test('alerts that are not known yet are not told of as none', async () => {
    await intercept('OpenAlerts', () => Promise.resolve('fail'));
    await explorer.open('');
    await page.getByRole('button', { name: /not known/ }).waitFor();
    expect(await page.getByText('No open alerts').count()).toBe(0);
    await page.unroute('**/graphql');
    await page.getByRole('button', { name: /open alert/ }).waitFor();
  });

  test('one critical alert behind many others is told of, and all of them stand on a page of their own', async () => {
    const raise = 'mutation ($input: RaiseAlertInput!) { raiseAlert(input: $input) { raised } }';
    for (const key of ['0', '1', '2', '3', '4', '5', '6', '7']) {
      const severity = key === '0' ? 'CRITICAL' : 'INFORMATIONAL';
      const startsAt = `2026-11-2${key}T00:00:00Z`;
      const input = { entity: SEGMENTS, key, severity, startsAt, title: `Alert ${key}` };
      await explorer.server.query(raise, { input });
    }
    await explorer.open('?q=analytics.customer_segments');
    await page
      .locator('.result', { has: page.getByRole('link', { name: 'analytics.customer_segments', exact: true }) })
      .getByText(/open alerts, critical among them/)
      .waitFor();
    await explorer.open(`/entity/${SEGMENTS}`);
    await page
      .locator('.entity-marks')
      .getByText(/critical among them/)
      .waitFor();
    await explorer.open('');
    await page.getByRole('link', { name: /^All, with [0-9]+ more$/ }).click();
    await explorer.heading('Alerts').waitFor();
    expect(explorer.address()).toBe('/explore/alerts?open=1');
    await page.locator('.alert', { hasText: 'Alert 0' }).waitFor();
    await page.getByRole('button', { name: /open alerts$/ }).click();
    await page.getByRole('dialog').getByRole('link', { name: /more$/ }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  test('axe finds nothing wrong, and nothing sticks out, with all alerts', async () => {
    const faults = await faultsOf(explorer, async () => {
      await explorer.open('/alerts');
      await page.locator('.alert').first().waitFor();
    });
    expect(faults).toEqual([]);
  });
});
