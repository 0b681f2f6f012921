import { describe, expect, test } from 'vitest';
import { placeOf, stepsBetween, timeAt } from '../../src/explorer/app/lineage/time/steps.ts';

describe('the stops of a slider through time', () => {
  const day = 86_400_000;

  test('are days at midnight, and now behind the last of them', () => {
    const begin = Date.parse('2026-10-01T10:00:00Z');
    const steps = stepsBetween(begin, Date.parse('2026-10-05T09:00:00Z'));
    const all = Array.from({ length: steps.count + 1 }, (_, place) => timeAt(steps, place));
    const told = all.map((time) => (time === null ? 'now' : new Date(time).toISOString().slice(0, 16)));
    expect(told).toEqual(['2026-10-02T00:00', '2026-10-03T00:00', '2026-10-04T00:00', '2026-10-05T00:00', 'now']);
  });

  test('are nearest to what was written exactly, and within the range', () => {
    const steps = stepsBetween(0, 10 * day);
    expect([null, NaN, -day, 3.2 * day, 99 * day].map((time) => placeOf(steps, time))).toEqual([
      steps.count,
      steps.count,
      0,
      3,
      steps.count,
    ]);
  });

  test('are finer where there are few days, and none where there is no minute', () => {
    expect(stepsBetween(0, 3_600_000 * 5).size).toBe(3_600_000);
    expect(stepsBetween(0, 60_000 * 5).size).toBe(60_000);
    expect(stepsBetween(1, 30_000).count).toBe(0);
  });
});
