import { grown } from '../../projections/topology/grown.ts';

/** Where one node's relations lead. Reused for each node of a walk, so that its loop allocates nothing. */
export interface Steps {
  /** The other ends. Another array after it has grown. */
  readonly nodes: Int32Array;
  /** The edges' slots. */
  readonly slots: Int32Array;
  /** 1 where the edge is one of the node's whole, and the step falls back to table grain. */
  readonly fallbacks: Uint8Array;
  length: number;
  /** Where they do not lead, as the viewer may not go there: the other ends, with the edges' slots. */
  readonly stopped: { readonly node: number; readonly slot: number }[];
  push(node: number, slot: number, fallback: number): void;
  /** Keeps of those from `start` on what `keeps` accepts. */
  filter(start: number, keeps: (node: number, slot: number) => boolean): void;
}

export function createSteps(): Steps {
  let nodes = new Int32Array(256);
  let slots = new Int32Array(256);
  let fallbacks = new Uint8Array(256);

  const steps: Steps = {
    get nodes() {
      return nodes;
    },
    get slots() {
      return slots;
    },
    get fallbacks() {
      return fallbacks;
    },
    length: 0,
    stopped: [],
    push(node, slot, fallback) {
      const at = steps.length++;
      if (at === nodes.length) {
        nodes = grown(nodes, at * 2);
        slots = grown(slots, at * 2);
        fallbacks = grown(fallbacks, at * 2);
      }
      nodes[at] = node;
      slots[at] = slot;
      fallbacks[at] = fallback;
    },
    filter(start, keeps) {
      const end = steps.length;
      steps.length = start;
      for (let i = start; i < end; i++) {
        if (keeps(nodes[i]!, slots[i]!)) steps.push(nodes[i]!, slots[i]!, fallbacks[i]!);
      }
    },
  };
  return steps;
}
