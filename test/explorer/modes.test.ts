import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { INCIDENTS } from '../../seed/demo/incidents.ts';
import { chromiumUnavailable } from '../kit/chromium.ts';
import { readCsv } from '../kit/csv.ts';
import { faultsOf, startExplorer, type TestExplorer } from '../kit/explorer.ts';
import { getExport } from '../kit/export.ts';
import { describeUnlessUnavailable } from '../kit/unavailable.ts';
import { SEGMENTS } from './demo.ts';
import { asked, markedOnCanvas, panel } from './lineage-page.ts';

const [, NOTEBOOK, FRAUD] = INCIDENTS;

describeUnlessUnavailable('modes of the page of lineage', chromiumUnavailable, () => {
  let explorer: TestExplorer;
  let page: TestExplorer['page'];

  beforeAll(async () => {
    explorer = await startExplorer();
    page = explorer.page;
  });

  afterAll(() => explorer?.[Symbol.asyncDispose]());

  const address = () => explorer.address();

  test('impact shows KPIs by risk with the path that gives it, in the address, and the CSV has them all', async () => {
    const { impact } = await explorer.server.query<{ impact: Impact }>(
      `query ($of: [ID!]!) { impact(of: $of) {
        kpis { nodes { kpi { id name } path { nodes { entity { kind name } } } } } owners { total { value } } } }`,
      { of: [SEGMENTS] },
    );
    await explorer.open(`/entity/${SEGMENTS}`);
    await page.getByRole('link', { name: 'Show impact' }).click();
    await explorer.heading('Impact of analytics.customer_segments').waitFor();
    const kpis = panel(page, 'What is at risk').locator('.panel-part', { hasText: 'KPIs at risk' });
    await kpis.locator('.choosable-name').first().waitFor();
    expect(await kpis.locator('.choosable-name').allInnerTexts()).toEqual(impact.kpis.nodes.map(({ kpi }) => kpi.name));
    const owners = panel(page, 'What is at risk').locator('.panel-part', { hasText: 'Owners to tell' });
    expect(await owners.locator('li').count()).toBe(impact.owners.total.value);
    expect((await markedOnCanvas(page, 'at risk')).length).toBeGreaterThanOrEqual(impact.kpis.nodes.length);

    const [first] = impact.kpis.nodes;
    await kpis.locator('.choosable-button').first().click();
    await expect.poll(address).toContain(`chosen=${first!.kpi.id}`);
    const way = first!.path.nodes.map(({ entity }) => entity);
    const names = way.map(({ name }) => name);
    const between = way.filter(({ kind }) => kind !== 'BUSINESS_KPI' && kind !== 'DEPLOYMENT').map(({ name }) => name);
    const shown = () => kpis.locator('.path .entity-link-name').allInnerTexts();
    expect(await shown()).toEqual(names);
    await expect.poll(() => markedOnCanvas(page, 'on the path')).toEqual(between.toSorted());
    await page.reload();
    await expect.poll(shown).toEqual(names);

    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'CSV of all KPIs' }).click();
    const rows = readCsv(await readFile(await (await download).path(), 'utf8'));
    expect(rows.slice(1).map(([id]) => id)).toEqual(impact.kpis.nodes.map(({ kpi }) => kpi.id));
  });

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
    await page.getByRole('link', { name: 'CSV of relations' }).click();
    const same = await getExport(explorer.server.url, 'lineage', {
      ...{ of: SEGMENTS, what: 'links', direction: 'UPSTREAM', depth: '2', kinds: ['DATASET', 'JOB'] },
      ...{ includeStale: 'false', asOf: '2026-11-10T00:00:00Z' },
    });
    const text = await readFile(await (await download).path(), 'utf8');
    expect(readCsv(text).length).toBeGreaterThan(1);
    expect(text).toBe(await same.text());
  });

  test('the keyboard slides back a month, day by day, and the canvas follows', async () => {
    await explorer.open(asked(SEGMENTS, { depth: 'all' }));
    const slider = page.getByRole('slider', { name: 'As of' });
    await slider.focus();
    expect(await slider.getAttribute('aria-valuetext')).toBe('Now');
    for (let pressed = 0; pressed < 31; pressed += 1) await page.keyboard.press('ArrowLeft');
    const then = new Date(Math.floor(Date.now() / 86_400_000 - 30) * 86_400_000).toISOString().slice(0, 19);
    await expect.poll(address).toContain(`asOf=${then}Z`);
    const { lineage } = await explorer.server.query<{ lineage: { total: { value: number } } }>(
      'query ($of: [ID!]!, $at: Moment) { lineage(of: $of, direction: BOTH, at: $at) { total { value } } }',
      { of: [SEGMENTS], at: { asOf: `${then}Z` } },
    );
    const told = () => page.locator('.lineage-told strong').innerText();
    await expect.poll(told).toBe(`${lineage.total.value} entities`);
    await page.reload();
    await expect.poll(told).toBe(`${lineage.total.value} entities`);
    await page.getByRole('slider', { name: 'As of' }).press('End');
    await expect.poll(address).not.toContain('asOf');
  });

  test('the way back undoes all steps of a slider at once, and leaves what was chosen before them', async () => {
    await explorer.open(asked(SEGMENTS, {}));
    await page.getByRole('radio', { name: 'Upstream' }).click();
    await expect.poll(address).toContain('direction=UPSTREAM');
    const before = address();
    const slider = page.getByRole('slider', { name: 'As of' });
    for (const _press of ['one', 'another']) {
      const last = address();
      await slider.press('PageDown');
      await expect.poll(address).not.toBe(last);
    }
    await page.goBack();
    await expect.poll(address).toBe(before);
  });

  test('a dataset is walked column by column, and what does not say which it uses is told', async () => {
    await explorer.open(asked(SEGMENTS, {}));
    await page.getByRole('radio', { name: 'Fields' }).click();
    await expect.poll(address).toContain('grain=field');
    await page.getByRole('radio', { name: 'List' }).click();
    const starts = page.locator('.level', { has: page.getByRole('heading', { name: /^Start/ }) });
    await starts.locator('.kind-label').first().waitFor();
    expect(new Set(await starts.locator('.kind-label').allInnerTexts())).toEqual(new Set(['Field']));
    await page.getByText(/dotted: whoever reads does not say which columns/).waitFor();
    const all = await starts.locator('li').count();
    await page.getByRole('button', { name: /^All \d+/ }).click();
    await page.getByRole('menuitemcheckbox').first().click();
    await page.keyboard.press('Escape');
    await expect.poll(() => starts.locator('li').count()).toBe(1);
    expect(all).toBeGreaterThan(1);
    expect(address()).toContain('parts=urn:throughline:field:');
  });

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
        await page.locator(shown).first().waitFor();
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
        readonly nodes: ReadonlyArray<{ readonly entity: { readonly name: string; readonly kind: string } }>;
      };
    }>;
  };
  readonly owners: { readonly total: { readonly value: number } };
}
