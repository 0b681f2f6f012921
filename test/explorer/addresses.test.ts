import { afterAll, beforeAll, expect, test } from 'vitest';
import { chromiumUnavailable } from '../kit/chromium.ts';
import { startExplorer, type TestExplorer } from '../kit/explorer.ts';
import { describeUnlessUnavailable } from '../kit/unavailable.ts';
import { SEGMENTS } from './demo.ts';

const NOWHERE = `${SEGMENTS}x`;

describeUnlessUnavailable('an address that somebody wrote by hand', chromiumUnavailable, () => {
  let explorer: TestExplorer;
  let page: TestExplorer['page'];

  beforeAll(async () => {
    explorer = await startExplorer();
    page = explorer.page;
  });

  afterAll(() => explorer?.[Symbol.asyncDispose]());

  const main = () => page.getByRole('main');
  const heading = (name: string | RegExp) => explorer.heading(name).waitFor();
  const press = (name: string) => main().getByRole('button', { name }).click();

  test('names a start by its URN as it is, or escaped once more', async () => {
    for (const of of [SEGMENTS, encodeURIComponent(SEGMENTS), encodeURIComponent(encodeURIComponent(SEGMENTS))]) {
      await explorer.open(`/lineage?of=${of}`);
      const name = of.includes('%2525') ? 'This start is not in the graph' : 'Lineage of analytics.customer_segments';
      await heading(name);
    }
    await explorer.open(`/lineage?of=${SEGMENTS},${SEGMENTS.replace('customer_segments', 'stg_orders')}`);
    await heading('Lineage of 2 entities');
    await main()
      .getByRole('button', { name: /3 levels/ })
      .click();
    await page.getByRole('option', { name: '1 level' }).click();
    await expect.poll(() => page.url()).toContain('depth=1');
    await heading('Lineage of 2 entities');
  });

  test('names a start that nobody has beside one that is there: the others remain', async () => {
    await explorer.open(`/lineage?of=${SEGMENTS},${NOWHERE}`);
    await heading('This start is not in the graph');
    expect(await main().locator('.urn').allInnerTexts()).toEqual([NOWHERE]);
    await press('Begin at the other one');
    await heading('Lineage of analytics.customer_segments');
  });

  test('names a start that is no URN: it says that, and searches for it', async () => {
    await explorer.open('/lineage?of=customer_segments');
    await heading('This start is not in the graph');
    expect(await main().getByText('This is not a URN of the graph.').isVisible()).toBe(true);
    await press('Search');
    await page.getByRole('link', { name: 'analytics.customer_segments', exact: true }).waitFor();
  });

  test('names a time before the entity was there: the way back to now', async () => {
    await explorer.open(`/entity/${SEGMENTS}?asOf=1970-01-01T00:00:00Z`);
    await heading('There was no such entity then');
    expect(
      await main()
        .getByText(/^As of Jan 1, 1970, 00:00.*nothing in the graph/)
        .isVisible(),
    ).toBe(true);
    await press('Back to now');
    await heading('analytics.customer_segments');
  });

  test.each([
    ['a time that is none', 'asOf=nonsense', /expected an RFC 3339 time.*came "nonsense"/],
    ['a time before the log', 'knownAt=1970-01-01T00:00:00Z', /the log begins at 20\d\d-/],
  ])(
    'names %s: what was expected, and the way back to now',
    async (_what, asked, told) => {
      for (const path of [`/entity/${SEGMENTS}?${asked}`, `/lineage?of=${SEGMENTS}&${asked}`]) {
        await explorer.open(path);
        await main().getByText(told).waitFor();
        // It would be refused again.
        expect(await main().getByRole('button', { name: 'Try again' }).count()).toBe(0);
        await press('Back to now');
        await heading(/analytics\.customer_segments$/);
      }
    },
    60_000,
  );

  test('has more levels than can be counted, or what is no number', async () => {
    const levels = () =>
      main()
        .getByRole('button', { name: /levels/ })
        .innerText();
    for (const depth of ['1e3', '-1', '0x10']) {
      await explorer.open(`/lineage?of=${SEGMENTS}&depth=${depth}`);
      await page.locator('.canvas[data-state=shown]').waitFor();
      expect(await levels()).toBe('3 levels');
    }
    await explorer.open(`/lineage?of=${SEGMENTS}&depth=99999999999`);
    await main()
      .getByText(/depth: expected 0 to 1000/)
      .waitFor();
  });

  test('has words that mean nothing: they are left out, and that is told', async () => {
    await explorer.open(`/lineage?of=${SEGMENTS}&kinds=DATASET,NOPE&direction=sideways&depth=abc&mode=wrong`);
    await main()
      .getByText('Left out, as it means nothing here: mode=wrong, direction=sideways, depth=abc, kinds=NOPE.')
      .waitFor();
    await explorer.open(`/lineage?of=${SEGMENTS}&direction=downstream&collapse=none&depth=2`);
    await page.locator('.canvas[data-state=shown]').waitFor();
    expect(await main().getByText('means nothing').count()).toBe(0);
    await explorer.open(`/lineage?of=${SEGMENTS}&grain=field&parts=customer_id`);
    await main().getByText('Not among its parts, and left out: customer_id.').waitFor();
  });

  test('has a broken escape: the page that says so, and of another path the server’s refusal', async () => {
    await explorer.open('/entity/urn:throughline:dataset:%:x');
    await heading('There is no such entity');
    expect((await fetch(`${explorer.server.url}/elsewhere/%`)).status).toBe(400);
    expect((await fetch(`${explorer.server.url}/favicon.ico`)).headers.get('content-type')).toContain('svg');
  });

  test('is long: nothing sticks out, be it wide or narrow', async () => {
    const long = `urn:throughline:dataset:x:${'customer_lifetime_value_'.repeat(8)}weekly`;
    for (const rest of [
      `asOf=2026-11-20T00:00:00Z&knownAt=${new Date().toISOString()}`,
      `up=${long}`,
      `kinds=${long}`,
    ]) {
      await explorer.open(`/lineage?of=${SEGMENTS}&${rest}`);
      await page.locator('.canvas[data-state=shown]').waitFor();
      for (const width of [1280, 390]) {
        await page.setViewportSize({ width, height: 800 });
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      }
    }
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  test('and nothing went wrong but what was asked wrongly', () => {
    expect(explorer.strangers).toEqual([]);
    expect(explorer.complaints).toEqual([]);
  });
});
