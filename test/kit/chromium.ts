import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext } from 'playwright-core';
import { findProgram } from './find-program.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];
/** Nothing but the page under test may use the network. */
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Where a Chromium is; null where there is none. */
export function findChromium(): string | null {
  const given = process.env['CHROMIUM_PATH'];
  if (given !== undefined) return existsSync(given) ? given : null;
  return findProgram(NAMES);
}

/** Why browser tests can not run here; null where they can. */
export const chromiumUnavailable: string | null =
  findChromium() === null
    ? `no Chromium: ${process.env['CHROMIUM_PATH'] === undefined ? `looked for ${NAMES.join(', ')} on the PATH, and CHROMIUM_PATH is not set` : `CHROMIUM_PATH is set to what is not there`}`
    : null;

/** A real Chromium with a profile of its own. */
export async function openBrowser(
  options: { colorScheme?: 'light' | 'dark' } = {},
): Promise<{ context: BrowserContext; close(): Promise<void> }> {
  const profile = mkdtempSync(join(tmpdir(), 'throughline-chromium-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: findChromium() as string,
    args: FLAGS,
    viewport: { width: 1280, height: 800 },
    ...options,
  });
  // As patient as all other tests are.
  context.setDefaultTimeout(60_000);
  return {
    context,
    async close() {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}
