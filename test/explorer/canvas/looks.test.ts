import cytoscape from 'cytoscape';
import { expect, test } from 'vitest';
import { extentOf } from '../../../src/explorer/app/canvas/blocks/extent.ts';
import { shareOf } from '../../../src/explorer/app/canvas/blocks/mark.ts';
import { stylesheetOf } from '../../../src/explorer/app/canvas/cards/stylesheet.ts';
import type { Theme } from '../../../src/explorer/app/canvas/theme.ts';
import { riskMarks } from '../../../src/explorer/app/lineage/impact/risk-marks.ts';

const colour = (share: number) => `#${share.toString(16).padStart(2, '0').repeat(3)}`;
const THEME: Theme = {
  ...{ ink: colour(1), muted: colour(2), surface: colour(3), line: colour(4), link: colour(5), near: colour(6) },
  ...{ onColour: colour(7), neutral: colour(8), path: colour(9), added: colour(10), removed: colour(11) },
  ...{ changed: colour(12), alert: colour(13), risk: [colour(14), colour(15)], font: 'sans-serif' },
  kind: () => colour(16),
  painted: new Map(),
};

test('a link that is told something of keeps its colour when an end of it is selected', () => {
  const core = cytoscape({
    headless: true,
    styleEnabled: true,
    style: stylesheetOf(THEME),
    elements: [
      ...['a', 'b'].map((id) => ({ data: { id, images: [], widths: [], heights: [], lefts: [], tops: [] } })),
      ...['told', 'plain'].map((id) => ({
        data: { id, source: 'a', target: 'b', weights: [], distances: [], hops: '' },
      })),
    ],
  });
  core.getElementById('told').addClass('tone-path near');
  core.getElementById('plain').addClass('near');
  const drawn = (id: string) => core.getElementById(id).style('line-color');
  expect(drawn('told')).toBe('rgb(9,9,9)');
  expect(drawn('plain')).toBe('rgb(6,6,6)');
  core.destroy();
});

test('the same risk of a deployment is as deep in colour wherever it is shown; KPIs compare with each other', () => {
  const of = (id: string, risk: number) => ({ kpi: { id }, deployment: { id }, risk });
  const { nodes } = riskMarks({
    kpis: { nodes: [of('k', 4), of('l', 1)] },
    deployments: { nodes: [of('d', 0.1)] },
  } as unknown as Parameters<typeof riskMarks>[0]);
  expect([...nodes].map(([id, { risk }]) => [id, risk])).toEqual([
    ['k', 1],
    ['l', 0.25],
    ['d', 0.1],
  ]);
});

test('what differs is told apart by how much of a block is filled, too', () => {
  const shares = (['added', 'changed', 'removed'] as const).map((tone) => shareOf({ tone }));
  expect(new Set(shares).size).toBe(3);
  expect(shareOf({ tone: 'risk', risk: 0.6 })).toBe(0.6);
  expect(shareOf({ tone: 'risk', risk: 0 })).toBeGreaterThan(0);
});

test('a picture reaches half a view beyond it, and less or less sharp where that would be too much', () => {
  const pixels = (width: number, height: number, density: number) => {
    const extent = extentOf({ width, height }, density);
    const { margin } = extent;
    return { ...extent, area: (width + 2 * margin.x) * (height + 2 * margin.y) * extent.density ** 2 };
  };
  expect(pixels(1232, 440, 1)).toMatchObject({ margin: { x: 616, y: 220 }, density: 1 });
  expect(pixels(1900, 900, 2)).toMatchObject({ density: 2 });
  expect(pixels(1900, 900, 2).margin.x).toBeLessThan(950);
  const huge = pixels(3800, 1900, 2);
  expect(huge.density).toBeLessThan(2);
  expect(huge.density).toBeGreaterThan(1);
  for (const { area } of [pixels(1900, 900, 2), huge]) expect(area).toBeLessThan(24_100_000);
  expect(extentOf({ width: 0, height: 0 }, 1).density).toBe(1);
});
