import { expect, test } from 'vitest';
import { mapInTurns } from '../../src/kernel/turns.ts';

function busy(millis: number): void {
  const end = performance.now() + millis;
  while (performance.now() < end);
}

test('it maps as map does', async () => {
  expect(await mapInTurns(['a', 'b'], (item, index) => item + index)).toEqual(['a0', 'b1']);
  expect(await mapInTurns([], () => 1)).toEqual([]);
});

test('ten long works at once hold up the event loop no longer than one stretch and one item', async () => {
  const items = Array.from({ length: 20 }, () => 2);
  const gaps: number[] = [];
  let last = performance.now();
  const timer = setInterval(() => {
    gaps.push(performance.now() - last);
    last = performance.now();
  }, 1);
  await Promise.all(Array.from({ length: 10 }, () => mapInTurns(items, busy)));
  clearInterval(timer);
  // Four hundred milliseconds of work, in stretches of ten; other processes may take the processor away for a while.
  expect(gaps.length).toBeGreaterThan(20);
  expect(gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)]).toBeLessThan(20);
});

test('a short work is done before a long one that began earlier', async () => {
  const done: string[] = [];
  const long = mapInTurns(
    Array.from({ length: 100 }, () => 1),
    busy,
  ).then(() => done.push('long'));
  const short = mapInTurns([1], busy).then(() => done.push('short'));
  await Promise.all([long, short]);
  expect(done).toEqual(['short', 'long']);
});

test('an error of one work is its own', async () => {
  const failing = mapInTurns([1, 2], () => {
    throw new Error('broken');
  });
  const other = mapInTurns(
    Array.from({ length: 20 }, () => 1),
    busy,
  );
  await expect(failing).rejects.toThrow('broken');
  expect(await other).toHaveLength(20);
});
