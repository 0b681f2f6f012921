import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { breaks, undatedReasons, untold } from '../../src/cli/schema/evolution.ts';
import { buildGraph } from '../../src/graphql/index.ts';
import { printGraph } from '../../src/graphql/print.ts';

const TODAY = '2026-11-25';
const RELEASED = `type Query { kpis(first: Int = 20): [Kpi!] old: String @deprecated(reason: "use kpis; stays until 2026-11-24") }
  type Kpi { id: ID! name: String later: String @deprecated(reason: "use name; stays until 2027-01-01") }
  input Filter { retired: Boolean = false name: String }
  enum Way { UP DOWN @deprecated(reason: "use UP; stays until 2026-01-01") }`;

test.each([
  ['nothing', RELEASED, []],
  ['what is added', RELEASED.replace('name: String', 'name: String weight(at: Int): Float'), []],
  ['a value that is added', RELEASED.replace('UP', 'UP SIDEWAYS'), []],
  ['what was deprecated and is over', RELEASED.replace(/old.*?\)/, '').replace(/ DOWN.*?\)/, ''), []],
  ['a field that is gone', RELEASED.replace('name: String', ''), ['Kpi.name was removed.']],
  ['what was to stay', RELEASED.replace(/later.*?\)/, ''), ['Kpi.later was removed.']],
  ['another type', RELEASED.replace('id: ID!', 'id: ID'), ['Kpi.id changed type from ID! to ID.']],
  [
    'an argument that must be given',
    RELEASED.replace('first: Int = 20', 'first: Int = 20 of: ID!'),
    ['A required arg of on Query.kpis was added.'],
  ],
  [
    'another default',
    RELEASED.replace('= 20', '= 10'),
    ['Query.kpis arg first has changed defaultValue from 20 to 10.'],
  ],
  [
    'another default of the field of an input',
    RELEASED.replace('= false', '= true'),
    ['Filter.retired has changed defaultValue from false to true.'],
  ],
  [
    'a default that is gone',
    RELEASED.replace(' = false', ''),
    ['Filter.retired has changed defaultValue from false to none.'],
  ],
  [
    'a field of an input that is gone',
    RELEASED.replace('retired: Boolean = false', ''),
    ['Filter.retired was removed.'],
  ],
  ['a default that is added', RELEASED.replace('name: String }', 'name: String = "x" }'), []],
  ['a value that is gone', RELEASED.replace('UP', 'SIDEWAYS'), ['UP was removed from enum type Way.']],
])('clients are told of %s', (_what, current, expected) => {
  expect(breaks(RELEASED, current, TODAY)).toEqual(expected);
});

test('a break is told below Breaking of the newest part of the change log, and nowhere else', () => {
  const told = 'Kpi.name was removed.';
  const log = (newest: string, older: string) => `# C\n\n## Unreleased\n\n${newest}\n\n## 1.0.0\n\n${older}`;
  const line = `- \`${told}\` Ask for title.`;
  expect(untold([told], log(`### Breaking\n\n${line}\n\n### Added\n\n- x`, ''))).toEqual([]);
  expect(untold([told], log(`### Breaking\n\n- x\n\n### Added\n\n${line}`, `### Breaking\n\n${line}`))).toEqual([told]);
  const another = '### Breaking\n\n- `RetiredKpi.name was removed.`';
  expect(untold([told], log(another, ''))).toEqual([told]);
  expect(untold([], log('', ''))).toEqual([]);
});

test('a deprecation says what to use instead and until when it stays', () => {
  const deprecated = (reason: string) => `type Query { a: Int @deprecated${reason} b: Int }`;
  expect(undatedReasons(deprecated('(reason: "use b; stays until 2027-06-01")'))).toEqual([]);
  expect(undatedReasons(deprecated(''))).toEqual(['']);
  expect(undatedReasons(deprecated('(reason: "use b")'))).toEqual(['use b']);
  expect(undatedReasons(deprecated('(reason: "use b; stays until 2027-13-01")'))).toHaveLength(1);
  expect(undatedReasons(printGraph(buildGraph()))).toEqual([]);
});

test('the schema breaks nothing of the last release that the change log does not tell', () => {
  const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
  const found = breaks(read('schema/released/graph.graphql'), printGraph(buildGraph()), TODAY);
  expect(untold(found, read('CHANGELOG.md'))).toEqual([]);
});
