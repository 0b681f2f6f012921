import { createSteps, type Steps } from './steps.ts';

/** Arrays by node that one walk works on. They are left clean, so that the next walk pays only for what it touches. */
export interface Scratch {
  /** How many nodes it has room for. */
  readonly size: number;
  readonly steps: Steps;
  readonly up: FrontScratch;
  readonly down: FrontScratch;
  /** Each node's rank in the answer plus one; 0: it does not appear. */
  readonly ranks: Int32Array;
}

export interface FrontScratch {
  /** UNSEEN where the walk has not come. */
  readonly depths: Int32Array;
  /** Nodes in the order in which the walk came to them. */
  readonly queue: Int32Array;
}

export const UNSEEN = 0x7fffffff;

/** Lends scratch to walks that run interleaved. */
export interface ScratchPool {
  take(size: number): Scratch;
  /** Takes back what its user has left clean. */
  give(scratch: Scratch): void;
}

export function createScratchPool(): ScratchPool {
  const idle: Scratch[] = [];
  return {
    take(size) {
      const scratch = idle.pop();
      return scratch !== undefined && scratch.size >= size ? scratch : createScratch(Math.ceil(size * 1.25));
    },
    give(scratch) {
      idle.push(scratch);
    },
  };
}

function createScratch(size: number): Scratch {
  const front = () => ({ depths: new Int32Array(size).fill(UNSEEN), queue: new Int32Array(size) });
  return { size, steps: createSteps(), up: front(), down: front(), ranks: new Int32Array(size) };
}
