import { expect, test } from 'vitest';
import { checkReplay } from '../../bench/faults/check-replay.ts';
import { firstDifference } from '../../bench/faults/difference.ts';
import { formatPosition } from '../../src/kernel/cursor.ts';

test.each([
  ['loss', ['a', 'c'], 'item 1 of 3: c came out of order, or too early; expected b'],
  ['loss at the end', ['a', 'b'], 'item 2 of 3:  nothing more came; expected c'],
  ['a duplicate', ['a', 'b', 'b', 'c'], 'item 2 of 3: b came once more; expected c'],
  ['a duplicate at the end', ['a', 'b', 'c', 'c'], 'item 3 of 3: c came once more; expected no more'],
  ['what nobody wrote', ['a', 'x', 'c'], 'item 1 of 3: x is not in it; expected b'],
  ['disorder', ['b', 'a', 'c'], 'item 0 of 3: b came out of order, or too early; expected a'],
])('the fault runs see %s', (_name, told, difference) => {
  expect(firstDifference(['a', 'b', 'c'], ['a', 'b', 'c'])).toBeNull();
  expect(firstDifference(told, ['a', 'b', 'c'])).toBe(difference);
});

const event = (at: number, type: string, key: string) =>
  JSON.stringify({ position: formatPosition(at, 0), type, alert: { key } });
const STORY = [event(1, 'RAISED', 'a'), event(2, 'REPEATED', 'a'), event(3, 'RAISED', 'b'), event(4, 'RESOLVED', 'a')];
const ACKNOWLEDGED = new Set(['RAISED a', 'RAISED b', 'RESOLVED a']);

test('a replay that lost, doubled or misplaced something, or has what nobody wrote, is no reference', () => {
  expect(() => checkReplay(STORY, ACKNOWLEDGED)).not.toThrow();
  expect(() => checkReplay(STORY.slice(0, 3), ACKNOWLEDGED)).toThrow('acknowledged, but not in the replay: RESOLVED a');
  expect(() => checkReplay([...STORY, STORY[3]!], ACKNOWLEDGED)).toThrow('out of order');
  expect(() => checkReplay(STORY.toReversed(), ACKNOWLEDGED)).toThrow('out of order');
  expect(() => checkReplay([...STORY, event(5, 'RAISED', 'b')], ACKNOWLEDGED)).toThrow('or twice');
});
