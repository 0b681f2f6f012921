import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { sectionOf } from '../../bench/results.ts';

const MACHINE = /^\d+ × [^,]+, \d+ GB, \w+ \d+\. \d{4}-\d{2}-\d{2}; /gm;

test('results say which machine they are of, by processor, memory and the system’s major version', () => {
  expect(sectionOf('it', 'About it.', { tables: [] }).match(MACHINE)).toHaveLength(1);
  const page = readFileSync(new URL('../../bench/RESULTS.md', import.meta.url), 'utf8');
  expect(page.match(MACHINE)?.length).toBe(page.match(/^## /gm)?.length);
});
