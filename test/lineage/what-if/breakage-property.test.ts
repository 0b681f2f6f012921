import fc from 'fast-check';
import { expect, test } from 'vitest';
import { micros } from '../../../src/kernel/time.ts';
import { urnParts, type Urn } from '../../../src/kernel/urn.ts';
import { EVERYBODY, type Viewer } from '../../../src/kernel/viewer.ts';
import { sightOf } from '../../../src/kernel/visibility.ts';
import { createMemoryTraversal } from '../../../src/lineage/memory/traversal.ts';
import { breakageOf } from '../../../src/lineage/what-if/breakage.ts';
import { createTopology } from '../../../src/projections/topology/topology.ts';
import type { SegmentRow } from '../../../src/store/ports.ts';
import { EVERY_RELATION, scanSteps, type Step } from '../list-scan.ts';
import { ontology } from '../ontology.ts';
import { graphRows, NODES } from '../rows-arbitrary.ts';
import { viewersOf } from '../../kit/viewer-arbitrary.ts';

const POSITION = 1;
const NOW = 2;

/** All that these lead to by at least one step, without going on from what is not `open`. */
function reached(of: readonly Urn[], steps: (id: Urn) => readonly Urn[], open: (id: Urn) => boolean): Set<Urn> {
  const met = new Set<Urn>(of.flatMap(steps));
  for (const id of met) if (open(id)) for (const next of steps(id)) met.add(next);
  return met;
}

const isKnown = ({ row, from }: Step) => from === row.key.from && row.provenance !== 'INFERRED';

/** By the list of rows: what is reached with what goes away and not without it. */
function reference(rows: readonly SegmentRow[], of: readonly Urn[], viewer: Viewer) {
  const { down, up, name } = scanSteps(rows, EVERY_RELATION, POSITION, NOW, { viewer });
  const isSeen = (id: Urn) => sightOf(viewer.visibility)(id) === 'SHOW';
  /** Over what is not seen. */
  const seen = (of: Urn, steps: (id: Urn) => readonly Urn[]): Urn[] =>
    [...reached([of], steps, (id) => !isSeen(id))].filter(isSeen);
  const gone = new Set(of.map(name));
  const ends = (steps: readonly Step[]) => steps.map(({ to }) => to);
  const affected = reached(
    [...gone],
    (id) => ends(down(id)),
    () => true,
  );
  const known = reached(
    [...gone],
    (id) => ends(down(id).filter(isKnown)),
    () => true,
  );
  const isOfAny = (whole: Urn, sources: readonly Urn[]) => sources.some((part) => isPartByName(part, whole));
  /** Where it comes from, but not by way of what goes. */
  const sources = (id: Urn): Urn[] => {
    const all = seen(id, (each) => up(each).map(({ from }) => from));
    return all.filter((source) => !gone.has(source) && !isOfAny(source, all));
  };
  const isLeft = (id: Urn) => [...reached([id], sources, () => true)].some((source) => !affected.has(source));
  const ids = [...affected].filter((id) => !gone.has(id) && isSeen(id));
  return {
    affected: new Map(ids.map((id) => [id, known.has(id)])),
    left: new Map(ids.map((id) => [id, isLeft(id) ? 'SOME' : 'NONE'])),
    consumers: new Set([...gone].flatMap((id) => seen(id, (each) => ends(down(each)))).filter((id) => !gone.has(id))),
  };
}

function isPartByName(part: Urn, whole: Urn): boolean {
  const [a, b] = [urnParts(part), urnParts(whole)];
  const kinds = `${a.kind} ${b.kind}`;
  const isPart = kinds === 'FIELD DATASET' || kinds === 'FEATURE FEATURE_VIEW';
  return isPart && a.namespace === b.namespace && a.name.startsWith(`${b.name}#`);
}

test('What breaks is what a scan of the list of rows reaches with what goes, and not without it.', async () => {
  let [broken, healed] = [0, 0];
  await fc.assert(
    fc.asyncProperty(
      graphRows,
      fc.uniqueArray(fc.constantFrom(...NODES), { minLength: 1, maxLength: 3 }),
      viewersOf(NODES),
      async (rows, any, viewer) => {
        const of = any.filter((id) => sightOf(viewer.visibility)(id) === 'SHOW');
        fc.pre(of.length > 0);
        const topology = createTopology(ontology);
        for (const row of rows) topology.apply(row);
        const traversal = createMemoryTraversal(topology);
        const at = { position: POSITION, asOf: micros(NOW), now: micros(NOW), viewer };
        const { nodes } = await traversal.reach(
          { of, direction: 'DOWNSTREAM', depth: 0, kinds: null, ...EVERY_RELATION },
          at,
        );
        const changed = nodes.map(({ id }) => id);
        const { affected, consumers, left } = await breakageOf(changed, new Set(changed), traversal, at);
        const expected = reference(rows, of, viewer);
        const found = new Map(affected.map(({ id, isKnown }) => [id, isKnown]));
        // Of several ways over what is not seen the shortest is told, which need not be the one that is known.
        const told = (all: ReadonlyMap<Urn, boolean>) => (viewer === EVERYBODY ? all : new Set(all.keys()));
        expect(told(found)).toEqual(told(expected.affected));
        expect(new Set(consumers().map(({ id }) => id))).toEqual(expected.consumers);
        const sources = await left();
        expect(sources).toEqual(expected.left);
        broken += [...sources.values()].filter((each) => each === 'NONE').length;
        healed += sources.size;
      },
    ),
    { numRuns: 300 },
  );
  expect(broken).toBeGreaterThan(100);
  expect(healed - broken).toBeGreaterThan(100);
});
