import type { Locator, Page } from 'playwright-core';
import { createOwner } from '../../src/kernel/owner.ts';
import { violationsIn } from './axe.ts';
import { openBrowser } from './chromium.ts';
import { startServer, type TestServer } from './server.ts';

/** The explorer in a real Chromium, before the demo company. */
export interface TestExplorer extends AsyncDisposable {
  readonly server: TestServer;
  readonly page: Page;
  /** What was asked of anyone but the server. */
  readonly strangers: readonly string[];
  /** What the browser complained of. */
  readonly complaints: readonly string[];
  /** @param path below /explore */
  open(path: string): Promise<unknown>;
  heading(name: string | RegExp): Locator;
  /** Path and query as they are read. */
  address(): string;
  /** Against WCAG 2.2 AA and what is merely good. */
  violations(): Promise<string[]>;
}

interface ExplorerOptions {
  /** Where the browser finds the server, if not at its own URL. */
  readonly through?: (server: TestServer) => Promise<string>;
  /** Settings of the server. */
  readonly env?: Readonly<Record<string, string>>;
}

export async function startExplorer({ through, env }: ExplorerOptions = {}): Promise<TestExplorer> {
  const owned = createOwner();
  const server = owned.use(await startServer({ THROUGHLINE_SEED: 'demo', ...env }));
  const url = through === undefined ? server.url : await through(server);
  const browser = await openBrowser();
  owned.defer(() => browser.close());
  const strangers: string[] = [];
  const complaints: string[] = [];
  browser.context.on('request', (request) => {
    if (!request.url().startsWith(url) && !/^(blob|data):/.test(request.url())) strangers.push(request.url());
  });
  const page = await browser.context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${message.text()} ${message.location().url}`);
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return {
    server,
    page,
    strangers,
    complaints,
    open: (path) => page.goto(`${url}/explore${path}`),
    heading: (name) => page.getByRole('heading', { level: 1, name }),
    address: () => decodeURIComponent(page.url().slice(url.length)),
    violations: () => violationsIn(page),
    [Symbol.asyncDispose]: () => owned[Symbol.asyncDispose](),
  };
}

/** What axe finds, and what sticks out, of a view at both widths, in light and dark. */
export async function faultsOf({ page, violations }: TestExplorer, show: () => Promise<unknown>): Promise<string[]> {
  const faults: string[] = [];
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await show();
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 800 });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.waitForLoadState('networkidle');
      const widest = await page.evaluate(() => document.documentElement.scrollWidth);
      if (widest > width) faults.push(`${width} ${colorScheme}: ${widest} wide`);
      faults.push(...(await violations()).map((each) => `${width} ${colorScheme}: ${each}`));
    }
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'no-preference' });
  return faults;
}
