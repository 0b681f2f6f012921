import { afterAll, beforeAll, expect, test } from 'vitest';
import { chromiumUnavailable } from '../kit/chromium.ts';
import { startExplorer, type TestExplorer } from '../kit/explorer.ts';
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
    await page.locator('.canvas[data-state=shown]').waitFor();
  });

  afterAll(() => explorer?.[Symbol.asyncDispose]());

  const stage = () => page.locator('.canvas-stage');
  const spoken = () => page.locator('.canvas-spoken').innerText();

  /** Where the start is on the screen, and at which zoom. */
  async function startAt(): Promise<{ x: number; y: number; zoom: number }> {
    await stage().press('Home');
    const ring = page.locator('.canvas-ring');
    const { x, y } = (await ring.boundingBox())!;
    const zoom = await ring.evaluate((element) => Number(element.style.getPropertyValue('--zoom')));
    await stage().press('Escape');
    await ring.waitFor({ state: 'detached' });
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
    await expect.poll(spoken).toMatch(/^hub, Dataset, 0 upstream, 1 downstream$/);
    expect(await page.locator('.canvas-near path').getAttribute('d')).toMatch(/^M/);
    await stage().press('Escape');
  });

  test('it moves with the pointer, and grows with the wheel', async () => {
    const before = await startAt();
    await page.mouse.move(before.x + 30, before.y + 60);
    await page.mouse.down();
    await page.mouse.move(before.x + 130, before.y + 10, { steps: 4 });
    await page.mouse.up();
    const moved = await startAt();
    expect([moved.x - before.x, moved.y - before.y].map(Math.round)).toEqual([100, -50]);
    // A wheel tells of whole pixels alone.
    await page.mouse.move(Math.round(moved.x), Math.round(moved.y));
    await page.mouse.wheel(0, -400);
    await expect.poll(async () => (await startAt()).zoom).toBeGreaterThan(moved.zoom * 1.5);
    const grown = await startAt();
    expect([grown.x - moved.x, grown.y - moved.y].map((by) => Math.abs(Math.round(by)))).toEqual([0, 0]);
  });

  test('two fingers on one point spread nothing', async () => {
    const before = await startAt();
    await page.locator('.canvas-drawing').evaluate((drawing) => {
      const { left, top } = drawing.getBoundingClientRect();
      const fire = (type: string, pointerId: number, by: number) => {
        const init = { clientX: left + 90 + by, clientY: top + 90 + by, bubbles: true, button: 0, pointerId };
        drawing.dispatchEvent(new PointerEvent(type, init));
      };
      for (const finger of [1, 2]) fire('pointerdown', finger, 0);
      fire('pointermove', 1, 40);
      for (const finger of [1, 2]) fire('pointerup', finger, 40);
    });
    const { zoom } = await startAt();
    expect(zoom).toBe(before.zoom);
  });

  /** The colours of the picture, as `#rrggbb`, of which there is more than a trace. */
  const colours = () =>
    page.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('.canvas-picture')!;
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      const counts = new Map<number, number>();
      for (const pixel of new Uint32Array(data.buffer)) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
      const hex = (pixel: number) =>
        [0, 8, 16].map((by) => ((pixel >> by) & 255).toString(16).padStart(2, '0')).join('');
      return [...counts].flatMap(([pixel, count]) => (count > 20 && pixel >>> 24 === 255 ? [`#${hex(pixel)}`] : []));
    });

  test('what an alert is told of stands out, by more than its hue, and the others by no colour of its own', async () => {
    const [dataset, ink, alert] = ['#1d4fbf', '#14191f', '#b42318'];
    await page.getByRole('button', { name: 'Fit into view' }).click();
    await expect.poll(colours).toContain(dataset);
    expect(await colours()).not.toContain(ink);
    await page.evaluate(() => {
      const { fillText } = CanvasRenderingContext2D.prototype;
      const written: string[] = [];
      CanvasRenderingContext2D.prototype.fillText = function (text, ...where) {
        written.push(text);
        fillText.call(this, text, ...where);
      };
      Object.assign(window, { written });
    });
    const input = { entity: HUB, key: 'first', severity: 'CRITICAL', title: 'Rows are missing' };
    await explorer.server.query('mutation ($input: RaiseAlertInput!) { raiseAlert(input: $input) { raised } }', {
      input,
    });
    await expect.poll(colours).toEqual(expect.arrayContaining([ink, alert]));
    expect(await colours()).not.toContain(dataset);
    // Nearer, where names are read, the sign is.
    const zoomIn = page.getByRole('button', { name: 'Zoom in' });
    const written = () => page.evaluate(() => (window as unknown as { written: string[] }).written);
    await expect
      .poll(async () => {
        await zoomIn.click();
        // What is selected anew is brought into view.
        await stage().press('Escape');
        await stage().press('Home');
        return written();
      })
      .toEqual(expect.arrayContaining(['hub', '1 alert']));
    await stage().press('Escape');
  });

  test('as a list it comes a page at a time, each with the way to its page', async () => {
    await explorer.open(`/lineage?of=${encodeURIComponent(HUB)}&depth=all&view=list`);
    const links = page.locator('.level-node-name');
    await links.first().waitFor();
    expect(await links.count()).toBe(102);
    await page.getByRole('button', { name: 'Show 100 more' }).press('Enter');
    await expect.poll(() => links.count()).toBe(202);
    await page.goBack();
    await page.locator('.canvas[data-state=shown]').waitFor();
  });

  test('pressed twice it is asked for what is around it, and nothing goes wrong', async () => {
    await page.getByRole('button', { name: 'Fit into view' }).click();
    const { x, y } = await startAt();
    await page.mouse.dblclick(x, y);
    await expect.poll(() => page.locator('.canvas[data-state=shown]').count()).toBe(1);
    expect(explorer.complaints).toEqual([]);
  });
});
