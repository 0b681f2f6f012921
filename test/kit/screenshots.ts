import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startExplorer, WAIT } from './explorer.ts';

/** Pictures for the pages: `npm run screenshots`. Of the demo company, so that they show what a reader will see. */
const FOLDER = join(import.meta.dirname, '../../docs/images');
const SEGMENTS = encodeURIComponent(
  'urn:throughline:dataset:snowflake%3A%2F%2Fmeridian-eu:analytics.customer_segments',
);

interface Picture {
  readonly name: string;
  readonly path: string;
  /** What stands there once it is whole. */
  readonly shown: string;
  readonly scheme?: 'light' | 'dark';
  readonly width?: number;
}

const PICTURES: readonly Picture[] = [
  { name: 'search', path: '', shown: '.kind-tile' },
  { name: 'lineage', path: `/lineage?of=${SEGMENTS}`, shown: '.canvas[data-state=shown]' },
];

await using explorer = await startExplorer();
mkdirSync(FOLDER, { recursive: true });
for (const { name, path, shown, scheme = 'light', width = 1280 } of PICTURES) {
  await explorer.page.setViewportSize({ width, height: 800 });
  await explorer.page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
  await explorer.open(path);
  await explorer.page.locator(shown).first().waitFor(WAIT);
  await explorer.page.waitForLoadState('networkidle');
  await explorer.page.screenshot({ path: join(FOLDER, `${name}.png`), animations: 'disabled' });
}
