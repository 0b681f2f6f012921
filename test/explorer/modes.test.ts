import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { INCIDENTS } from '../../seed/demo/incidents.ts';
import { placeOf, stepsBetween, timeAt } from '../../src/explorer/app/lineage/time/steps.ts';
import { chromiumUnavailable } from '../kit/chromium.ts';
import { readCsv } from '../kit/csv.ts';
import { faultsOf, startExplorer, WAIT, type TestExplorer } from '../kit/explorer.ts';
import { getExport } from '../kit/export.ts';
import { describeUnlessUnavailable } from '../kit/unavailable.ts';

const SEGMENTS = 'urn:throughline:dataset:snowflake%3A%2F%2Fmeridian-eu:analytics.customer_segments';
const CHURN_SCORING = 'urn:throughline:deployment:k8s%3A%2F%2Fprod:churn-scoring';
const [, NOTEBOOK, FRAUD, COUPONS] = INCIDENTS;

describe('the stops of a slider through time', () => {
  const day = 86_400_000;

  test('are days at midnight, and now behind the last of them', () => {
    const begin = Date.parse('2026-10-01T10:00:00Z');
    const steps = stepsBetween(begin, Date.parse('2026-10-05T09:00:00Z'));
    const all = Array.from({ length: steps.count + 1 }, (_, place) => timeAt(steps, place));
    const told = all.map((time) => (time === null ? 'now' : new Date(time).toISOString().slice(0, 16)));
    expect(told).toEqual(['2026-10-02T00:00', '2026-10-03T00:00', '2026-10-04T00:00', '2026-10-05T00:00', 'now']);
  });

  test('are nearest to what was written exactly, and within the range', () => {
    const steps = stepsBetween(0, 10 * day);
    expect([null, NaN, -day, 3.2 * day, 99 * day].map((time) => placeOf(steps, time))).toEqual([
      steps.count,
      steps.count,
      0,
      3,
      steps.count,
    ]);
  });

  test('are finer where there are few days, and none where there is no minute', () => {
    expect(stepsBetween(0, 3_600_000 * 5).size).toBe(3_600_000);
    expect(stepsBetween(0, 60_000 * 5).size).toBe(60_000);
    expect(stepsBetween(1, 30_000).count).toBe(0);
  });
});

