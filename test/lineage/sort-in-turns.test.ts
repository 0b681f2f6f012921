import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Pace } from '../../src/lineage/memory/pace.ts';
import { sortInTurns } from '../../src/lineage/memory/sort-in-turns.ts';

/** Says each time that the event loop is due a turn, and counts how often it was asked. */
function restless(): Pace & { asked: number } {
  return {
    asked: 0,
    look() {
      this.asked += 1;
      return 'rest';
    },
  };
}

test('A list of any length is put in the order of a plain sort, equal ones as they came, and rests meanwhile.', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(50), { minLength: 0, maxLength: 60 }), fc.nat(60), (some, times) => {
      const items = Array.from({ length: times }, () => some)
        .flat()
        .map((key, place) => ({ key, place }));
      const expected = items.toSorted((a, b) => a.key - b.key);
      const pace = restless();
      const steps = sortInTurns(items, (a, b) => a.key - b.key, pace);
      let rests = 0;
      let step = steps.next();
      for (; step.done !== true; step = steps.next()) rests += 1;
      expect(step.value).toEqual(expected);
      expect(rests).toBe(pace.asked);
      expect(rests).toBeGreaterThanOrEqual(items.length > 512 ? Math.floor(items.length / 512) : 0);
    }),
    { numRuns: 200 },
  );
});
