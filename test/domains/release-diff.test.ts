import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatUrn } from '../../src/kernel/urn.ts';
import { visibilityOf } from '../../src/kernel/visibility.ts';
import { applyFacts } from '../kit/apply-facts.ts';
import { answerFor } from '../kit/as-viewer.ts';
import { callsOf } from '../kit/counting.ts';
import { startServer, type TestServer } from '../kit/server.ts';

const JANUARY = '2026-01-01T00:00:00Z';
const FEBRUARY = '2026-02-01T00:00:00Z';
const MARCH = '2026-03-01T00:00:00Z';

const urn = (kind: string, name: string) => formatUrn(kind, 'shop', name);
const entity = (kind: string, name: string, props: object = {}, at = JANUARY) => ({
  ...{ fact: 'entity', kind, namespace: 'shop', name, props, at, source: 'test' },
});
const relation = (type: string, from: string, to: string, at = JANUARY) => ({
  ...{ fact: 'relation', type, from, to, at, source: 'test' },
});
const fields = (of: string, members: readonly string[], at: string) => ({
  ...{ fact: 'set', of: urn('DATASET', of), type: 'CONTAINS', at, source: 'test' },
  members: members.map((name) => urn('FIELD', `${of}#${name}`)),
});

/** A run that is fed with these and makes the version. */
function run(name: string, startedAt: string, props: object, inputs: readonly string[], version: string): object[] {
  const id = urn('EXPERIMENT_RUN', name);
  return [
    entity('EXPERIMENT_RUN', name, { startedAt, ...props }, startedAt),
    ...inputs.map((input) => relation('USED_BY', input, id, startedAt)),
    relation('PRODUCED', id, version, startedAt),
  ];
}

const M1 = urn('MODEL_VERSION', 'churn@1');
const M2 = urn('MODEL_VERSION', 'churn@2');
const MADE_BY_HAND = urn('MODEL_VERSION', 'churn@0');
const C1 = urn('CONFIG_VERSION', 'thresholds@1');
const C2 = urn('CONFIG_VERSION', 'thresholds@2');
const ORDERS = urn('DATASET', 'orders');
const SURVEY = urn('DATASET', 'survey');

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  await applyFacts(server, [
    ...['churn@0', 'churn@1', 'churn@2'].map((name) => entity('MODEL_VERSION', name, { version: name.at(-1) })),
    entity('DATASET', 'orders', { datasetType: 'TABLE', description: 'As it was.' }),
    entity('DATASET', 'orders', { description: 'In other words.' }, FEBRUARY),
    entity('FIELD', 'orders#total', { dataType: 'int' }),
    entity('FIELD', 'orders#total', { dataType: 'decimal' }, FEBRUARY),
    entity('FIELD', 'orders#coupon', { dataType: 'text' }),
    fields('orders', ['total', 'coupon'], JANUARY),
    fields('orders', ['total', 'discount'], FEBRUARY),
    ...['spend', 'visits', 'segment'].map((name) => entity('FEATURE', name, { dataType: 'Int64' })),
    entity('FEATURE', 'spend', { dataType: 'Float64' }, FEBRUARY),
    entity('VALIDATION_SET', 'holdout@1', { mode: 'STATIC', rowCount: 100 }),
    entity('VALIDATION_SET', 'holdout@2', { mode: 'STATIC', rowCount: 120 }),
    // Told long after the runs: a commit is what it is.
    entity('CODE_ARTIFACT', 'train.py@a1', { revision: 'a1', language: 'PYTHON' }, MARCH),
    entity('CODE_ARTIFACT', 'train.py@b2', { revision: 'b2', language: 'PYTHON' }, MARCH),
    entity('ENVIRONMENT', 'train@1', { pythonVersion: '3.11', packages: { numpy: '1.26', 'zope.interface': '6' } }),
    entity('ENVIRONMENT', 'train@2', { pythonVersion: '3.11', packages: { numpy: '2.1', torch: '2.5' } }),
    ...run(
      'r1',
      '2026-01-10T00:00:00Z',
      { parameters: { trees: 100, loss: { name: 'log' } }, metrics: { auc: 0.8 } },
      [
        ...[ORDERS, SURVEY, urn('FEATURE', 'spend'), urn('FEATURE', 'visits'), urn('VALIDATION_SET', 'holdout@1')],
        ...[urn('CODE_ARTIFACT', 'train.py@a1'), urn('ENVIRONMENT', 'train@1')],
      ],
      M1,
    ),
    ...run(
      'r2',
      '2026-02-10T00:00:00Z',
      { parameters: { trees: 100, loss: { name: 'focal', gamma: 2 } }, metrics: { auc: 0.8 } },
      [
        ...[ORDERS, SURVEY, urn('FEATURE', 'spend'), urn('FEATURE', 'segment'), urn('VALIDATION_SET', 'holdout@2')],
        ...[urn('CODE_ARTIFACT', 'train.py@b2'), urn('ENVIRONMENT', 'train@2')],
      ],
      M2,
    ),
    entity('CONFIG_VERSION', 'thresholds@1', { settings: { block: 0.9, limits: { daily: 3, hosts: ['a', 'b'] } } }),
    entity('CONFIG_VERSION', 'thresholds@2', { settings: { block: 0.8, limits: { hosts: ['a'] }, 'a.b': true } }),
    entity('CONFIG_VERSION', 'thresholds@3', {}, FEBRUARY),
    ...run('r3', '2026-02-20T00:00:00Z', {}, [urn('ENVIRONMENT', 'nobody-said@1')], C2),
  ]);
});
afterAll(() => server[Symbol.asyncDispose]());