describeUnlessUnavailable('modes of the page of lineage', chromiumUnavailable, () => {
  let explorer: TestExplorer;
  let page: TestExplorer['page'];

  beforeAll(async () => {
    explorer = await startExplorer();
    page = explorer.page;
  });

  afterAll(() => explorer?.[Symbol.asyncDispose]());

  const address = () => explorer.address();
  const asked = (of: string, rest: Record<string, string>) => `/lineage?${new URLSearchParams({ of, ...rest })}`;
  const canvas = () => page.locator('.canvas[data-state=shown]');
  const panel = (name: string) => page.getByRole('region', { name });
  const choices = () => page.locator('.choosable-button');

  /** What the list beside the canvas says that stands out as this. */
  async function markedOnCanvas(words: string): Promise<string[]> {
    await canvas().waitFor(WAIT);
    if ((await page.locator('.canvas-outline').count()) === 0)
      await page.getByRole('button', { name: 'List', exact: true }).click();
    const items = page.locator('.canvas-outline .canvas-item', {
      has: page.locator('small', { hasText: ` · ${words}` }),
    });
    return (await items.locator('strong').allInnerTexts()).toSorted();
  }

  test('impact shows KPIs by risk with the path that gives it, in the address, and the CSV has them all', async () => {
    const { impact } = await explorer.server.query<{ impact: Impact }>(
      `query ($of: [ID!]!) { impact(of: $of) {
        kpis { nodes { kpi { id name } path { nodes { entity { kind name } } } } } owners { total { value } } } }`,
      { of: [SEGMENTS] },
    );
    await explorer.open(`/entity/${SEGMENTS}`);
    await page.getByRole('link', { name: 'Show impact' }).click(WAIT);
    await explorer.heading('Impact of analytics.customer_segments').waitFor(WAIT);
    const kpis = panel('What is at risk').locator('.panel-part', { hasText: 'KPIs at risk' });
    await kpis.locator('.choosable-name').first().waitFor(WAIT);
    expect(await kpis.locator('.choosable-name').allInnerTexts()).toEqual(impact.kpis.nodes.map(({ kpi }) => kpi.name));
    const owners = panel('What is at risk').locator('.panel-part', { hasText: 'Owners to tell' });
    expect(await owners.locator('li').count()).toBe(impact.owners.total.value);
    expect((await markedOnCanvas('at risk')).length).toBeGreaterThanOrEqual(impact.kpis.nodes.length);

    const [first] = impact.kpis.nodes;
    await kpis.locator('.choosable-button').first().click();
    await expect.poll(address, WAIT).toContain(`chosen=${first!.kpi.id}`);
    const way = first!.path.nodes.map(({ entity }) => entity);
    const names = way.map(({ name }) => name);
    const between = way.filter(({ kind }) => kind !== 'BUSINESS_KPI' && kind !== 'DEPLOYMENT').map(({ name }) => name);
    const shown = () => kpis.locator('.path .entity-link-name').allInnerTexts();
    expect(await shown()).toEqual(names);
    await expect.poll(() => markedOnCanvas('on the path'), WAIT).toEqual(between.toSorted());
    await page.reload();
    await expect.poll(shown, WAIT).toEqual(names);

    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'CSV of all KPIs' }).click();
    const rows = readCsv(await readFile(await (await download).path(), 'utf8'));
    expect(rows.slice(1).map(([id]) => id)).toEqual(impact.kpis.nodes.map(({ kpi }) => kpi.id));
  }, 90_000);

  test('the CSV of lineage asks what the page asks', async () => {
    await explorer.open(
      asked(SEGMENTS, {
        direction: 'UPSTREAM',
        depth: '2',
        kinds: 'DATASET,JOB',
        stale: 'no',
        asOf: '2026-11-10T00:00:00Z',
      }),
    );
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'CSV of relations' }).click(WAIT);
    const same = await getExport(explorer.server.url, 'lineage', {
      ...{ of: SEGMENTS, what: 'links', direction: 'UPSTREAM', depth: '2', kinds: ['DATASET', 'JOB'] },
      ...{ includeStale: 'false', asOf: '2026-11-10T00:00:00Z' },
    });
    const text = await readFile(await (await download).path(), 'utf8');
    expect(readCsv(text).length).toBeGreaterThan(1);
    expect(text).toBe(await same.text());
  }, 60_000);

  test('the keyboard slides back a month, day by day, and the canvas follows', async () => {
    await explorer.open(asked(SEGMENTS, { depth: 'all' }));
    const slider = page.getByRole('slider', { name: 'As of' });
    await slider.focus(WAIT);
    expect(await slider.getAttribute('aria-valuetext')).toBe('Now');
    for (let pressed = 0; pressed < 31; pressed += 1) await page.keyboard.press('ArrowLeft');
    const then = new Date(Math.floor(Date.now() / 86_400_000 - 30) * 86_400_000).toISOString().slice(0, 19);
    await expect.poll(address, WAIT).toContain(`asOf=${then}Z`);
    const { lineage } = await explorer.server.query<{ lineage: { total: { value: number } } }>(
      'query ($of: [ID!]!, $at: Moment) { lineage(of: $of, direction: BOTH, at: $at) { total { value } } }',
      { of: [SEGMENTS], at: { asOf: `${then}Z` } },
    );
    const told = () => page.locator('.lineage-told strong').innerText();
    await expect.poll(told, WAIT).toBe(`${lineage.total.value} entities`);
    await page.reload();
    await expect.poll(told, WAIT).toBe(`${lineage.total.value} entities`);
    await page.getByRole('slider', { name: 'As of' }).press('End');
    await expect.poll(address, WAIT).not.toContain('asOf');
  }, 60_000);

  test('differences between two moments are listed, counted and marked as the API tells them', async () => {
    const { of, since: from, until: to } = FRAUD!;
    const { lineageDiff: diff } = await explorer.server.query<{ lineageDiff: Diff }>(
      `query ($of: [ID!]!, $from: DateTime, $to: DateTime) {
        lineageDiff(of: $of, direction: BOTH, base: { asOf: $from }, head: { asOf: $to }) {
          addedNodes { ...Named } removedNodes { ...Named } changedNodes { ...Named }
          addedLinks { from } removedLinks { from } } }
       fragment Named on LineageNode { entity { name ... on ExperimentRun { runName } } }`,
      { of: [of], from, to },
    );
    await explorer.open(asked(of, { mode: 'diff', from, to, depth: 'all' }));
    await panel('What differs').waitFor(WAIT);
    const counts = [diff.addedNodes, diff.changedNodes, diff.removedNodes].map(({ length }) => length);
    const told = (what: string) => page.locator('.lineage-told .badge', { hasText: ` ${what}` }).allInnerTexts();
    const counted = (await Promise.all(['added', 'changed', 'removed'].map(told))).map(([text = '0']) =>
      parseInt(text.replace(/^\D/, ''), 10),
    );
    expect(counted).toEqual(counts);
    const part = (title: string) => panel('What differs').locator('.panel-part', { hasText: title });
    const listed = (what: string) => part(`Relations ${what}`).locator('li').count();
    expect(await listed('added')).toBe(diff.addedLinks.length);
    expect(await listed('removed')).toBe(diff.removedLinks.length);
    const names = (nodes: Diff['addedNodes']) => nodes.map(({ entity }) => entity.runName ?? entity.name).toSorted();
    expect(diff.addedNodes.length + diff.removedNodes.length).toBeGreaterThan(0);
    expect(await markedOnCanvas('added')).toEqual(names(diff.addedNodes));
    expect(await markedOnCanvas('removed')).toEqual(names(diff.removedNodes));
    expect(await markedOnCanvas('changed')).toEqual(names(diff.changedNodes));
    await page.getByRole('slider', { name: 'From' }).press('ArrowRight');
    await expect.poll(address, WAIT).not.toContain(`from=${from}`);
  }, 60_000);

  test('of what changed it is told what, from the log between the two moments', async () => {
    const { entity, since } = COUPONS!;
    const to = '2026-11-13T00:00:00Z';
    await explorer.open(asked(entity, { mode: 'diff', from: since, to, chosen: entity }));
    const told = panel('What differs').locator('.change');
    await told.filter({ hasText: /Schema changed\s*Contains\s*ended\s*shop\.orders#coupon_code/ }).waitFor(WAIT);
    await told.filter({ hasText: /Schema changed\s*Contains\s*began\s*shop\.orders#discount_cents/ }).waitFor(WAIT);
    await told.filter({ hasText: /^Changed\s*description/ }).waitFor(WAIT);
    expect(await told.count()).toBe(3);
  }, 60_000);

  test('a release in place of another of the same version is one relation replaced', async () => {
    await explorer.open(
      asked(CHURN_SCORING, { mode: 'diff', from: '2026-11-05T00:00:00Z', to: '2026-11-07T00:00:00Z' }),
    );
    const replaced = panel('What differs').locator('.panel-part', { hasText: 'Relations replaced' }).locator('li');
    await expect
      .poll(() => replaced.allInnerTexts(), WAIT)
      .toEqual([
        expect.stringMatching(/^churn@5 released to churn-scoring\nsince Nov 6, .*, in place of one since Oct 30/),
      ]);
    await page.locator('.lineage-told .badge', { hasText: /^~1 relation$/ }).waitFor(WAIT);
  }, 60_000);

  test('a window of a KPI, brushed or written, has its causes ranked, and the path of the chosen one', async () => {
    const { of, since, until, entity } = FRAUD!;
    await explorer.open(`/entity/${of}?tab=observations`);
    await page.getByRole('tabpanel').getByRole('link', { name: 'Find root causes' }).click(WAIT);
    await explorer.heading(/^Root causes for/).waitFor(WAIT);
    expect(address()).toMatch(/since=\d{4}-\d\d-\d\dT00:00:00Z/);

    const chart = page.locator('.chart .u-over');
    await chart.waitFor(WAIT);
    const { x, y, width, height } = (await chart.boundingBox())!;
    const before = address();
    await page.mouse.move(x + width * 0.4, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(x + width * 0.8, y + height / 2, { steps: 5 });
    await page.mouse.up();
    await expect.poll(address, WAIT).not.toBe(before);
    expect(address()).toMatch(/&until=/);

    await page.getByLabel(/^Since/).fill(since.slice(0, 16));
    await page.getByLabel(/^Until/).fill(until.slice(0, 16));
    await page.getByRole('button', { name: 'Show', exact: true }).press('Enter');
    await expect.poll(address, WAIT).toContain(`since=${since}&until=${until}`);
    const causes = panel('What may be the cause');
    const expected = decodeURIComponent(entity.split(':').at(-1)!);
    await expect.poll(() => causes.locator('.choosable-name').first().innerText(), WAIT).toBe(expected);
    await choices().first().press('Enter');
    await expect.poll(address, WAIT).toContain(`chosen=${entity}`);
    await causes.getByText('Surety of the path').waitFor(WAIT);
    expect(await causes.locator('.path .entity-link-name').first().innerText()).toBe(expected);
    await expect.poll(() => markedOnCanvas('on the path'), WAIT).toContain('fraud-loss');
  }, 90_000);

  test('the way back undoes all steps of a slider at once, and leaves what was chosen before them', async () => {
    await explorer.open(asked(SEGMENTS, {}));
    await page.getByRole('radio', { name: 'Upstream' }).click(WAIT);
    await expect.poll(address, WAIT).toContain('direction=UPSTREAM');
    const before = address();
    const slider = page.getByRole('slider', { name: 'As of' });
    for (const _press of ['one', 'another']) {
      const last = address();
      await slider.press('PageDown');
      await expect.poll(address, WAIT).not.toBe(last);
    }
    await page.goBack();
    await expect.poll(address, WAIT).toBe(before);
  }, 60_000);

  test('what no causes are told of says so, and is offered none', async () => {
    const { jobs } = await explorer.server.query<{ jobs: { nodes: readonly [{ id: string }] } }>(
      '{ jobs(first: 1) { nodes { id } } }',
    );
    const [{ id: job }] = jobs.nodes;
    await explorer.open(asked(job, {}));
    await page.getByRole('radio', { name: 'Impact' }).waitFor(WAIT);
    expect(await page.getByRole('radio', { name: 'Root causes' }).count()).toBe(0);
    await explorer.open(asked(job, { mode: 'causes', since: '2026-11-01T00:00:00Z' }));
    await page.getByText('Root causes are told of a KPI').waitFor(WAIT);
  }, 60_000);

  test('a dataset is walked column by column, and what does not say which it uses is told', async () => {
    await explorer.open(asked(SEGMENTS, {}));
    await page.getByRole('radio', { name: 'Fields' }).click(WAIT);
    await expect.poll(address, WAIT).toContain('grain=field');
    await page.getByRole('radio', { name: 'List' }).click();
    const starts = page.locator('.level', { has: page.getByRole('heading', { name: /^Start/ }) });
    await starts.locator('.kind-label').first().waitFor(WAIT);
    expect(new Set(await starts.locator('.kind-label').allInnerTexts())).toEqual(new Set(['Field']));
    await page.getByText(/dotted: whoever reads does not say which columns/).waitFor(WAIT);
    const all = await starts.locator('li').count();
    await page.getByRole('button', { name: /^All \d+/ }).click();
    await page.getByRole('menuitemcheckbox').first().click();
    await page.keyboard.press('Escape');
    await expect.poll(() => starts.locator('li').count(), WAIT).toBe(1);
    expect(all).toBeGreaterThan(1);
    expect(address()).toContain('parts=urn:throughline:field:');
  }, 60_000);

  const views: ReadonlyArray<readonly [name: string, path: string, shown: string]> = [
    ['impact', asked(SEGMENTS, { mode: 'impact' }), '.canvas[data-state=shown]'],
    ['impact on nothing', asked(FRAUD!.of, { mode: 'impact', asOf: '2001-01-01T00:00:00Z' }), '.state'],
    [
      'differences',
      asked(SEGMENTS, { mode: 'diff', from: NOTEBOOK!.since, to: NOTEBOOK!.until }),
      '.canvas[data-state=shown]',
    ],
    ['no moments to compare', asked(SEGMENTS, { mode: 'diff' }), '.state'],
    [
      'causes',
      asked(FRAUD!.of, { mode: 'causes', since: FRAUD!.since, until: FRAUD!.until, chosen: FRAUD!.entity }),
      '.path',
    ],
    ['causes in no window', asked(FRAUD!.of, { mode: 'causes' }), '.state'],
    ['fields', asked(SEGMENTS, { grain: 'field' }), '.canvas[data-state=shown]'],
    ['observations of a KPI', `/entity/${FRAUD!.of}?tab=observations`, '.chart canvas'],
  ];

  test.each(views)(
    'axe finds nothing wrong, and nothing sticks out, with %s',
    async (_name, path, shown) => {
      const show = async () => {
        await explorer.open(path);
        await page.locator(shown).first().waitFor(WAIT);
      };
      expect(await faultsOf(explorer, show)).toEqual([]);
    },
    120_000,
  );

  test('nobody else was asked for anything, and nothing went wrong', () => {
    expect(explorer.strangers).toEqual([]);
    expect(explorer.complaints).toEqual([]);
  });
});

interface Impact {
  readonly kpis: {
    readonly nodes: ReadonlyArray<{
      readonly kpi: { readonly id: string; readonly name: string };
      readonly path: {
        readonly nodes: ReadonlyArray<{ readonly entity: Named['entity'] & { readonly kind: string } }>;
      };
    }>;
  };
  readonly owners: { readonly total: { readonly value: number } };
}

interface Diff {
  readonly addedNodes: readonly Named[];
  readonly removedNodes: readonly Named[];
  readonly changedNodes: readonly Named[];
  readonly addedLinks: readonly unknown[];
  readonly removedLinks: readonly unknown[];
}

interface Named {
  readonly entity: { readonly name: string; readonly runName?: string | null; readonly kind?: string };
}
