import type { Grain } from '../traversal.ts';
import type { Front } from './front.ts';
import type { Pace } from './pace.ts';
import type { LinkReader } from './link-reader.ts';
import type { Steps } from './steps.ts';

/** A way over nodes that are not shown: its relations taken together. */
export interface Way {
  readonly hops: number;
  readonly confidence: number;
  /** The weakest's place in PROVENANCES. */
  readonly provenance: number;
  /** The coarsest's place in GRAINS. */
  readonly grain: number;
  /** Whether any is stale. */
  readonly isStale: boolean;
}

/** Hidden nodes between two looks at the clock. */
const NODES_AT_ONCE = 64;

export const GRAINS: readonly Grain[] = ['FIELD', 'TABLE', 'TABLE_FALLBACK'];

/** The one of fewer hops, else the surer; of equally sure ones the weakest provenance, the coarsest grain and the stale one count. */
export function better(a: Way, b: Way): Way {
  if (a.hops !== b.hops) return a.hops < b.hops ? a : b;
  if (a.confidence !== b.confidence) return a.confidence > b.confidence ? a : b;
  return {
    ...a,
    provenance: Math.max(a.provenance, b.provenance),
    grain: Math.max(a.grain, b.grain),
    isStale: a.isStale || b.isStale,
  };
}

/**
 * The best way from `source` to each shown node that it reaches over hidden ones only. Breadth first, with one best way
 * per hidden node and level: the number of ways, which doubles with each diamond, does not matter.
 *
 * `steps` hold what leads on from the source; they are overwritten. Shown nodes among them have a link of their own.
 * Yields as the walk does; null: time was up.
 */
export function* contract(
  front: Front,
  steps: Steps,
  level: number,
  isShown: (node: number) => boolean,
  links: LinkReader,
  pace: Pace,
): Generator<undefined, ReadonlyMap<number, Way> | null> {
  const best = new Map<number, Way>();
  const direct = new Set<number>();
  let hidden: number[] = [];

  function extend(way: Way, next: number[]): void {
    for (let i = 0; i < steps.length; i++) {
      const node = steps.nodes[i]!;
      if (front.depths[node]! > level || direct.has(node)) continue;
      if (way.hops === 0 && isShown(node)) {
        direct.add(node);
        continue;
      }
      const slot = steps.slots[i]!;
      const isFallback = steps.fallbacks[i] === 1;
      const longer = {
        hops: way.hops + 1,
        confidence: way.confidence * links.confidence(slot, isFallback),
        provenance: Math.max(way.provenance, links.provenance(slot)),
        grain: Math.max(way.grain, links.grain(slot, isFallback)),
        isStale: way.isStale || links.isStale(slot),
      };
      const known = best.get(node);
      if (known === undefined && !isShown(node)) next.push(node);
      best.set(node, known === undefined ? longer : better(known, longer));
    }
  }

  extend({ hops: 0, confidence: 1, provenance: 0, grain: 0, isStale: false }, hidden);
  while (hidden.length > 0) {
    const next: number[] = [];
    for (const [index, node] of hidden.entries()) {
      if (index % NODES_AT_ONCE === NODES_AT_ONCE - 1) {
        const time = pace.look();
        if (time === 'over') return null;
        if (time === 'rest') yield;
      }
      front.expand(node);
      extend(best.get(node)!, next);
    }
    hidden = next;
  }
  for (const node of best.keys()) if (!isShown(node)) best.delete(node);
  return best;
}
