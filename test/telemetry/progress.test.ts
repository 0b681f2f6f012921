import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createProgress } from '../../src/telemetry/progress.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

test('a long start says now and then how far each part of it is, and nothing once it is over', () => {
  const said: string[] = [];
  const progress = createProgress((line) => said.push(line));
  const [relations, entities] = [progress.of('relations'), progress.of('entities')];
  relations(1_000);
  expect(said).toEqual([]);
  vi.advanceTimersByTime(2_000);
  relations(1_250_000);
  relations(1_260_000);
  entities(7);
  expect(said).toEqual(['Loading: 1,250,000 relations', 'Loading: 7 entities']);
  vi.advanceTimersByTime(2_000);
  progress.over();
  relations(3);
  expect(said).toHaveLength(2);
});