interface Diff {
  differences: {
    nodes: { aspect: string; type: string; name: string; entity: { name: string }; before: unknown; after: unknown }[];
    total: { value: number };
    pageInfo: { hasNextPage: boolean; endCursor: string };
  };
  unknown: { aspect: string; release: { name: string }; reason: string }[];
}

const DOCUMENT = `query ($from: ID!, $to: ID!, $at: Moment, $aspects: [ReleaseAspect!], $first: Int, $after: PageCursor) {
  releaseDiff(from: $from, to: $to, at: $at) {
    differences(aspects: $aspects, first: $first, after: $after) {
      nodes { aspect type name entity { name } before after } total { value } pageInfo { hasNextPage endCursor } }
    unknown { aspect release { name } reason } answer { limitHit hidden { disclosure } } } }`;

async function diff(from: string, to: string, variables: object = {}): Promise<Diff> {
  return (await server.query<{ releaseDiff: Diff }>(DOCUMENT, { from, to, ...variables })).releaseDiff;
}

/** Each in one line. */
function lines({ differences: { nodes } }: Diff): string[] {
  return nodes.map(({ aspect, type, name, entity: told, before, after }) => {
    const values = [before, after].map((value) => JSON.stringify(value)).join(' -> ');
    return `${aspect} ${type} ${name} by ${told.name}: ${values}`;
  });
}

const reasons = ({ unknown }: Diff) => unknown.map((each) => `${each.aspect} ${each.release.name} ${each.reason}`);

test('two versions of a model differ in what their runs were made of', async () => {
  const found = await diff(M1, M2);
  const [was, is] = ['{"fields":{"coupon":"text","total":"int"}}', '{"fields":{"discount":null,"total":"decimal"}}'];
  expect(lines(found)).toEqual([
    'PARAMETERS ADDED loss.gamma by r2: null -> 2',
    'PARAMETERS CHANGED loss.name by r2: "log" -> "focal"',
    'FEATURES ADDED segment by segment: null -> {"dataType":"Int64"}',
    'FEATURES CHANGED spend by spend: {"dataType":"Int64"} -> {"dataType":"Float64"}',
    'FEATURES REMOVED visits by visits: {"dataType":"Int64"} -> null',
    'DATA CHANGED holdout@2 by holdout@2: {"name":"holdout@1","rowCount":100} -> {"name":"holdout@2","rowCount":120}',
    `DATA CHANGED orders by orders: ${was} -> ${is}`,
    'CODE CHANGED train.py@b2 by train.py@b2: {"name":"train.py@a1","revision":"a1"} -> {"name":"train.py@b2","revision":"b2"}',
    'ENVIRONMENT CHANGED packages.numpy by train@2: "1.26" -> "2.1"',
    'ENVIRONMENT ADDED packages.torch by train@2: null -> "2.5"',
    'ENVIRONMENT REMOVED packages["zope.interface"] by train@1: "6" -> null',
  ]);
  // Nobody described the survey, so that nobody knows what changed in it.
  expect(reasons(found)).toEqual(['DATA churn@1 NOT_DESCRIBED', 'DATA churn@2 NOT_DESCRIBED']);
});

test('turned around, what came went', async () => {
  const [there, back] = [await diff(M1, M2), await diff(M2, M1)];
  const turned = { ADDED: 'REMOVED', REMOVED: 'ADDED', CHANGED: 'CHANGED' } as Record<string, string>;
  const essence = ({ differences: { nodes } }: Diff, type: (name: string) => string | undefined) =>
    nodes.map((each) => `${each.aspect} ${type(each.type)} ${each.name.replace(/@.*/, '')}`).sort();
  expect(essence(back, (type) => turned[type])).toEqual(essence(there, (type) => type));
  expect((await diff(M1, M1)).differences.nodes).toEqual([]);
});

