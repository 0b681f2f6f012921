import { afterAll, beforeAll, expect, test } from 'vitest';
import { tellDay, tellTime } from '../../src/explorer/app/time.ts';
import { applyFacts } from '../kit/apply-facts.ts';
import { chromiumUnavailable } from '../kit/chromium.ts';
import { faultsOf, startExplorer, type TestExplorer } from '../kit/explorer.ts';
import { describeUnlessUnavailable } from '../kit/unavailable.ts';

const ORDERS = 'urn:throughline:dataset:postgres%3A%2F%2Fshop-db%3A5432:shop.orders';
const KPI = 'urn:throughline:business-kpi:risk:fraud-loss';
const JOB = 'urn:throughline:job:airflow:land_tickets';
const MODEL = 'urn:throughline:model:mlflow:fraud';
const FORMER = 'urn:throughline:model-version:mlflow:fraud%4011';
const READ_BY_MANY = 'urn:throughline:dataset:many:read-by-many';
const THEN = '2026-10-20T00:00:00Z';

test('every time that is told says that it is in UTC', () => {
  expect(tellTime('2026-11-03T14:05:59.999999Z')).toBe('Nov 3, 2026, 14:05 UTC');
  expect(tellTime('2026-11-03T00:05:00+01:00')).toBe('Nov 2, 2026, 23:05 UTC');
  expect(tellDay('2026-11-03T00:05:00+01:00')).toBe('Nov 2, 2026');
  expect(tellTime('yesterday')).toBe('yesterday');
});

