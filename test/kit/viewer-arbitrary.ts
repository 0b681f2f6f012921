import fc from 'fast-check';
import { urnParts, type Urn } from '../../src/kernel/urn.ts';
import { EVERYBODY, type Viewer } from '../../src/kernel/viewer.ts';
import { visibilityOf, type Disclosure, type Sight, type VisibilityRule } from '../../src/kernel/visibility.ts';

/** Viewers of a graph of these entities: a third of them see all, from the others any rules hide something. */
export function viewersOf(ids: readonly Urn[]): fc.Arbitrary<Viewer> {
  const namesOf = (part: 'kind' | 'namespace') => [...new Set(ids.map((id) => urnParts(id)[part]))];
  const [kinds, namespaces] = [namesOf('kind'), namesOf('namespace')];
  const namespace = fc.oneof(
    fc.constantFrom(...namespaces),
    fc.tuple(fc.constantFrom(...namespaces), fc.nat(8)).map(([text, cut]) => ({
      prefix: [...text].slice(0, cut + 1).join(''),
    })),
  );
  const some = <T>(items: readonly T[]) => fc.subarray([...items], { minLength: 1 });
  const rule = fc
    .record(
      {
        effect: fc.constantFrom<Sight>('SHOW', 'PASS', 'PASS', 'STOP', 'STOP'),
        kinds: some(kinds),
        namespaces: fc.array(namespace, { minLength: 1, maxLength: 2 }),
        ids: some(ids),
      },
      { requiredKeys: ['effect'] },
    )
    // One that fits all hides too much for anything to be left.
    .filter(({ kinds: of, ids: these }) => of !== undefined || these !== undefined) as fc.Arbitrary<VisibilityRule>;
  const hiding = fc
    .tuple(fc.array(rule, { minLength: 1, maxLength: 3 }), fc.constantFrom<Disclosure>('NONE', 'PRESENCE', 'COUNT'))
    .map(([rules, disclosure]) => ({ id: 'somebody', visibility: visibilityOf(rules, disclosure) }));
  return fc.oneof({ weight: 1, arbitrary: fc.constant(EVERYBODY) }, { weight: 2, arbitrary: hiding });
}
