import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

const LIMIT = 1_500_000;

const built = (name: string) => fileURLToPath(new URL(`../../dist/${name}/`, import.meta.url));
const weight = (file: string) => gzipSync(readFileSync(file)).length;

/** The page itself, and what it names: scripts, what those begin with, and styles. */
function loadedAtFirst(name: string): string[] {
  const page = join(built(name), 'index.html');
  const named = readFileSync(page, 'utf8').matchAll(/(?:src|href)="[^"]*\/assets\/([^"]+)"/g);
  return [page, ...[...named].map(([, file]) => join(built(name), 'assets', file!))];
}

test.each(['explorer', 'playground'])('the %s is there after less than 1.5 MB, gzipped', (name) => {
  const files = loadedAtFirst(name);
  expect(files.length).toBeGreaterThan(2);
  expect(files.reduce((sum, file) => sum + weight(file), 0)).toBeLessThan(LIMIT);
});

test('all of the explorer has less than that, with what draws graphs', () => {
  const assets = join(built('explorer'), 'assets');
  const all = readdirSync(assets).map((file) => weight(join(assets, file)));
  expect(all.reduce((sum, each) => sum + each, 0)).toBeLessThan(LIMIT);
});

test('the editor and what draws graphs come behind the page', () => {
  const first = loadedAtFirst('playground').map((file) => basename(file));
  for (const lazy of ['editor.api', 'monaco-editor', 'graph-panel']) {
    const files = readdirSync(join(built('playground'), 'assets')).filter((file) => file.startsWith(`${lazy}-`));
    expect(files.length).toBeGreaterThan(0);
    expect(first.filter((file) => files.includes(file))).toEqual([]);
  }
});
