import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { linkOf } from '../../src/playground/app/share/link.ts';
import { loadOperations, OPERATIONS } from '../../src/playground/operations.ts';
import { violationsIn } from '../kit/axe.ts';
import { chromiumUnavailable, openBrowser } from '../kit/chromium.ts';
import type { Loaded } from '../../src/playground/operations.ts';
import { startServer, type TestServer } from '../kit/server.ts';
import { describeUnlessUnavailable } from '../kit/unavailable.ts';

/** The rest of the page is the editor's. */
const OURS = ['.saved', '.pages', '.result-head', '.result-foot'];

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
    // The tab is named by the operation once the editor has read it.
    const [, name] = /^(?:query|mutation|subscription) (\w+)/m.exec(operation) ?? [];
    if (name !== undefined) await tab.getByRole('tab', { name }).waitFor();
  }

  const execute = (tab = page) => tab.locator('.graphiql-execute-button').click();

  const result = (tab = page) => tab.locator('.result-window').innerText();

  const view = (name: 'Answer' | 'Graph') => page.getByRole('tab', { name, exact: true });

  const shownGraph = () => page.locator('.canvas[data-state=shown]').waitFor();

  /** By its title. */
  async function openSaved(title: string): Promise<void> {
    await list().getByRole('searchbox').fill(title);
    await list().getByRole('button', { name: title }).first().click();
  }

  /** That opens the graph of some lineage. */
  async function linkToGraph(): Promise<string> {
    const { document, variables } = loadOperations(OPERATIONS)[0]!;
    const shared = { document, variables: JSON.stringify(variables), operationName: null, view: 'graph' } as const;
    return (await linkOf(`${server.url}/`, shared)) ?? '';
  }

  const list = (tab = page) => tab.getByRole('region', { name: 'Saved operations' });

  test('all saved operations are listed by group, each with its title and its question, in order', async () => {
    await expect.poll(() => list().getByRole('button').count()).toBeGreaterThan(0);
    const saved = loadOperations(OPERATIONS);
    const groups = [...new Set(saved.map(({ group }) => group))];
    const operations = groups.flatMap((each) => saved.filter(({ group }) => group === each));
    const told = list().getByRole('button');
    expect(operations.length).toBeGreaterThanOrEqual(12);
    expect(await list().getByRole('heading', { level: 3 }).allInnerTexts()).toEqual(groups);
    expect(await told.locator('strong').allInnerTexts()).toEqual(operations.map(({ title }) => title));
    expect(await told.locator('span').allInnerTexts()).toEqual(operations.map(({ question }) => question));
  });

  test('the keyboard alone finds a saved operation, with its variables, and opens it', async () => {
    const search = list().getByRole('searchbox');
    await search.press('z');
    await list().getByText('No saved operation has “z”').waitFor();
    await search.press('Escape');
    await search.pressSequentially('breaks');
    await list()
      .getByText(/^2 of /)
      .waitFor();
    await search.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    expect(await page.evaluate(() => document.activeElement?.querySelector('strong')?.textContent)).toBe(
      'KPIs at risk',
    );
    await page.keyboard.press('Enter');
    await expect.poll(() => page.getByRole('tab', { name: 'KpisAtRisk' }).count()).toBe(1);
    const variables = () => page.locator('.graphiql-editor-tool .view-lines').first().innerText();
    await expect.poll(variables).toContain('shop.orders');
    await page.keyboard.press('ArrowUp');
    await search.fill('');
  });

  test('a saved operation is opened by a click and answered', async () => {
    await list().getByRole('button').first().click();
    await execute();
    await expect.poll(() => result()).toContain('"data"');
    expect(await result()).not.toContain('"errors"');
  });

  test('a subscription shows each event', async () => {
    await write(
      'subscription TeamsThatCome { entityChanges(kinds: [TEAM]) { __typename ... on ChangeEvent { change { entity { name } } } } }',
    );
    await execute();
    await expect.poll(() => result()).toContain('FeedStart');
    for (const name of ['first-team', 'second-team']) {
      await server.query(`mutation { upsertTeam(input: { namespace: "live", name: "${name}" }) { position } }`);
      await expect.poll(() => result()).toContain(name);
    }
  });

  test('a saved subscription shows an alert that is raised in another tab', async () => {
    const [following, raising] = [await openTab(), await openTab()];
    await list(following)
      .getByRole('button', { name: /^Follow alerts/ })
      .click();
    await execute(following);
    await expect.poll(() => result(following)).toContain('"position"');
    await write(
      `mutation RaiseOne { raiseAlert(input: { key: "tabs", severity: CRITICAL, title: "raised-in-another-tab"
        entity: "urn:throughline:dataset:snowflake%3A%2F%2Fmeridian-eu:analytics.customer_segments" }) { refused { message } } }`,
      raising,
    );
    await execute(raising);
    await expect.poll(() => result(raising)).toMatch(/"refused":\snull/);
    await expect.poll(() => result(following)).toContain('raised-in-another-tab');
    await Promise.all([following.close(), raising.close()]);
  });

  test('what somebody wrote stays where it is when a saved operation is opened', async () => {
    const tabs = () => page.locator('.graphiql-tab').count();
    const editor = () => page.locator('.graphiql-query-editor .view-lines').innerText();
    await write('query MyOwn { teams { total { value } } }');
    const before = await tabs();
    await list().getByRole('button').first().click();
    await expect.poll(tabs).toBe(before + 1);
    const second = list().getByRole('button').nth(1);
    await second.click();
    await expect.poll(editor).not.toContain('MyOwn');
    expect(await tabs()).toBe(before + 1);
    await page.getByRole('tab', { name: 'MyOwn' }).click();
    await expect.poll(editor).toContain('MyOwn');
  });

  test('an answer with lineage is drawn, and a node leads to its page', async () => {
    await list().getByRole('searchbox').fill('downstream of a dataset');
    await list().getByRole('button').first().click();
    await execute();
    await expect.poll(() => result()).toContain('"depth"');
    await view('Answer').press('ArrowRight');
    await shownGraph();
    expect(await view('Graph').getAttribute('aria-selected')).toBe('true');
    expect(await page.locator('.result-window').isVisible()).toBe(false);
    const { operations } = (await (await fetch(`${server.url}/playground/operations.json`)).json()) as Loaded;
    const { document, variables } = operations.find(({ name }) => name === 'DownstreamOfADataset')!;
    const { lineage } = await server.query<{ lineage: { nodes: unknown[] } }>(document, variables);
    await page.getByText(new RegExp(`^${lineage.nodes.length} entities, \\d+ relations$`)).waitFor();
    await page.getByRole('application').press('Home');
    const link = page.getByRole('link', { name: 'Open shop.orders in the explorer' });
    const [opened] = await Promise.all([browser.context.waitForEvent('page'), link.click()]);
    await opened.getByRole('heading', { level: 1, name: 'shop.orders' }).waitFor();
    expect(opened.url()).toContain('/explore/entity/urn:throughline:dataset:');
    await opened.getByRole('link', { name: 'Playground' }).click();
    await opened.getByRole('link', { name: 'Explorer' }).waitFor();
    await opened.close();
  });

  test('what is at risk has a colour, and an answer without a graph says what to ask for', async () => {
    await openSaved('KPIs at risk');
    await execute();
    await shownGraph();
    await page.getByRole('button', { name: 'List' }).click();
    await page.getByRole('navigation', { name: 'The same as a list' }).getByText('at risk').first().waitFor();
    await openSaved('Search with facets');
    await execute();
    await page.getByRole('heading', { name: 'Nothing in this answer can be drawn' }).waitFor();
    await view('Answer').click();
    await expect.poll(() => result()).toContain('"search"');
  });

  test('an operation is copied as a program, and as a link that gives the same view', async () => {
    await browser.context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.url });
    await openSaved('Paths from one to another');
    await execute();
    await view('Graph').click();
    await shownGraph();
    await page.getByRole('button', { name: 'Share', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Share this operation' });
    await dialog.getByRole('tab', { name: 'curl' }).click();
    await expect.poll(() => dialog.getByRole('textbox', { name: 'curl' }).inputValue()).toContain('PathsBetween');
    await dialog.getByRole('tab', { name: 'curl' }).press('Home');
    await dialog.getByRole('textbox', { name: 'Link' }).waitFor();
    await dialog.getByRole('button', { name: 'Copy' }).click();
    await dialog.getByText('Copied.').waitFor();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    await page.keyboard.press('Escape');
    await expect.poll(() => dialog.isVisible()).toBe(false);
    const told = await page.locator('.graph-told p').innerText();

    const other = await openBrowser();
    try {
      const tab = await other.context.newPage();
      await tab.goto(link);
      await tab.locator('.canvas[data-state=shown]').waitFor();
      expect(await tab.locator('.graph-told p').innerText()).toBe(told);
      await tab.getByRole('tab', { name: 'PathsBetween' }).waitFor();
    } finally {
      await other.close();
    }
  });

  test('a link runs no mutation, and a broken one says that it is broken', async () => {
    const document = 'mutation { upsertTeam(input: { namespace: "link", name: "unasked" }) { position } }';
    const link = await linkOf(`${server.url}/`, { document, variables: '', operationName: null, view: 'answer' });
    const tab = await openTab(link!);
    await tab.locator('.view-lines', { hasText: 'upsertTeam' }).first().waitFor();
    await tab.getByRole('alert').getByText('This link changes something').waitFor();
    // Once the schema is there, which a link waits for before it is run.
    await tab.waitForLoadState('networkidle');
    const teams = '{ teams(filter: { name: { eq: "unasked" } }) { total { value } } }';
    expect(await server.query(teams)).toEqual({ teams: { total: { value: 0 } } });
    await tab.close();
    const broken = await openTab(link!.slice(0, -30));
    await broken.getByRole('alert').getByText('This link is broken').waitFor();
    await broken.getByRole('alert').getByRole('button', { name: 'Close' }).click();
    await broken.close();
  });

  test('what is too long for a link says so', async () => {
    let state = 1;
    const noise = Array.from({ length: 12_000 }, () => ((state = (state * 48_271) % 2_147_483_647) % 36).toString(36));
    await write(`${noise.join('').replaceAll(/.{80}/g, '# $&\n')}\nquery Long { teams { total { value } } }`);
    await page.getByRole('button', { name: 'Share', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Share this operation' });
    await dialog.getByRole('alert').getByText('more than 8,000 characters').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();
  });

  test('axe finds nothing wrong with what is ours, and nothing sticks out', async () => {
    const states: ReadonlyArray<readonly [name: string, reach: (tab: Page) => Promise<void>]> = [
      ['the list', (tab) => list(tab).getByRole('button').first().waitFor()],
      ['nothing to draw', (tab) => tab.getByRole('tab', { name: 'Graph' }).click()],
      ['a link', (tab) => tab.getByRole('button', { name: 'Share', exact: true }).click()],
      ['code', (tab) => tab.getByRole('tab', { name: 'Python' }).click()],
    ];
    for (const width of [1280, 390]) {
      for (const colorScheme of ['light', 'dark'] as const) {
        const graph = await openTab('about:blank');
        await graph.setViewportSize({ width, height: 800 });
        await graph.emulateMedia({ colorScheme });
        await graph.goto(await linkToGraph());
        await graph.locator('.canvas[data-state=shown]').waitFor();
        await list(graph).getByRole('button').first().waitFor();
        expect([width, colorScheme, 'a graph', await violationsIn(graph, OURS)]).toEqual([
          width,
          colorScheme,
          'a graph',
          [],
        ]);
        await graph.getByRole('tab', { name: 'Answer' }).click();
        for (const [name, reach] of states) {
          await reach(graph);
          expect([width, colorScheme, name, await violationsIn(graph, OURS)]).toEqual([width, colorScheme, name, []]);
          expect(await graph.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
        }
        await graph.close();
      }
    }
  }, 180_000);

  test('it asked nobody else for anything, and nothing went wrong', () => {
    expect(strangers).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
