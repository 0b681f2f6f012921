import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const pages = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.md'))
  .map((file) => join('docs', file));
const read = (page: string) => readFileSync(join(root, page), 'utf8');

test.each(['README.md', ...pages])('the links of %s lead somewhere', (page) => {
  const links = [...read(page).matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)].map(([, link = '']) => link);
  expect(links.filter((link) => !existsSync(join(root, dirname(page), link)))).toEqual([]);
});

test.each(pages)('the paths that %s names are there', (page) => {
  const paths = [...read(page).matchAll(/`([a-z][\w.-]*(?:\/[\w.-]+)*(?:\.ts|\/))`/g)].map(([, path = '']) => path);
  const isThere = (path: string) => ['src', '', 'docs'].some((base) => existsSync(join(root, base, path)));
  // The data folder's own.
  expect(paths.filter((path) => !isThere(path) && path !== 'embedded/')).toEqual([]);
});

test('each decision has its number, its parts and its place in the index', () => {
  const records = readdirSync(join(root, 'docs/adr')).filter((file) => file !== 'README.md');
  const listed = [...read('docs/adr/README.md').matchAll(/^\| \[(\d{4})\]\((.+?)\)/gm)];
  expect(listed.map(([, , file]) => file)).toEqual(records.sort());
  for (const [index, file] of records.entries()) {
    const number = index + 1;
    expect(file.slice(0, 5)).toBe(`${String(number).padStart(4, '0')}-`);
    const headings = [...read(`docs/adr/${file}`).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading);
    expect(headings[0]).toMatch(new RegExp(`^${number}\\. `));
    expect(headings.slice(1)).toEqual(['Context', 'Decision', 'Consequences', 'Also considered']);
  }
});
