import type { Page } from 'playwright-core';
import { layoutOf } from '../src/explorer/app/canvas/layout/layout.ts';
import type { CanvasGraph } from '../src/explorer/app/canvas/graph.ts';
import { layered } from '../test/explorer/canvas/graphs.ts';
import { openBrowser } from '../test/kit/chromium.ts';
import { percentile, type Bench } from './bench.ts';
import { afterNextPaint, pan, type Frames } from './canvas/in-page.ts';
import { withServer } from './server.ts';

const ROUNDS = 3;
const START = 'urn:throughline:dataset:bench:n0';
const SECONDS = 3;
/** What the page asks of the start before it asks for its lineage. */
const STARTS = JSON.stringify({
  data: {
    entities: [
      {
        __typename: 'Dataset',
        ...{ id: START, kind: 'DATASET', name: 'n0', namespace: 'bench', displayName: null },
        createdAt: '2026-11-01T00:00:00.000000Z',
      },
    ],
  },
});
/** How often “Zoom in” is pressed before each of the measurements, one after the other. */
const ZOOMS = [
  ['all of it in view', 0],
  ['a quarter of it each way', 4],
  ['names to be read', 3],
] as const;

export const bench: Bench = {
  about: 'The lineage canvas in a headless Chromium: how soon it is shown, and how smoothly panned; [nodes] [links].',
  run: ([nodes = '5000', links = '15000']) =>
    withServer(({ url }) => measure(url, layered(Number(nodes), Number(links)))),
};

async function measure(url: string, graph: CanvasGraph): ReturnType<Bench['run']> {
  const layouts: number[] = [];
  const shown: number[] = [];
  const drawn: number[] = [];
  const pans = new Map<string, Frames[]>();
  const browser = await openBrowser();
  const version = browser.context.browser()?.version() ?? 'unknown';
  try {
    for (let round = 0; round < ROUNDS; round++) {
      const began = performance.now();
      layoutOf(graph);
      layouts.push(performance.now() - began);
      const page = await browser.context.newPage();
      const times = await open(page, url, graph);
      shown.push(times.shown);
      drawn.push(times.drawn);
      for (const [title, presses] of ZOOMS) {
        for (let press = 0; press < presses; press++) await page.getByRole('button', { name: 'Zoom in' }).click();
        pans.set(title, [...(pans.get(title) ?? []), await page.evaluate(pan, SECONDS)]);
      }
      await page.close();
    }
  } finally {
    await browser.close();
  }
  return {
    versions: { chromium: version },
    tables: [
      {
        title: `${graph.nodes.length} nodes and ${graph.links.length} links, until they are shown`,
        columns: ['', 'median of 3', 'slowest'],
        rows: [
          ['from opening the page, s', ...told(best(shown, 1), 1_000, 2)],
          ['from the answer, s', ...told(best(drawn, 1), 1_000, 2)],
          ['of it the layout, in Node, ms', ...told(best(layouts, 1), 1, 0)],
        ],
      },
      {
        title: 'Panned without a pause',
        columns: ['zoom', 'frames a second, median of 3', 'the least', 'p95 of a frame, ms'],
        rows: [...pans].map(([title, frames]) => [
          title,
          ...told(
            best(
              frames.map(({ rate }) => rate),
              -1,
            ),
            1,
            1,
          ),
          ...told(
            best(
              frames.map(({ p95 }) => p95),
              1,
            ),
            1,
            0,
          ).slice(0, 1),
        ]),
        notes: [
          `Each for ${SECONDS} s, the pointer moved once a frame, in 1280 × 800, drawn by the processor alone; the answer is made up and comes from the test, so that the server has no part in it.`,
        ],
      },
    ],
  };
}

/** Milliseconds until the graph has been painted: since the page was asked for, and since it had the answer. */
async function open(page: Page, url: string, graph: CanvasGraph): Promise<{ shown: number; drawn: number }> {
  const body = JSON.stringify({ data: { lineage: answerOf(graph) } });
  let answered = 0;
  await page.route('**/graphql', async (route) => {
    const asked = route.request().postData() ?? '';
    if (asked.includes('"LineageStarts"')) return route.fulfill({ contentType: 'application/json', body: STARTS });
    if (!asked.includes('"Lineage"')) return route.fallback();
    answered = performance.now();
    return route.fulfill({ contentType: 'application/json', body });
  });
  const began = performance.now();
  await page.goto(`${url}/explore/lineage?of=${encodeURIComponent(START)}&depth=all`);
  await page.waitForSelector('.canvas[data-state=shown]', { timeout: 120_000 });
  await page.evaluate(afterNextPaint);
  return { shown: performance.now() - began, drawn: performance.now() - answered };
}

/** As the server would give it. */
function answerOf({ nodes, links }: CanvasGraph): object {
  const urns = new Map(nodes.map(({ id, kind, namespace }) => [id, urnOf(id, kind, namespace)]));
  return {
    __typename: 'Lineage',
    nodes: nodes.map(({ id, kind, name, namespace, depth }) => {
      const urn = urns.get(id);
      return {
        __typename: 'LineageNode',
        id: urn,
        depth,
        entity: { __typename: 'Dataset', id: urn, kind, name, namespace },
      };
    }),
    links: links.map(({ from, to, type, hops, stale }) => ({
      __typename: 'LineageLink',
      ...{ from: urns.get(from), to: urns.get(to), type, hops, stale },
      ...{ grain: 'ENTITY', provenance: 'OBSERVED', confidence: 1, validFrom: null, lastSeen: null },
    })),
    total: { __typename: 'Count', value: nodes.length, exact: true },
    pageInfo: { __typename: 'PageInfo', hasNextPage: false },
    answer: {
      __typename: 'Answer',
      ...{ hidden: { present: false, count: 0, disclosure: 'COUNT' }, limitHit: null, staleLinks: 0, watermark: '1' },
      moment: { asOf: '2026-11-01T00:00:00.000000Z', knownAt: '2026-11-01T00:00:00.000000Z', position: '1' },
    },
  };
}

function urnOf(id: string, kind: string, namespace: string): string {
  if (id === 'n0') return START;
  return `urn:throughline:${kind.toLowerCase().replaceAll('_', '-')}:${encodeURIComponent(namespace)}:${id}`;
}

/** @param sign 1: the less the better; -1: the more */
function best(values: readonly number[], sign: 1 | -1): readonly number[] {
  return values.toSorted((a, b) => sign * (a - b));
}

/** The median and the worst of values in order, the best first. */
function told(ordered: readonly number[], unit: number, digits: number): string[] {
  return [percentile(ordered, 0.5), ordered.at(-1) ?? 0].map((each) => (each / unit).toFixed(digits));
}
