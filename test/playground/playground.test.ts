import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadOperations, OPERATIONS } from '../../src/playground/operations.ts';
import { chromiumUnavailable, openBrowser } from '../kit/chromium.ts';
import { startServer, type TestServer } from '../kit/server.ts';
import { describeUnlessUnavailable } from '../kit/unavailable.ts';

const WAIT = { timeout: 20_000 };

describeUnlessUnavailable('the playground in a real Chromium', chromiumUnavailable, () => {
  let server: TestServer;
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  let page: Page;
  const strangers: string[] = [];
  const complaints: string[] = [];

  const watch = (to: { url(): string }): void => {
    const address = to.url().replace(/^ws/, 'http');
    if (!address.startsWith(server.url) && !/^(blob|data):/.test(address)) strangers.push(address);
  };

  async function openTab(url = server.url): Promise<Page> {
    const tab = await browser.context.newPage();
    tab.on('websocket', watch);
    tab.on('console', (message) => {
      if (message.type() === 'error') complaints.push(`${message.text()} ${message.location().url}`);
    });
    tab.on('pageerror', (error) => complaints.push(error.message));
    await tab.goto(url);
    return tab;
  }

  beforeAll(async () => {
    server = await startServer({ THROUGHLINE_SEED: 'demo' });
    browser = await openBrowser();
    // The context tells of workers' requests, too.
    browser.context.on('request', watch);
    page = await openTab();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
  });

  /** Writes the operation into the editor, as a paste does. */
  async function write(operation: string, tab = page): Promise<void> {
    await tab.locator('.graphiql-query-editor .monaco-editor').first().click();
    await tab.keyboard.press('Control+A');
    await tab.keyboard.press('Delete');
    await tab.keyboard.insertText(operation);
    // The editor takes a moment to read what was written.
    await tab.waitForTimeout(1_000);
  }

  const execute = (tab = page) => tab.locator('.graphiql-execute-button').click();

  const result = (tab = page) => tab.locator('.result-window').innerText();

  const list = (tab = page) => tab.getByRole('region', { name: 'Saved operations' });

  test('all saved operations are listed by group, each with its title and its question, in order', async () => {
    await expect.poll(() => list().getByRole('button').count(), WAIT).toBeGreaterThan(0);
    const saved = loadOperations(OPERATIONS);
    const groups = [...new Set(saved.map(({ group }) => group))];
    const operations = groups.flatMap((each) => saved.filter(({ group }) => group === each));
    const told = list().getByRole('button');
    expect(operations.length).toBeGreaterThanOrEqual(12);
    expect(await list().getByRole('heading', { level: 3 }).allInnerTexts()).toEqual(groups);
    expect(await told.locator('strong').allInnerTexts()).toEqual(operations.map(({ title }) => title));
    expect(await told.locator('span').allInnerTexts()).toEqual(operations.map(({ question }) => question));
  }, 60_000);

  test('the keyboard alone finds a saved operation, with its variables, and opens it', async () => {
    const search = list().getByRole('searchbox');
    await search.press('z');
    await list().getByText('No saved operation has “z”').waitFor(WAIT);
    await search.press('Escape');
    await search.pressSequentially('breaks');
    await list()
      .getByText(/^2 of /)
      .waitFor(WAIT);
    await search.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    expect(await page.evaluate(() => document.activeElement?.querySelector('strong')?.textContent)).toBe(
      'KPIs at risk',
    );
    await page.keyboard.press('Enter');
    await expect.poll(() => page.getByRole('tab', { name: 'KpisAtRisk' }).count(), WAIT).toBe(1);
    const variables = () => page.locator('.graphiql-editor-tool .view-lines').first().innerText();
    await expect.poll(variables, WAIT).toContain('shop.orders');
    await page.keyboard.press('ArrowUp');
    await search.fill('');
  }, 60_000);

  test('a saved operation is opened by a click and answered', async () => {
    await list().getByRole('button').first().click();
    await execute();
    await expect.poll(() => result(), WAIT).toContain('"data"');
    expect(await result()).not.toContain('"errors"');
  }, 60_000);

  test('a subscription shows each event', async () => {
    await write(
      'subscription { entityChanges(kinds: [TEAM]) { __typename ... on ChangeEvent { change { entity { name } } } } }',
    );
    await execute();
    await expect.poll(() => result(), WAIT).toContain('FeedStart');
    for (const name of ['first-team', 'second-team']) {
      await server.query(`mutation { upsertTeam(input: { namespace: "live", name: "${name}" }) { position } }`);
      await expect.poll(() => result(), WAIT).toContain(name);
    }
  }, 60_000);

  test('a saved subscription shows an alert that is raised in another tab', async () => {
    const [following, raising] = [await openTab(), await openTab()];
    await list(following)
      .getByRole('button', { name: /^Follow alerts/ })
      .click();
    await execute(following);
    await expect.poll(() => result(following), WAIT).toContain('"position"');
    await write(
      `mutation { raiseAlert(input: { key: "tabs", severity: CRITICAL, title: "raised-in-another-tab"
        entity: "urn:throughline:dataset:snowflake%3A%2F%2Fmeridian-eu:analytics.customer_segments" }) { refused { message } } }`,
      raising,
    );
    await execute(raising);
    await expect.poll(() => result(raising), WAIT).toMatch(/"refused":\snull/);
    await expect.poll(() => result(following), WAIT).toContain('raised-in-another-tab');
    await Promise.all([following.close(), raising.close()]);
  }, 60_000);

  test('what somebody wrote stays where it is when a saved operation is opened', async () => {
    const tabs = () => page.locator('.graphiql-tab').count();
    const editor = () => page.locator('.graphiql-query-editor .view-lines').innerText();
    await write('query MyOwn { teams { total { value } } }');
    const before = await tabs();
    await list().getByRole('button').first().click();
    await expect.poll(tabs).toBe(before + 1);
    await list().getByRole('button').nth(1).click();
    await page.waitForTimeout(500);
    expect(await tabs()).toBe(before + 1);
    await page.getByRole('tab', { name: 'MyOwn' }).click();
    await expect.poll(editor).toContain('MyOwn');
  }, 60_000);

  test('it asked nobody else for anything, and nothing went wrong', () => {
    expect(strangers).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
