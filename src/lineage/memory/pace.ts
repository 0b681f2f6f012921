import { isStretchOver } from '../../kernel/turns.ts';

/** Says when long work has to pause for others, and when it has to end. */
export interface Pace {
  /**
   * To be asked now and then. `rest`: the event loop is due a turn, and the next question begins another stretch.
   * `over`: time is up.
   */
  look(): 'go' | 'rest' | 'over';
}

/** Milliseconds of one walk at a stretch, where others leave it so many of the turn. */
const STRETCH_MS = 10;

/** @param deadline by the clock `now`, in milliseconds */
export function createPace(now: () => number, deadline: number): Pace {
  let stretchEnd = 0;
  return {
    look() {
      const time = now();
      if (time >= deadline) return 'over';
      if (stretchEnd === 0) stretchEnd = time + STRETCH_MS;
      if (time < stretchEnd && !isStretchOver()) return 'go';
      stretchEnd = 0;
      return 'rest';
    },
  };
}
