import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRecordCache } from '../../src/projections/record-cache.ts';
import type { GraphStore, Store } from '../../src/store/ports.ts';
import { arbitraryFacts, entitiesOf } from './arbitrary-facts.ts';
import { applied, readAt } from './subject.ts';

/** Records in memory: they are the store's, at every position, however reads and writes come. */
export function recordCacheContract(store: () => Store, runs: number): void {
  let worlds = 0;

  describe('records in memory', () => {
    test('are what the store tells, at the newest position and before', { timeout: 240_000 }, async () => {
      let read = 0;
      let asked = 0;
      const counted: Pick<GraphStore, 'records' | 'recordsChanged'> = {
        records(ids, at) {
          read += ids.length;
          return store().graph.records(ids, at);
        },
        recordsChanged: (...range) => store().graph.recordsChanged(...range),
      };
      await fc.assert(
        fc.asyncProperty(fc.nat(), fc.array(fc.tuple(fc.nat(30), fc.nat(5)), { minLength: 6 }), async (seed, steps) => {
          const [facts = []] = fc.sample(arbitraryFacts(`cached-${(worlds += 1)}`, { min: 10, max: 30 }), {
            numRuns: 1,
            seed,
          });
          const ids = entitiesOf(facts);
          const begin = (await store().log.head()).position;
          const cache = createRecordCache(counted);
          await cache.catchUp(begin);
          let next = 0;
          for (const [back, size] of steps) {
            const part = facts.slice(next, (next += size));
            // A read that a write overtakes.
            const before = readAt((await store().log.head()).position);
            const reading = cache.records(ids, before);
            if (part.length > 0) await cache.catchUp((await applied(store(), part)).position);
            expect(await reading).toEqual(await store().graph.records(ids, before));
            const { position } = await store().log.head();
            const at = readAt(Math.max(begin, position - back));
            expect(await cache.records(ids, at)).toEqual(await store().graph.records(ids, at));
            asked += ids.length * 2;
          }
        }),
        { numRuns: runs },
      );
      expect(read).toBeLessThan(asked * 0.8);
    });

    test('are all read anew where too many changed for the store to name them', async () => {
      const { position } = await store().log.head();
      expect(await store().graph.recordsChanged(0, position, 1)).toBeNull();
      expect(await store().graph.recordsChanged(position, position, 1)).toEqual([]);
    });
  });
}
