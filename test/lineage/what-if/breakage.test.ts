import { expect, test } from 'vitest';
import { micros } from '../../../src/kernel/time.ts';
import { EVERYBODY } from '../../../src/kernel/viewer.ts';
import { createMemoryTraversal, DEFAULT_LIMITS } from '../../../src/lineage/memory/traversal.ts';
import { breakageOf } from '../../../src/lineage/what-if/breakage.ts';
import { reasonsOfUse, verdictOf } from '../../../src/lineage/what-if/verdict.ts';
import { short, story, urn } from '../story.ts';

const AT = { position: 1, asOf: null, now: micros(1_000), viewer: EVERYBODY };

/** What breaks where these go away; those behind `|` change and stay. */
async function without(lines: string, text: string, nodes = DEFAULT_LIMITS.nodes) {
  const [goes = [], stays = []] = text.split('|').map((part) => part.split(' ').filter(Boolean).map(urn));
  const traversal = createMemoryTraversal(story(lines).topology, { ...DEFAULT_LIMITS, nodes });
  const breakage = await breakageOf([...goes, ...stays], new Set(goes), traversal, AT);
  const left = await breakage.left();
  const reasons = reasonsOfUse(breakage.consumers(), breakage.limitHit === null);
  return {
    verdict: verdictOf(reasons),
    reasons: reasons.map(({ type, count }) => (count === null ? type : `${type} ${count}`)),
    consumers: breakage
      .consumers()
      .map(({ id, uses, isKnown, link }) =>
        [short(id), isKnown ? 'uses' : 'may use', ...uses.map(short), link.grain, link.confidence].join(' '),
      ),
    affected: breakage.affected.map(({ id, depth, isKnown }) =>
      [depth, short(id), isKnown ? '' : '?', left.get(id) ?? 'nobody knows'].filter((part) => part !== '').join(' '),
    ),
  };
}

test('A column that is used breaks its users, and what comes from them, down to the KPI.', async () => {
  const graph = `
    dataset:orders CONTAINS field:orders#amount
    dataset:orders CONTAINS field:orders#status
    field:orders#amount DERIVES field:daily#sum {"confidence": 0.8}
    field:orders#status DERIVES field:daily#open
    field:daily#sum MEASURES kpi:revenue
    field:daily#open MEASURES kpi:backlog
  `;
  expect(await without(graph, 'field:orders#amount')).toEqual({
    verdict: 'BREAKS',
    reasons: ['KNOWN_CONSUMERS 1'],
    consumers: ['field:daily#sum uses field:orders#amount FIELD 0.8'],
    affected: ['1 field:daily#sum NONE', '2 kpi:revenue NONE'],
  });
  expect(await without(graph, 'field:daily#open')).toMatchObject({ affected: ['1 kpi:backlog NONE'] });
});

test('Readers that do not say which columns they use may break, and so may what comes from them.', async () => {
  const graph = `
    dataset:orders CONTAINS field:orders#amount
    dataset:orders READ_BY job:report {"columns": "OPAQUE"}
    dataset:orders READ_BY job:exact {"columns": "KNOWN"}
    job:report WRITES dataset:report
    dataset:report MEASURES kpi:revenue
  `;
  expect(await without(graph, 'field:orders#amount')).toEqual({
    verdict: 'MAY_BREAK',
    reasons: ['OPAQUE_CONSUMERS 1'],
    consumers: ['job:report may use field:orders#amount TABLE_FALLBACK 0.5'],
    affected: ['1 job:report ? SOME', '2 dataset:report ? SOME', '3 kpi:revenue ? SOME'],
  });
});

test('What was only concluded may break; where somebody also saw it, it breaks.', async () => {
  const concluded = `field:a#x DERIVES field:b#x {"provenance": "INFERRED", "id": "one"}`;
  expect(await without(concluded, 'field:a#x')).toMatchObject({
    verdict: 'MAY_BREAK',
    reasons: ['INFERRED_CONSUMERS 1'],
    affected: ['1 field:b#x ? NONE'],
  });
  const seen = `${concluded}
    field:a#x DERIVES field:b#x {"confidence": 0.1, "id": "two"}`;
  expect(await without(seen, 'field:a#x')).toMatchObject({
    verdict: 'BREAKS',
    consumers: ['field:b#x uses field:a#x FIELD 0.1'],
  });
});

test('What nobody uses is safe to drop, and so is a column beside those that are used.', async () => {
  const graph = `
    dataset:orders CONTAINS field:orders#note
    dataset:orders CONTAINS field:orders#amount
    dataset:orders READ_BY job:exact {"columns": "KNOWN"}
    field:orders#amount DERIVES field:daily#sum
  `;
  const nothing = { verdict: 'SAFE', reasons: ['NO_CONSUMERS'], consumers: [], affected: [] };
  expect(await without(graph, 'field:orders#note')).toEqual(nothing);
});

