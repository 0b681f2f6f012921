import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { INCIDENTS } from '../../seed/demo/incidents.ts';
import { startExplorer } from './explorer.ts';

/** Pictures for the pages: `npm run screenshots`. Of the demo company, so that they show what a reader will see. */
const FOLDER = join(import.meta.dirname, '../../docs/images');
const SEGMENTS = 'urn:throughline:dataset:snowflake%3A%2F%2Fmeridian-eu:analytics.customer_segments';
const SHOWN = '.canvas[data-state=shown]';
const RETENTION = 'urn:throughline:business-kpi:growth:customer-retention';
const [, NOTEBOOK, FRAUD] = INCIDENTS;

interface Picture {
  readonly name: string;
  readonly path: string;
  /** What stands there once it is whole. */
  readonly shown: string;
  readonly scheme?: 'light' | 'dark';
  readonly width?: number;
  readonly height?: number;
}

const lineage = (of: string, rest: Record<string, string> = {}) => `/lineage?${new URLSearchParams({ of, ...rest })}`;

const PICTURES: readonly Picture[] = [
  { name: 'search', path: '', shown: '.kind-tile' },
  { name: 'entity', path: `/entity/${SEGMENTS}`, shown: '.counts' },
  { name: 'lineage', path: lineage(SEGMENTS, { depth: '4' }), shown: SHOWN },
  { name: 'impact', path: lineage(SEGMENTS, { mode: 'impact', chosen: RETENTION }), shown: SHOWN, scheme: 'dark' },
  {
    name: 'diff',
    path: lineage(SEGMENTS, { mode: 'diff', from: NOTEBOOK!.since, to: NOTEBOOK!.until, depth: 'all' }),
    shown: SHOWN,
  },
  {
    name: 'causes',
    path: lineage(FRAUD!.of, { mode: 'causes', since: FRAUD!.since, until: FRAUD!.until, chosen: FRAUD!.entity }),
    shown: SHOWN,
    height: 1320,
  },
  { name: 'phone', path: lineage(SEGMENTS), shown: SHOWN, width: 390 },
];

await using explorer = await startExplorer();
mkdirSync(FOLDER, { recursive: true });
for (const { name, path, shown, scheme = 'light', width = 1280, height = 960 } of PICTURES) {
  await explorer.page.setViewportSize({ width, height });
  await explorer.page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
  await explorer.open(path);
  await explorer.page.locator(shown).first().waitFor();
  await explorer.page.waitForLoadState('networkidle');
  await explorer.page.screenshot({ path: join(FOLDER, `${name}.png`), animations: 'disabled' });
}