test('two versions of a configuration differ by path; what no run tells of either is not known', async () => {
  const found = await diff(C1, C2);
  expect(lines(found)).toEqual([
    'CONFIGURATION ADDED ["a.b"] by thresholds@2: null -> true',
    'CONFIGURATION CHANGED block by thresholds@2: 0.9 -> 0.8',
    'CONFIGURATION REMOVED limits.daily by thresholds@1: 3 -> null',
    'CONFIGURATION CHANGED limits.hosts by thresholds@2: ["a","b"] -> ["a"]',
  ]);
  expect(reasons(found)).toEqual([
    ...['PARAMETERS thresholds@1 NO_RUN', 'PARAMETERS thresholds@2 NOT_TOLD'],
    ...['METRICS thresholds@1 NO_RUN', 'METRICS thresholds@2 NOT_TOLD'],
    ...['FEATURES thresholds@1 NO_RUN', 'FEATURES thresholds@2 NOT_TOLD'],
    ...['DATA thresholds@1 NO_RUN', 'DATA thresholds@2 NOT_TOLD'],
    ...['CODE thresholds@1 NO_RUN', 'CODE thresholds@2 NOT_TOLD'],
    ...['ENVIRONMENT thresholds@1 NO_RUN', 'ENVIRONMENT thresholds@2 NOT_DESCRIBED'],
  ]);
  expect(reasons(await diff(C1, urn('CONFIG_VERSION', 'thresholds@3')))[0]).toBe('CONFIGURATION thresholds@3 NOT_TOLD');
});

test('a model and a configuration share what their runs were made of, and an environment that nobody described', async () => {
  const found = await diff(M2, C2);
  expect(lines(found)).toEqual([
    'ENVIRONMENT CHANGED nobody-said@1 by nobody-said@1: {"name":"train@2"} -> {"name":"nobody-said@1"}',
  ]);
  expect(reasons(found)).toContain('CONFIGURATION churn@2 NOT_TOLD');
  expect(reasons(found)).toContain('ENVIRONMENT thresholds@2 NOT_DESCRIBED');
});

test('where no run is known of one, nothing of the other is told as new', async () => {
  const found = await diff(MADE_BY_HAND, M2);
  expect(found.differences.nodes).toEqual([]);
  expect(found.unknown.map(({ release, reason }) => `${release.name} ${reason}`)).toEqual(
    Array.from({ length: 6 }, () => 'churn@0 NO_RUN'),
  );
  // Before the run nobody knew of it.
  const before = await diff(M1, M2, { at: { asOf: '2026-01-05T00:00:00Z' } });
  expect(new Set(before.unknown.map(({ reason }) => reason))).toEqual(new Set(['NO_RUN']));
});

test('pages together are the whole, as it stood on the first', async () => {
  const whole = await diff(M1, M2);
  const pages: Diff[] = [];
  for (let after: string | null = null; ;) {
    const page = await diff(M1, M2, { first: 4, after });
    pages.push(page);
    if (!page.differences.pageInfo.hasNextPage) break;
    after = page.differences.pageInfo.endCursor;
    const at = `2026-04-0${pages.length}T00:00:00Z`;
    await applyFacts(server, [entity('CODE_ARTIFACT', 'train.py@b2', { language: at }, at)]);
  }
  expect(pages.map(({ differences: { nodes } }) => nodes.length)).toEqual([4, 4, 3]);
  expect(pages.flatMap(lines)).toEqual(lines(whole));
  const data = await diff(M1, M2, { aspects: ['DATA', 'CODE'] });
  expect(data.differences.nodes.map(({ aspect }) => aspect)).toEqual(['DATA', 'DATA', 'CODE']);
  expect(data.differences.total).toEqual({ value: 3 });
});

test('the lineage behind a difference is asked for where it is told', async () => {
  const document = `query ($from: ID!, $to: ID!) { releaseDiff(from: $from, to: $to) {
    differences(aspects: [DATA]) { nodes { entity { lineage(direction: DOWNSTREAM) { nodes { id depth } } } } } } }`;
  const { releaseDiff } = await server.query<{ releaseDiff: { differences: { nodes: object[] } } }>(document, {
    ...{ from: M1, to: M2 },
  });
  expect(JSON.stringify(releaseDiff.differences.nodes[1])).toContain(`"id":"${M2}","depth":2`);
});

