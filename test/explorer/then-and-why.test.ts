import { afterAll, beforeAll, expect, test } from 'vitest';
import { INCIDENTS } from '../../seed/demo/incidents.ts';
import { chromiumUnavailable } from '../kit/chromium.ts';
import { startExplorer, type TestExplorer } from '../kit/explorer.ts';
import { describeUnlessUnavailable } from '../kit/unavailable.ts';
import { asked, markedOnCanvas, panel } from './lineage-page.ts';

const CHURN_SCORING = 'urn:throughline:deployment:k8s%3A%2F%2Fprod:churn-scoring';
const [, , FRAUD, COUPONS] = INCIDENTS;

describeUnlessUnavailable('what differs, and what may be its cause', chromiumUnavailable, () => {
  let explorer: TestExplorer;
  let page: TestExplorer['page'];

  beforeAll(async () => {
    explorer = await startExplorer();
    page = explorer.page;
  });

  afterAll(() => explorer?.[Symbol.asyncDispose]());

  const address = () => explorer.address();

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
    await panel(page, 'What differs').waitFor();
    const counts = [diff.addedNodes, diff.changedNodes, diff.removedNodes].map(({ length }) => length);
    const told = (what: string) => page.locator('.lineage-told .badge', { hasText: ` ${what}` }).allInnerTexts();
    const counted = (await Promise.all(['added', 'changed', 'removed'].map(told))).map(([text = '0']) =>
      parseInt(text.replace(/^\D/, ''), 10),
    );
    expect(counted).toEqual(counts);
    const part = (title: string) => panel(page, 'What differs').locator('.panel-part', { hasText: title });
    const listed = (what: string) => part(`Relations ${what}`).locator('li').count();
    expect(await listed('added')).toBe(diff.addedLinks.length);
    expect(await listed('removed')).toBe(diff.removedLinks.length);
    const names = (nodes: Diff['addedNodes']) => nodes.map(({ entity }) => entity.runName ?? entity.name).toSorted();
    expect(diff.addedNodes.length + diff.removedNodes.length).toBeGreaterThan(0);
    expect(await markedOnCanvas(page, 'added')).toEqual(names(diff.addedNodes));
    expect(await markedOnCanvas(page, 'removed')).toEqual(names(diff.removedNodes));
    expect(await markedOnCanvas(page, 'changed')).toEqual(names(diff.changedNodes));
    await page.getByRole('slider', { name: 'From' }).press('ArrowRight');
    await expect.poll(address).not.toContain(`from=${from}`);
  });

  test('of what changed it is told what, from the log between the two moments', async () => {
    const { entity, since } = COUPONS!;
    const to = '2026-11-13T00:00:00Z';
    await explorer.open(asked(entity, { mode: 'diff', from: since, to, chosen: entity }));
    const told = panel(page, 'What differs').locator('.change');
    await told.filter({ hasText: /Schema changed\s*Contains\s*ended\s*shop\.orders#coupon_code/ }).waitFor();
    await told.filter({ hasText: /Schema changed\s*Contains\s*began\s*shop\.orders#discount_cents/ }).waitFor();
    await told.filter({ hasText: /^Changed\s*description/ }).waitFor();
    expect(await told.count()).toBe(3);
  });

  test('a release in place of another of the same version is one relation replaced', async () => {
    await explorer.open(
      asked(CHURN_SCORING, { mode: 'diff', from: '2026-11-05T00:00:00Z', to: '2026-11-07T00:00:00Z' }),
    );
    const replaced = panel(page, 'What differs')
      .locator('.panel-part', { hasText: 'Relations replaced' })
      .locator('li');
    await expect
      .poll(() => replaced.allInnerTexts())
      .toEqual([
        expect.stringMatching(/^churn@5 released to churn-scoring\nsince Nov 6, .*, in place of one since Oct 30/),
      ]);
    await page.locator('.lineage-told .badge', { hasText: /^~1 relation$/ }).waitFor();
  });

  test('a window of a KPI, brushed or written, has its causes ranked, and the path of the chosen one', async () => {
    const { of, since, until, entity } = FRAUD!;
    await explorer.open(`/entity/${of}?tab=observations`);
    await page.getByRole('tabpanel').getByRole('link', { name: 'Find root causes' }).click();
    await explorer.heading(/^Root causes for/).waitFor();
    expect(address()).toMatch(/since=\d{4}-\d\d-\d\dT00:00:00Z/);

    const chart = page.locator('.chart .u-over');
    await chart.waitFor();
    const { x, y, width, height } = (await chart.boundingBox())!;
    const before = address();
    await page.mouse.move(x + width * 0.4, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(x + width * 0.8, y + height / 2, { steps: 5 });
    await page.mouse.up();
    await expect.poll(address).not.toBe(before);
    expect(address()).toMatch(/&until=/);

    await page.getByLabel(/^Since/).fill(since.slice(0, 16));
    await page.getByLabel(/^Until/).fill(until.slice(0, 16));
    await page.getByRole('button', { name: 'Show', exact: true }).press('Enter');
    await expect.poll(address).toContain(`since=${since}&until=${until}`);
    const causes = panel(page, 'What may be the cause');
    const expected = decodeURIComponent(entity.split(':').at(-1)!);
    await expect.poll(() => causes.locator('.choosable-name').first().innerText()).toBe(expected);
    await page.locator('.choosable-button').first().press('Enter');
    await expect.poll(address).toContain(`chosen=${entity}`);
    await causes.getByText('Surety of the path').waitFor();
    expect(await causes.locator('.path .entity-link-name').first().innerText()).toBe(expected);
    await expect.poll(() => markedOnCanvas(page, 'on the path')).toContain('fraud-loss');
  });

  test('an earlier moment is explained, and compared, by the days before it', async () => {
    const asOf = '2026-11-10T12:00:00Z';
    await explorer.open(`/entity/${FRAUD!.of}?asOf=${asOf}`);
    await page.locator('.entity-head').getByRole('link', { name: 'Find root causes' }).click();
    await explorer.heading(/^Root causes for/).waitFor();
    expect(address()).toContain(`since=2026-10-27T00:00:00Z&until=${asOf}`);
    await explorer.open(asked(FRAUD!.of, { asOf }));
    await page.getByRole('radio', { name: 'Differences' }).click();
    await expect.poll(address).toContain(`from=2026-10-11T00:00:00Z&to=${asOf}`);
    await explorer.open(asked(FRAUD!.of, { asOf: 'never' }));
    await page.getByRole('radio', { name: 'Root causes' }).click();
    await expect.poll(address).toMatch(/since=\d{4}-\d\d-\d\dT00:00:00Z$/);
  });

  test('what no causes are told of says so, and is offered none', async () => {
    const { jobs } = await explorer.server.query<{ jobs: { nodes: readonly [{ id: string }] } }>(
      '{ jobs(first: 1) { nodes { id } } }',
    );
    const [{ id: job }] = jobs.nodes;
    await explorer.open(asked(job, {}));
    await page.getByRole('radio', { name: 'Impact' }).waitFor();
    expect(await page.getByRole('radio', { name: 'Root causes' }).count()).toBe(0);
    await explorer.open(asked(job, { mode: 'causes', since: '2026-11-01T00:00:00Z' }));
    await page.getByText('Root causes are told of a KPI').waitFor();
  });
});

interface Diff {
  readonly addedNodes: readonly Named[];
  readonly removedNodes: readonly Named[];
  readonly changedNodes: readonly Named[];
  readonly addedLinks: readonly unknown[];
  readonly removedLinks: readonly unknown[];
}

interface Named {
  readonly entity: { readonly name: string; readonly runName?: string | null };
}