describeUnlessUnavailable('the page of an entity', chromiumUnavailable, () => {
  let explorer: TestExplorer;
  let page: TestExplorer['page'];

  beforeAll(async () => {
    explorer = await startExplorer();
    page = explorer.page;
  });

  afterAll(() => explorer?.[Symbol.asyncDispose]());

  const rows = () => page.locator('.tab-panel tbody > tr > th[scope=row]').allInnerTexts();
  const show = (urn: string, asked: Record<string, string>) =>
    explorer.open(`/entity/${urn}?${new URLSearchParams(asked)}`);

  test('each section tells of the moment in the address, as its head does', async () => {
    await show(ORDERS, { tab: 'parts' });
    await expect.poll(rows).toContainEqual(expect.stringMatching(/discount_cents$/));
    await show(ORDERS, { tab: 'parts', asOf: THEN });
    await expect.poll(rows).toContainEqual(expect.stringMatching(/coupon_code$/));
    expect(await rows()).not.toContainEqual(expect.stringMatching(/discount_cents$/));
    await show(JOB, { tab: 'runs', asOf: THEN });
    await expect.poll(async () => (await rows())[0]).toMatch(/^Oct 19, 2026, 02:05 UTC$/);
    await show(MODEL, { tab: 'versions', asOf: THEN });
    await expect.poll(rows).toEqual([expect.stringMatching(/fraud@11$/)]);
    await show(KPI, { asOf: THEN });
    await page.locator('.kpi-card', { hasText: 'Latest by then' }).getByText('Oct 20, 2026').waitFor();
    await show(KPI, { tab: 'observations', asOf: THEN });
    await page.getByText('Values as a table').click();
    await expect.poll(() => page.locator('.values tbody th').first().innerText()).toMatch(/^Oct 20, 2026/);
    await show(KPI, { tab: 'history', asOf: THEN });
    await page.getByText('The history is told whole').waitFor();
    await show(KPI, { tab: 'history' });
    await page.locator('.change').first().waitFor();
    expect(await page.getByText('The history is told whole').count()).toBe(0);
  });

  test('alerts are those that were open then, or all, and it says which', async () => {
    const input = {
      entity: ORDERS,
      key: 'late',
      severity: 'CRITICAL',
      title: 'It is late',
      startsAt: '2026-11-20T00:00:00Z',
    };
    await explorer.server.query('mutation ($input: RaiseAlertInput!) { raiseAlert(input: $input) { raised } }', {
      input,
    });
    await show(ORDERS, { tab: 'alerts' });
    await page.locator('.alert', { hasText: 'It is late' }).waitFor();
    await show(ORDERS, { tab: 'alerts', asOf: THEN });
    await page.getByText('with those that began after the moment that is shown').waitFor();
    await page.locator('.switch').click();
    await page.getByText('These were open at the moment that is shown').waitFor();
    await page.getByText('No open alerts', { exact: true }).waitFor();
  });

  test('a version that was replaced serves nowhere now, and did then', async () => {
    await show(FORMER, { tab: 'releases' });
    await page.getByText('It serves nowhere now').waitFor();
    await page.locator('.tab-panel').getByRole('button', { name: 'History' }).click();
    await page.locator('.change.is-released').first().waitFor();
    await show(FORMER, { tab: 'releases', asOf: THEN });
    await expect.poll(rows).toEqual([expect.stringMatching(/fraud-scorer$/)]);
    expect(await page.getByRole('columnheader', { name: 'Until' }).count()).toBe(1);
    await show('urn:throughline:deployment:k8s%3A%2F%2Fprod:fraud-scorer', { tab: 'releases' });
    await expect.poll(rows).toContainEqual(expect.stringMatching(/fraud@12$/));
    expect(await page.getByRole('columnheader', { name: 'Until' }).count()).toBe(0);
    expect(await page.locator('.tab-panel .badge').allInnerTexts()).toContain('PRODUCTION');
  });

  test('a list of relations counts what it has, and folds what is long', async () => {
    const claim = { at: THEN, source: 'api' };
    const jobs = Array.from(
      { length: 130 },
      (_, index) => `urn:throughline:job:many:${String(index).padStart(4, '0')}`,
    );
    await applyFacts(explorer.server, [
      { fact: 'entity', kind: 'DATASET', namespace: 'many', name: 'read-by-many', ...claim },
      ...jobs.map((job) => ({ fact: 'relation', type: 'READ_BY', from: READ_BY_MANY, to: job, ...claim })),
    ]);
    await show(READ_BY_MANY, { tab: 'relations' });
    const group = page.locator('.relations .card', { hasText: 'Read by' });
    await group.getByRole('heading', { name: 'Read by 130' }).waitFor();
    expect(await group.getByRole('link').count()).toBe(12);
    await group.getByRole('button', { name: '118 more' }).click();
    expect(await group.getByRole('link').count()).toBe(130);
  });

  test('where a list is as long as the API gives one, there may be more', async () => {
    const claim = { at: THEN, source: 'api' };
    const of = 'urn:throughline:dataset:many:read-by-most';
    const jobs = Array.from({ length: 1_001 }, (_, index) => `urn:throughline:job:most:${index}`);
    await applyFacts(explorer.server, [
      { fact: 'entity', kind: 'DATASET', namespace: 'many', name: 'read-by-most', ...claim },
      ...jobs.map((job) => ({ fact: 'relation', type: 'READ_BY', from: of, to: job, ...claim })),
    ]);
    await show(of, { tab: 'relations' });
    await page.getByRole('heading', { name: 'Read by 1,000+' }).waitFor();
    await page.getByText('The first 1,000 are listed').waitFor();
  });

  test('a time that is not written anew stays as exact as it was', async () => {
    const exact = '2026-11-06T09:00:00.123456Z';
    await show(KPI, { asOf: exact });
    await page.getByRole('button', { name: /^As of Nov 6, 2026, 09:00 UTC/ }).click();
    const dialog = page.getByRole('dialog', { name: 'Time' });
    expect(await dialog.getByLabel('As of').inputValue()).toBe('2026-11-06T09:00');
    await dialog.getByLabel('Known at').fill('2126-01-01T00:00');
    await dialog.getByRole('button', { name: 'Show' }).click();
    await expect.poll(explorer.address).toContain('knownAt=2126-01-01T00:00:00Z');
    expect(explorer.address()).toContain(`asOf=${exact}`);
  });

  test('a window is chosen beside the observations, and one without any says so', async () => {
    await show(KPI, { tab: 'observations' });
    await page.locator('.chart canvas').waitFor();
    await page.getByLabel('Since').fill('2020-01-01T00:00');
    await page.getByLabel('Until').fill('2020-02-01T00:00');
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await page.getByText('No value was recorded in this window').waitFor();
    expect(explorer.address()).toContain('since=2020-01-01T00:00:00Z&until=2020-02-01T00:00:00Z');
  });

  test('where not all observations are shown, it says so, on the page and where a window is dragged', async () => {
    const kpi = 'urn:throughline:business-kpi:many:observed';
    const claim = { at: '2025-01-01T00:00:00Z', source: 'api' };
    await applyFacts(explorer.server, [
      { fact: 'entity', kind: 'BUSINESS_KPI', namespace: 'many', name: 'observed', ...claim },
    ]);
    const at = (hour: number) => new Date(Date.parse(claim.at) + hour * 3_600_000).toISOString();
    const observations = Array.from({ length: 510 }, (_, hour) => ({ at: at(hour), value: hour }));
    await explorer.server.query(
      'mutation ($input: RecordKpiObservationsInput!) { recordKpiObservations(input: $input) { recorded } }',
      { input: { kpi, observations } },
    );
    await show(kpi, { tab: 'observations' });
    await page.getByText('The chart shows the latest 500 of 510 observations.').waitFor();
    await explorer.open(`/lineage?${new URLSearchParams({ of: kpi, mode: 'causes', since: claim.at })}`);
    await page.getByText('The chart shows the latest 500 of 510 observations.').waitFor();
  });

  test('what a source wrote stands as it wrote it, and constants of the API in words', async () => {
    const fact = (label: string) => page.locator('.facts > div', { hasText: label }).locator('dd').first().innerText();
    await show('urn:throughline:validation-set:mlflow:fraud-reviewed%402026-09', {});
    await expect.poll(() => fact('Mode')).toBe('Static');
    await applyFacts(explorer.server, [
      {
        ...{ fact: 'entity', kind: 'DATASET', namespace: 'many', name: 'typed', at: THEN, source: 'api' },
        props: { datasetType: 'PROD_TABLE' },
      },
    ]);
    await show('urn:throughline:dataset:many:typed', {});
    await expect.poll(() => fact('Type')).toBe('PROD_TABLE');
  });

  test('a run that failed is not told of as though it went on, though nobody said when it ended', async () => {
    const claim = { at: THEN, source: 'api' };
    const of = 'urn:throughline:experiment:many:trials';
    const run = (name: string, status: string) => [
      {
        ...{ fact: 'entity', kind: 'EXPERIMENT_RUN', namespace: 'many', name, ...claim },
        props: { status, startedAt: THEN },
      },
      { fact: 'relation', type: 'CONTAINS', from: of, to: `urn:throughline:experiment-run:many:${name}`, ...claim },
    ];
    await applyFacts(explorer.server, [
      { fact: 'entity', kind: 'EXPERIMENT', namespace: 'many', name: 'trials', ...claim },
      ...run('failed', 'FAILED'),
      ...run('going-on', 'RUNNING'),
    ]);
    await show(of, { tab: 'runs' });
    const took = (name: string) => page.locator('tbody tr', { hasText: name }).locator('td').nth(1).innerText();
    await expect.poll(() => took('going-on')).toBe('still running');
    expect(await took('failed')).toBe('–');
  });

  test('a URN is copied where the browser keeps its clipboard from pages over plain HTTP', async () => {
    await page.addInitScript(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
    await show(ORDERS, {});
    await page.getByRole('button', { name: 'Copy URN' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    const box = page.getByRole('combobox', { name: 'Search' });
    await box.focus();
    await page.keyboard.press('ControlOrMeta+V');
    await expect.poll(() => box.inputValue()).toBe(ORDERS);
  });

  test('going back by keyboard, what has the focus is not under the header', async () => {
    await page.setViewportSize({ width: 390, height: 600 });
    await show(READ_BY_MANY, { tab: 'relations' });
    await page.getByRole('button', { name: '118 more' }).click();
    await page.locator('.relations a').last().focus();
    const under = () =>
      page.evaluate(() => {
        const [focused, header] = [document.activeElement!, document.querySelector('.header')!];
        return focused.closest('.relations') !== null &&
          focused.getBoundingClientRect().top < header.getBoundingClientRect().bottom
          ? focused.textContent
          : null;
      });
    const hidden: (string | null)[] = [];
    for (let pressed = 0; pressed < 40; pressed += 1) {
      await page.keyboard.press('Shift+Tab');
      hidden.push(await under());
    }
    expect(hidden.filter((text) => text !== null)).toEqual([]);
    expect(await page.evaluate(() => document.activeElement?.closest('.relations') !== null)).toBe(true);
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  const views: ReadonlyArray<readonly [name: string, urn: string, asked: Record<string, string>, shown: string]> = [
    ['runs then', JOB, { tab: 'runs', asOf: THEN }, '.table'],
    ['versions', MODEL, { tab: 'versions' }, '.table'],
    ['releases then', FORMER, { tab: 'releases', asOf: THEN }, '.table'],
    ['no releases', FORMER, { tab: 'releases' }, '.state'],
    ['long relations', READ_BY_MANY, { tab: 'relations' }, '.relations'],
    ['no observations in a window', KPI, { tab: 'observations', until: '2020-01-01T00:00:00Z' }, '.state'],
    ['history then', KPI, { tab: 'history', asOf: THEN }, '.change'],
  ];

  test.each(views)(
    'axe finds nothing wrong, and nothing sticks out, with %s',
    async (_name, urn, asked, shown) => {
      const faults = await faultsOf(explorer, async () => {
        await show(urn, asked);
        await page.locator(shown).first().waitFor();
      });
      expect(faults).toEqual([]);
    },
    120_000,
  );
});
