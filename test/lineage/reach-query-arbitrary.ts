import fc from 'fast-check';
import { ontology } from './ontology.ts';
import { PROVENANCES } from '../../src/kernel/fact.ts';
import type { ReachQuery } from '../../src/lineage/traversal.ts';
import { NODES } from './rows-arbitrary.ts';

function someOf<T>(items: readonly T[]): fc.Arbitrary<ReadonlySet<T> | null> {
  return fc.option(
    fc.subarray([...items]).map((chosen) => new Set(chosen)),
    { freq: 2 },
  );
}

/** All that reach can be asked about the graphs of `rows-arbitrary.ts`. */
export const reachQuery: fc.Arbitrary<ReachQuery> = fc.record({
  of: fc.uniqueArray(fc.constantFrom(...NODES), { minLength: 1, maxLength: 2 }),
  direction: fc.constantFrom('UPSTREAM', 'DOWNSTREAM', 'BOTH'),
  depth: fc.constantFrom(null, null, 0, 1, 2, 3),
  kinds: someOf([...ontology.kinds.keys()]),
  through: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, someOf([...ontology.relationships.keys()])),
  provenance: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, someOf(PROVENANCES)),
  includeStale: fc.boolean(),
});