test('Another way to the data heals nothing, but it is told: of a job two tables, of a KPI two columns.', async () => {
  const graph = `
    dataset:orders READ_BY job:join
    dataset:rates READ_BY job:join
    job:join WRITES dataset:daily
    dataset:daily READ_BY job:last
    dataset:orders READ_BY job:only
    dataset:daily MEASURES kpi:revenue
    job:only WRITES dataset:copy
    dataset:copy MEASURES kpi:revenue
  `;
  expect(await without(graph, 'dataset:orders')).toMatchObject({
    verdict: 'BREAKS',
    affected: [
      '1 job:join SOME',
      '1 job:only NONE',
      '2 dataset:copy NONE',
      '2 dataset:daily SOME',
      '3 kpi:revenue SOME',
      '3 job:last SOME',
    ],
  });
  const both = await without(graph, 'dataset:orders dataset:rates');
  expect(both.affected.filter((line) => line.endsWith('SOME'))).toEqual([]);
});

test('What feeds itself in a circle has no source left.', async () => {
  const graph = `
    field:a#x DERIVES field:b#x
    field:b#x DERIVES field:c#x
    field:c#x DERIVES field:b#x
    field:c#x DERIVES field:d#x
    field:z#x DERIVES field:d#x
  `;
  expect(await without(graph, 'field:a#x')).toMatchObject({
    affected: ['1 field:b#x NONE', '2 field:c#x NONE', '3 field:d#x SOME'],
  });
});

test('A whole beside its part is no source that is left: the part says what of it is used.', async () => {
  const graph = `
    dataset:mart CONTAINS field:mart#rate
    dataset:mart CONTAINS field:mart#other
    dataset:mart MEASURES kpi:retention
    field:mart#rate MEASURES kpi:retention
    dataset:mart SUPPLIES feature:v#f
    field:mart#rate SUPPLIES feature:v#f
    field:mart#other SUPPLIES feature:v#f
  `;
  expect(await without(graph, 'field:mart#rate')).toMatchObject({
    affected: ['1 kpi:retention NONE', '1 feature:v#f SOME'],
  });
});

test('A dataset goes with its fields, a view with its features: of a reader by both ways one is told.', async () => {
  const graph = `
    dataset:d CONTAINS field:d#x
    dataset:d READ_BY job:j
    field:d#x DERIVES field:e#x
    field:d#x SUPPLIES feature:v#f
    view:v CONTAINS feature:v#f
    feature:v#f SERVES deployment:p
    view:v SERVES deployment:p
    deployment:p AFFECTS kpi:one
  `;
  expect(await without(graph, 'dataset:d field:d#x')).toMatchObject({
    consumers: [
      'feature:v#f uses field:d#x FIELD 1',
      'field:e#x uses field:d#x FIELD 1',
      'job:j uses dataset:d TABLE 1',
    ],
  });
  expect(await without(graph, 'view:v feature:v#f')).toMatchObject({
    consumers: ['deployment:p uses view:v feature:v#f TABLE 1'],
    affected: ['1 deployment:p NONE', '2 kpi:one NONE'],
  });
});

test('What goes as well is no consumer; what is renamed is one, and is affected where another change leads to it.', async () => {
  const graph = `
    field:a#x DERIVES field:b#x
    field:b#x DERIVES field:c#x
  `;
  expect(await without(graph, 'field:a#x field:b#x')).toMatchObject({
    consumers: ['field:c#x uses field:b#x FIELD 1'],
    affected: ['1 field:c#x NONE'],
  });
  expect(await without(graph, 'field:a#x | field:b#x')).toMatchObject({
    consumers: ['field:b#x uses field:a#x FIELD 1', 'field:c#x uses field:b#x FIELD 1'],
    affected: ['1 field:b#x NONE', '1 field:c#x NONE'],
  });
});

test('Several names of one thing are one.', async () => {
  const graph = `
    dataset:old RENAMED_TO dataset:new
    dataset:old READ_BY job:j
    dataset:other READ_BY job:k
  `;
  expect(await without(graph, 'dataset:new')).toMatchObject({ consumers: ['job:j uses dataset:new TABLE 1'] });
});

test('Where a limit ends the walk nothing is called safe, and nobody knows what is left.', async () => {
  const graph = `
    dataset:d READ_BY job:j {"provenance": "INFERRED"}
    job:j WRITES dataset:e
    dataset:e READ_BY job:k
  `;
  const { verdict, reasons, affected } = await without(graph, 'dataset:d', 2);
  expect({ verdict, reasons, affected }).toEqual({
    verdict: 'MAY_BREAK',
    reasons: ['INFERRED_CONSUMERS 1', 'CUT_SHORT'],
    affected: ['1 job:j ? nobody knows'],
  });
});
