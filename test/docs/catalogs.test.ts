import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ASPECT_NAMES, UNKNOWN_REASONS } from '../../src/graphql/release-diff/aspects.ts';
import { ERROR_CATALOG } from '../../src/kernel/errors.ts';
import { DEFAULT_CONFIDENCE } from '../../src/lineage/confidence.ts';
import { EXTENTS } from '../../src/lineage/root-causes/extents.ts';
import { CAUSE_KINDS } from '../../src/lineage/root-causes/happening.ts';
import { SCORE_PARTS } from '../../src/lineage/root-causes/rank.ts';
import { KIND_WEIGHTS, SCORING } from '../../src/lineage/root-causes/weights.ts';
import { OTHER_STAGE_SHARE, STAGE_SHARES } from '../../src/lineage/stage-shares.ts';

function read(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
}

/** The rows of a page's table: first cell and second. */
function rows(page: string): [string, string][] {
  const found = [...page.matchAll(/^\| (.+?) \| (.+) \|$/gm)].map(([, first = '', second = '']) => [first, second]);
  return found.slice(1) as [string, string][];
}

test('docs/errors.md lists the catalog of error codes, and nothing else', () => {
  expect(Object.fromEntries(rows(read('docs/errors.md')))).toEqual(ERROR_CATALOG);
});

test('docs/impact.md has the confidences and shares that are counted with', () => {
  const sections = read('docs/impact.md').split(/^### /m);
  const numbers = (name: string) =>
    Object.fromEntries(
      rows(sections.find((section) => section.startsWith(name)) ?? '').map(([key, value]) => [key, Number(value)]),
    );
  expect(numbers('Confidence')).toEqual(DEFAULT_CONFIDENCE);
  expect(numbers('What a deployment serves')).toEqual({ ...STAGE_SHARES, 'any other, or none': OTHER_STAGE_SHARE });
});

test('docs/root-causes.md has the kinds, weights, extents and constants that are counted with', () => {
  const sections = read('docs/root-causes.md').split(/^##+ /m);
  const table = (name: string) => rows(sections.find((section) => section.startsWith(name)) ?? '');
  const numbers = (name: string) => table(name).map(([, value]) => Number(value));
  expect(table('What can be a cause').map(([kind]) => kind)).toEqual(Object.keys(CAUSE_KINDS));
  expect(table('Score').map(([part]) => part)).toEqual(SCORE_PARTS);
  expect(Object.fromEntries(table('Weights').map(([kind, weight]) => [kind, Number(weight)]))).toEqual(KIND_WEIGHTS);
  expect(numbers('Extents')).toEqual(Object.values(EXTENTS));
  expect(numbers('Constants')).toEqual(Object.values(SCORING));
});

test('docs/releases.md has the aspects that are compared, and why one is not known', () => {
  const sections = read('docs/releases.md').split(/^##+ /m);
  const table = (name: string) => rows(sections.find((section) => section.startsWith(name)) ?? '');
  expect(table('Aspects').map(([aspect]) => aspect)).toEqual(ASPECT_NAMES);
  expect(Object.fromEntries(table('What is not known'))).toEqual(UNKNOWN_REASONS);
});

test('docs/dependencies.md has a line on each dependency, and on nothing else', () => {
  const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<string, Record<string, string>>;
  const listed = rows(read('docs/dependencies.md')).map(([name]) => name);
  expect(listed.sort()).toEqual(Object.keys({ ...dependencies, ...devDependencies }).sort());
});

test('the README names every setting that is read, and no other', () => {
  const settings = [...read('src/config.ts').matchAll(/env\['([A-Z0-9_]+)'\]|\(env, '([A-Z0-9_]+)'/g)].map(
    ([, a, b]) => a ?? b,
  );
  const told = [...read('README.md').matchAll(/`([A-Z][A-Z0-9]*_[A-Z0-9_]+|PORT|HOST)(?:=\w+)?`/g)].map(
    ([, name]) => name,
  );
  expect(new Set(told)).toEqual(new Set(settings));
});
