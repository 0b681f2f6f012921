import { expect, test } from 'vitest';
import { layoutOf, type LaidOut } from '../../../src/explorer/app/canvas/layout/layout.ts';
import { CARD } from '../../../src/explorer/app/canvas/layout/sizes.ts';
import {
  beginning,
  fitted,
  keeping,
  lookingAt,
  revealing,
  zoomedAt,
  type Viewport,
} from '../../../src/explorer/app/canvas/viewport.ts';
import { layered } from './graphs.ts';

const SIZE = { width: 1000, height: 600 };
const small = laidOut(layered(30, 40));
const large = laidOut(layered(2_000, 4_000));

function laidOut(graph: LaidOut['graph']): LaidOut {
  return { graph, layout: layoutOf(graph) };
}

/** Where each node is on the screen. */
function boxes({ graph, layout }: LaidOut, { zoom, x, y }: Viewport) {
  return graph.nodes.map(({ id }, place) => ({
    id,
    left: (layout.positions[2 * place]! - CARD.width / 2) * zoom + x,
    top: (layout.positions[2 * place + 1]! - CARD.height / 2) * zoom + y,
    width: CARD.width * zoom,
    height: CARD.height * zoom,
  }));
}

function isSeen({ left, top, width, height }: ReturnType<typeof boxes>[number]): boolean {
  return left >= 0 && top >= 0 && left + width <= SIZE.width && top + height <= SIZE.height;
}

test('all of a graph fits, no larger than it is', () => {
  expect(boxes(small, fitted(small, SIZE)).every(isSeen)).toBe(true);
  expect(boxes(large, fitted(large, SIZE)).every(isSeen)).toBe(true);
  const one = laidOut(layered(1, 0));
  expect(fitted(one, SIZE).zoom).toBe(1);
});

test('at the beginning names of a small graph can be read, and no side is left empty', () => {
  const viewport = beginning(small, SIZE, true);
  expect(viewport.zoom).toBeGreaterThanOrEqual(Math.min(0.8, fitted(small, SIZE).zoom));
  const shown = boxes(small, viewport);
  const start = small.graph.nodes.find(({ depth }) => depth === 0)!;
  expect(isSeen(shown.find(({ id }) => id === start.id)!)).toBe(true);
  const right = Math.max(...shown.map(({ left, width }) => left + width));
  const left = Math.min(...shown.map((box) => box.left));
  expect(right - left).toBeGreaterThan(SIZE.width);
  expect(right).toBeGreaterThanOrEqual(SIZE.width - 41);
  expect(left).toBeLessThanOrEqual(41);
  expect(beginning(large, SIZE, false)).toEqual(fitted(large, SIZE));
});

test('what is looked at is seen whole, unless it lies too far apart to tell', () => {
  const [first] = large.graph.nodes;
  const before = fitted(large, SIZE);
  const near = lookingAt(large, new Set([first!.id]), SIZE, before);
  expect(isSeen(boxes(large, near).find(({ id }) => id === first!.id)!)).toBe(true);
  expect(near.zoom).toBe(1);
  const all = new Set(large.graph.nodes.map(({ id }) => id));
  expect(lookingAt(large, all, SIZE, before)).toBe(before);
  expect(lookingAt(large, new Set(['nobody']), SIZE, before)).toBe(before);
});

test('of a small graph what is looked at can be read, with what matters most of it in view', () => {
  const chained = laidOut(layered(12, 11, 12));
  const all = new Set(chained.graph.nodes.map(({ id }) => id));
  const before = fitted(chained, SIZE);
  expect(lookingAt(chained, all, SIZE, before).zoom).toBeLessThan(0.5);
  for (const first of ['n11', 'n5']) {
    const near = lookingAt(chained, all, SIZE, before, { mustRead: true, first });
    expect(near.zoom).toBe(0.65);
    expect(isSeen(boxes(chained, near).find(({ id }) => id === first)!)).toBe(true);
  }
});

test('a node is brought into view only where it is not', () => {
  const [node] = small.graph.nodes;
  const away = { zoom: 1, x: -50_000, y: 0 };
  const back = revealing(small, node!.id, SIZE, away);
  expect(isSeen(boxes(small, back).find(({ id }) => id === node!.id)!)).toBe(true);
  expect(revealing(small, node!.id, SIZE, back)).toBe(back);
  expect(revealing(small, 'nobody', SIZE, away)).toBe(away);
});

test('zooming keeps what is under the pointer, and ends at its limits', () => {
  const at = { x: 300, y: 200 };
  const before = { zoom: 0.5, x: 20, y: -30 };
  const after = zoomedAt(before, 1, at);
  expect((at.x - after.x) / after.zoom).toBeCloseTo((at.x - before.x) / before.zoom);
  expect((at.y - after.y) / after.zoom).toBeCloseTo((at.y - before.y) / before.zoom);
  expect(zoomedAt(before, 99, at).zoom).toBe(2.5);
  expect(zoomedAt(before, 0, at).zoom).toBe(0.02);
});

test('what was there stays where it was, when there is more', () => {
  const whole = layered(60, 80);
  const fewer = { nodes: whole.nodes.slice(0, 20), links: [] };
  const [before, after] = [laidOut(fewer), laidOut(whole)];
  const was = { zoom: 0.7, x: 10, y: 20 };
  const kept = keeping(before, after, fewer.nodes[7]!.id, was)!;
  const box = (at: LaidOut, viewport: Viewport) => boxes(at, viewport).find(({ id }) => id === fewer.nodes[7]!.id)!;
  expect(box(after, kept).left).toBeCloseTo(box(before, was).left);
  expect(box(after, kept).top).toBeCloseTo(box(before, was).top);
  expect(keeping(before, laidOut({ nodes: whole.nodes.slice(30), links: [] }), null, was)).toBeNull();
});
