import type { Urn } from '../../kernel/urn.ts';
import type { Origin } from '../traversal.ts';

/** Which entities lie upstream of which. */
export interface Flow {
  /** Whether what is there flows on to the other; not from a thing to itself. */
  leads(from: Urn, to: Urn): boolean;
}

/** Looks upstream of each entity once, when it is first asked for. */
export function createFlow(origins: readonly Origin[]): Flow {
  const places = new Map(origins.map(({ id }, place) => [id, place]));
  const known = new Map<number, Uint8Array>();

  function upstreamOf(place: number): Uint8Array {
    const found = known.get(place);
    if (found !== undefined) return found;
    const isUpstream = new Uint8Array(origins.length);
    const open = [place];
    for (const here of open) {
      for (const from of origins[here]!.from) {
        if (isUpstream[from] === 1 || from === place) continue;
        isUpstream[from] = 1;
        open.push(from);
      }
    }
    known.set(place, isUpstream);
    return isUpstream;
  }

  return {
    leads(from, to) {
      const [source, target] = [places.get(from), places.get(to)];
      return source !== undefined && target !== undefined && upstreamOf(target)[source] === 1;
    },
  };
}
