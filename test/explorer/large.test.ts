import { afterAll, beforeAll, expect, test } from 'vitest';
import { chromiumUnavailable } from '../kit/chromium.ts';
import { startExplorer, WAIT, type TestExplorer } from '../kit/explorer.ts';
import { describeUnlessUnavailable } from '../kit/unavailable.ts';

const HUB = 'urn:throughline:dataset:wide:hub';
const MANY = 600;

/** More than are drawn as cards. */
describeUnlessUnavailable('a graph of hundreds of nodes', chromiumUnavailable, () => {
  let explorer: TestExplorer;
  let page: TestExplorer['page'];

  beforeAll(async () => {
    explorer = await startExplorer();
    page = explorer.page;
    const outputs = Array.from({ length: MANY }, (_, index) => ({ namespace: 'wide', name: `part_${index}` }));
    await explorer.server.post('/api/v1/lineage', {
      eventType: 'COMPLETE',
      eventTime: '2026-11-01T00:00:00Z',
      run: { runId: '0195f2a0-0000-7000-8000-000000000001' },
      job: { namespace: 'wide', name: 'split' },
      inputs: [{ namespace: 'wide', name: 'hub' }],
      outputs,
      producer: 'https://example.com',
      schemaURL: 'https://openlineage.io/spec/2-0-2/OpenLineage.json',
    });
    await explorer.open(`/lineage?of=${encodeURIComponent(HUB)}&depth=all`);
    await page.locator('.canvas[data-state=shown]').waitFor(WAIT);
  }, 120_000);

  afterAll(() => explorer?.[Symbol.asyncDispose]());

  const stage = () => page.locator('.canvas-stage');
  const spoken = () => page.locator('.canvas-spoken').innerText();

  /** Where the start is on the screen, and at which zoom. */
  async function startAt(): Promise<{ x: number; y: number; zoom: number }> {
    await stage().press('Home');
    const ring = page.locator('.canvas-ring');
    const { x, y } = (await ring.boundingBox(WAIT))!;
    const zoom = await ring.evaluate((element) => Number(element.style.getPropertyValue('--zoom')));
    await stage().press('Escape');
    await ring.waitFor({ ...WAIT, state: 'detached' });
    return { x, y, zoom };
  }

  test('is painted, and says how many they are', async () => {
    expect(await page.locator('.lineage-told strong').innerText()).toBe(`${MANY + 2} entities`);
    const colours = await page.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('.canvas-picture')!;
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      return new Set(new Uint32Array(data.buffer)).size;
    });
    expect(colours).toBeGreaterThan(10);
  });

  test('a node is selected where it is pressed, and its links stand out', async () => {
    const { x, y } = await startAt();
    await page.mouse.click(x, y);
    await expect.poll(spoken, WAIT).toMatch(/^hub, Dataset, 0 upstream, 1 downstream$/);
    expect(await page.locator('.canvas-near path').getAttribute('d')).toMatch(/^M/);
    await stage().press('Escape');
  }, 60_000);

  test('it moves with the pointer, and grows with the wheel', async () => {
    const before = await startAt();
    await page.mouse.move(before.x + 30, before.y + 60);
    await page.mouse.down();
    await page.mouse.move(before.x + 130, before.y + 10, { steps: 4 });
    await page.mouse.up();
    const moved = await startAt();
    expect([moved.x - before.x, moved.y - before.y].map(Math.round)).toEqual([100, -50]);
    await page.mouse.move(moved.x, moved.y);
    await page.mouse.wheel(0, -400);
    await expect.poll(async () => (await startAt()).zoom, WAIT).toBeGreaterThan(moved.zoom * 1.5);
    const grown = await startAt();
    expect([grown.x - moved.x, grown.y - moved.y].map(Math.round)).toEqual([0, 0]);
  }, 60_000);

  test('pressed twice it is asked for what is around it, and nothing goes wrong', async () => {
    await page.getByRole('button', { name: 'Fit into view' }).click();
    const { x, y } = await startAt();
    await page.mouse.dblclick(x, y);
    await expect.poll(() => page.locator('.canvas[data-state=shown]').count(), WAIT).toBe(1);
    expect(explorer.complaints).toEqual([]);
  }, 60_000);
});
