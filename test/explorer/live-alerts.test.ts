import { expect, test } from 'vitest';
import { UNDECORATED, type Decorations } from '../../src/explorer/app/canvas/graph.ts';
import { alertCounts, withAlerts } from '../../src/explorer/app/live/alerts-on-canvas.ts';
import { asFound, behind, NOTHING_YET, openOnes, type AlertEvent } from '../../src/explorer/app/live/live-alerts.ts';

const entity = {
  id: 'urn:throughline:dataset:shop:orders',
  kind: 'DATASET',
  name: 'orders',
  namespace: 'shop',
} as const;

function event(id: string, type: AlertEvent['type'], state: AlertEvent['alert']['state']): AlertEvent {
  const startsAt = `2026-03-0${id}T00:00:00Z`;
  const told = { title: id, description: null, source: 'api', reason: null, raised: 1, note: null, feedback: null };
  const alert = { id, ...told, severity: 'CRITICAL', state, startsAt, endsAt: null, entity } as unknown;
  return { __typename: 'AlertEvent', position: id, type, alert: alert as AlertEvent['alert'] };
}

test('what is open follows each event, and what was raised meanwhile is news', () => {
  const found = asFound(NOTHING_YET, { nodes: [event('1', 'RAISED', 'OPEN').alert], total: { value: 3, exact: true } });
  expect(found.beyond).toBe(2);
  const raised = behind(found, event('2', 'RAISED', 'OPEN'));
  expect(openOnes(raised).map(({ id }) => id)).toEqual(['2', '1']);
  expect(raised.news.map(({ id }) => id)).toEqual(['2']);
  const taken = behind(raised, event('2', 'ACKNOWLEDGED', 'ACKNOWLEDGED'));
  expect(openOnes(taken)[0]?.state).toBe('ACKNOWLEDGED');
  const over = behind(taken, event('1', 'RESOLVED', 'RESOLVED'));
  expect(openOnes(over).map(({ id }) => id)).toEqual(['2']);
  expect(over.news).toHaveLength(1);
  expect(over.changes.get(entity.id)).toBe(3);
});

test('what is over or changes among those that are not held is not among those beyond any more', () => {
  const found = asFound(NOTHING_YET, { nodes: [event('1', 'RAISED', 'OPEN').alert], total: { value: 4, exact: true } });
  const over = behind(found, event('2', 'RESOLVED', 'RESOLVED'));
  expect([openOnes(over).length, over.beyond]).toEqual([1, 2]);
  const taken = behind(over, event('3', 'ACKNOWLEDGED', 'ACKNOWLEDGED'));
  expect([openOnes(taken).length, taken.beyond]).toEqual([2, 1]);
  const again = behind(taken, event('3', 'RESOLVED', 'RESOLVED'));
  expect([openOnes(again).length, again.beyond]).toEqual([1, 1]);
});

test('no more news are held than are told of', () => {
  const many = Array.from({ length: 30 }, (_, index) => event(String(index), 'RAISED', 'OPEN'));
  expect(many.reduce(behind, NOTHING_YET).news).toHaveLength(20);
});

test('on the canvas a node shows how many are open, beside what else is told of it', () => {
  const live = behind(behind(NOTHING_YET, event('1', 'RAISED', 'OPEN')), event('2', 'RAISED', 'OPEN'));
  const risk: Decorations = {
    nodes: new Map([[entity.id, { tone: 'risk', badge: '0.8', risk: 0.8 }]]),
    links: new Map(),
  };
  const shown = (id: string) => ({ nodes: [{ ...entity, id, depth: 0 }], links: [] });
  const counts = alertCounts(live, shown(entity.id));
  expect(alertCounts(live, shown('another'))).toEqual([]);
  expect(withAlerts(UNDECORATED, counts).nodes.get(entity.id)).toEqual({ tone: 'alert', badge: '2 alerts' });
  expect(withAlerts(risk, counts).nodes.get(entity.id)).toEqual({ tone: 'risk', badge: '0.8 · 2 alerts', risk: 0.8 });
});
