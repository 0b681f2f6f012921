import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatUrn } from '../../src/kernel/urn.ts';
import { code } from '../../src/export/what-if/code.ts';
import type { Report } from '../../src/export/what-if/document.ts';
import { whatIfMarkdown } from '../../src/export/what-if/markdown.ts';

/** Either a span of code that nothing in it ends, or an element of text by its numbers. */
const INERT =
  /^(?:`[^`|\\\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+`|<code>(?:[\p{L}\p{N}]|&#(?!64;)\d+;|<!-- -->&#64;<!-- -->)*<\/code>)$/u;

test.each([
  ['shop.orders#currency', '`shop.orders#currency`'],
  ['a|b', '<code>a&#124;b</code>'],
  ['a\\|b', '<code>a&#92;&#124;b</code>'],
  ['`rm`', '<code>&#96;rm&#96;</code>'],
  ['<img src=x onerror=alert(1)>', '`<img src=x onerror=alert(1)>`'],
  ['</code><script>`', '<code>&#60;&#47;code&#62;&#60;script&#62;&#96;</code>'],
  ['[x](https://evil.test)', '`[x](https://evil.test)`'],
  ['@everybody closes #1', '`@everybody closes #1`'],
  ['a|b@evil.test', '<code>a&#124;b<!-- -->&#64;<!-- -->evil&#46;test</code>'],
  ['one\r\n# two', '`one\uFFFD\uFFFD# two`'],
  ['safe\u202Egnp', '`safe\uFFFDgnp`'],
  ['', '<code></code>'],
  [' ', '<code>&#32;</code>'],
  ['\ud800', '`\uFFFD`'],
  ['größe', '`größe`'],
  ['x'.repeat(61), `\`${'x'.repeat(59)}…\``],
])('%j stands as %s', (text, expected) => {
  expect(code(text)).toBe(expected);
});

const nasty = fc.oneof(
  fc.string({
    unit: fc.constantFrom(
      '|',
      '`',
      '<',
      '>',
      '[',
      ']',
      '(',
      '\\',
      '\n',
      '\r',
      '&',
      '@',
      '#',
      '*',
      '_',
      ' ',
      'a',
      '😀',
      '\u2028',
    ),
  }),
  fc.string({ unit: 'binary' }),
);

test('Whatever a name is, it is inert where it stands.', () => {
  fc.assert(
    fc.property(nasty, (text) => {
      expect(code(text)).toMatch(INERT);
    }),
  );
});

function list<T>(nodes: readonly T[], value = nodes.length, exact = true) {
  return { nodes, total: { value, exact } };
}

/** A report in which everything is called this, with so many of each. */
function reportOf(name: string, many = 2): Report {
  const named = { id: formatUrn('FIELD', 'n', name || 'none'), kind: 'FIELD', name };
  const times = <T>(item: T): T[] => Array.from({ length: many }, () => item);
  return {
    verdict: 'BREAKS',
    outcomes: times({
      ...{ type: 'CHANGE_KPI_DEFINITION', subject: named, verdict: 'MAY_BREAK' },
      reasons: [{ type: 'OPAQUE_CONSUMERS', verdict: 'MAY_BREAK', count: 2 }],
      judged: [{ ...named, owners: [named] }],
    }).slice(0, 20),
    consumers: list(
      times({
        ...{ consumer: named, uses: [named.id], known: true, sourcesLeft: 'NONE' },
        link: { grain: 'FIELD', provenance: 'OBSERVED', confidence: 0.9 },
        job: { ...named, sourceCodeUrl: name },
      }),
    ),
    affected: list([], 12, false),
    impact: {
      kpis: list(times({ kpi: named, risk: 4.5, path: { nodes: times({ id: named.id }) } }), 300, false),
      deployments: list(times({ deployment: named, risk: 1 }), many + 1),
      owners: list(times({ owner: named, ownsCount: { value: 9 }, owns: times(named).slice(0, 10) })),
      answer: { limitHit: 'TIME' },
    },
    kpiShifts: list(times({ kpi: named, before: 1, after: 0.1 })),
    answer: {
      ...{ watermark: 'WyJw', moment: { asOf: '2026-01-01T00:00:00Z', knownAt: '2026-01-02T00:00:00Z' } },
      ...{ limitHit: null, hidden: { present: true, count: null }, staleLinks: 3 },
    },
  };
}

/** Without the inert texts; escapes as they are. */
function skeleton(markdown: string): string {
  return markdown.replaceAll(/`[^`\n]+`|<code>(?:[\p{L}\p{N}]|&#\d+;|<!-- -->)*<\/code>/gu, 'X');
}

test('The shape of a report does not hang on what things are called.', () => {
  const tame = skeleton(whatIfMarkdown(reportOf('tame')));
  fc.assert(
    fc.property(nasty, (name) => {
      expect(skeleton(whatIfMarkdown(reportOf(name)))).toBe(tame);
    }),
  );
});

test('A report says all that it has to say, and cuts long tables.', () => {
  const text = whatIfMarkdown(reportOf('x', 30));
  expect(text).toMatch(/^## What if: BREAKS\n\nSomething is known to use .* 30 to change, at least 12 affected\.\n/);
  expect(text).toContain('| change kpi definition | `x` | MAY BREAK | opaque consumers: 2 |');
  expect(text).toContain('### KPIs at risk (300 or more)');
  expect(text).toContain('| and at least 280 more |  |  |');
  expect(text).toContain('### Deployments at risk (31)');
  expect(text).toContain('| and 11 more |  |');
  expect(text).toContain('| `x` | `x`, `x`, `x`, `x`, `x`, and 4 more |');
  expect(text).toContain('| `x` | 4.5 | `x` → `x` → `x` → … 25 … → `x` → `x` |');
  expect(text).toContain('| `x` | `x` | known, 0.9 | none | `x` |');
  expect(text).toContain('### Judged by another definition (20)');
  expect(text).toContain('- A limit ended the walk (TIME): there may be more.');
  expect(text).toContain('- Some entities on the way are hidden by policy.');
  expect(text).toMatch(/log position `WyJw`\. Nothing was written\.\n$/);
});

test('However bad the names are, it fits into a comment.', () => {
  expect(whatIfMarkdown(reportOf('|'.repeat(2_000), 100)).length).toBeLessThanOrEqual(60_000);
});

test('Of what is safe there are no tables, and what is known whole is called so.', () => {
  const { answer, ...report } = reportOf('x', 0);
  const safe = { ...report, ...{ verdict: 'SAFE', affected: list([]), outcomes: reportOf('x', 1).outcomes } };
  const impact = { ...safe.impact, kpis: list([]), deployments: list([]), answer: { limitHit: null } };
  const outcomes = safe.outcomes.map((each) => ({ ...each, judged: null, reasons: [] }));
  const whole = { ...answer, hidden: { present: null, count: null }, staleLinks: 0 };
  const text = whatIfMarkdown({ ...safe, impact, outcomes, answer: whole });
  expect(text.match(/^#+ .*/gm)).toEqual(['## What if: SAFE', '### What is not known']);
  expect(text).toContain('- Of what is recorded nothing was left out.');
});