test.each([
  ['from', ORDERS, M2, 'BAD_USER_INPUT', /^from: expected the URN of a ModelVersion or a ConfigVersion; came/],
  ['to', M1, 'no urn', 'BAD_USER_INPUT', /^to: /],
  ['to', M1, urn('MODEL_VERSION', 'churn@9'), 'NOT_FOUND', /^to: there is no /],
  ['from', urn('CONFIG_VERSION', 'none@1'), C2, 'NOT_FOUND', /^from: there is no /],
] as const)('what is wrong with %s is named', async (argument, from, to, code, message) => {
  const { errors } = await server.answer(DOCUMENT, { from, to });
  expect(errors).toEqual([
    expect.objectContaining({
      message: expect.stringMatching(message) as string,
      extensions: expect.objectContaining({ code, argument }) as object,
    }),
  ]);
});

test('one that was not there yet is NOT_FOUND', async () => {
  const [from, to] = [C1, urn('CONFIG_VERSION', 'thresholds@3')];
  const { errors } = await server.answer(DOCUMENT, { from, to, at: { asOf: '2026-01-20T00:00:00Z' } });
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'NOT_FOUND', argument: 'to' });
});

test('however many inputs there are, they are read together', async () => {
  const variables = { from: M1, to: M2 };
  // The two; the runs; their inputs; those of both as they were at each run, and their parts.
  const calls = ['records', 'related', 'related', 'records', 'related', 'records', 'related'];
  expect((await callsOf(server, DOCUMENT, variables)).sort()).toEqual(calls.sort());
  const many = Array.from({ length: 60 }, (_, index) => urn('FEATURE_VIEW', `view${index}`));
  await applyFacts(server, [
    ...many.map((_, index) => entity('FEATURE_VIEW', `view${index}`, { mode: 'BATCH' })),
    ...many.flatMap((id) => ['r1', 'r2'].map((name) => relation('USED_BY', id, urn('EXPERIMENT_RUN', name)))),
  ]);
  expect((await callsOf(server, DOCUMENT, variables)).sort()).toEqual(calls.sort());
});

test('what is hidden is no difference, and is told as far as policy lets it', async () => {
  const hidden = urn('FEATURE', 'segment');
  const viewer = { id: 'somebody', visibility: visibilityOf([{ effect: 'STOP', ids: [hidden] }], 'COUNT') };
  const document = `query ($from: ID!, $to: ID!) { releaseDiff(from: $from, to: $to) {
    differences(aspects: [FEATURES]) { nodes { name } } answer { hidden { count } } } }`;
  const { data } = await answerFor(viewer, server, document, { from: M1, to: M2 });
  expect(data?.['releaseDiff']).toEqual({
    differences: { nodes: [{ name: 'spend' }, { name: 'visits' }] },
    answer: { hidden: { count: 1 } },
  });
});

test('two names of one table are no difference', async () => {
  const [from, to] = [urn('MODEL_VERSION', 'uplift@1'), urn('MODEL_VERSION', 'uplift@2')];
  await applyFacts(server, [
    ...['view', 'table'].map((name) => entity('DATASET', name, { datasetType: 'TABLE' })),
    relation('ALIAS_OF', urn('DATASET', 'view'), urn('DATASET', 'table')),
    ...run('u1', MARCH, {}, [urn('DATASET', 'view')], from),
    ...run('u2', MARCH, {}, [urn('DATASET', 'table')], to),
  ]);
  const found = await diff(from, to, { aspects: ['DATA'] });
  expect(found.differences.nodes).toEqual([]);
  expect(reasons(found).filter((reason) => reason.startsWith('DATA'))).toEqual([]);
});

test('where a run was fed with more than is read, its inputs are not compared', async () => {
  const inputs = Array.from({ length: 5_001 }, (_, index) => urn('FEATURE', `f${index}`));
  const wide = urn('MODEL_VERSION', 'wide@1');
  await applyFacts(server, run('w1', MARCH, {}, inputs, wide));
  expect(reasons(await diff(wide, wide))).toContain('FEATURES wide@1 TOO_MANY');
  const narrow = urn('MODEL_VERSION', 'wide@2');
  await applyFacts(server, run('w2', MARCH, {}, inputs.slice(0, 1_001), narrow));
  expect(reasons(await diff(narrow, narrow)).filter((reason) => reason.includes('TOO_MANY'))).toEqual([]);
  const fewer = urn('MODEL_VERSION', 'wide@3');
  await applyFacts(server, run('w3', MARCH, {}, inputs.slice(0, 1_000), fewer));
  expect(lines(await diff(narrow, fewer))).toEqual(['FEATURES REMOVED f1000 by f1000: {} -> null']);
});
