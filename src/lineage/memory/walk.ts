import type { Front } from './front.ts';
import type { Pace } from './pace.ts';

/** How far a walk came. */
export interface Walked {
  /** The last level that is whole. */
  readonly level: number;
  /** What ended it before there was nothing more. `NODES`: there are more than may be shown. */
  readonly limitHit: 'NODES' | 'DEPTH' | 'TIME' | null;
}

/**
 * Takes the fronts level by level, side by side, until they are at their ends or a limit is met.
 * Yields where the event loop is due a turn.
 */
export function* walk(
  fronts: readonly Front[],
  depth: number,
  nodeLimit: number,
  pace: Pace,
): Generator<undefined, Walked> {
  let level = 0;
  while (level < depth && fronts.some((front) => !front.isAtEnd)) {
    for (const front of fronts) {
      for (let isWhole = false; !isWhole;) {
        isWhole = front.advance();
        const time = pace.look();
        if (time === 'over') return { level, limitHit: 'TIME' };
        if (time === 'rest') yield;
      }
    }
    level++;
    if (fronts.some((front) => front.shown > nodeLimit)) return { level, limitHit: 'NODES' };
  }
  for (const front of fronts) {
    for (let isCutOff: boolean | null = null; isCutOff === null;) {
      isCutOff = front.isCutOff();
      const time = pace.look();
      // Where time is up it can not be ruled out.
      if (isCutOff === true || (isCutOff === null && time === 'over')) return { level, limitHit: 'DEPTH' };
      if (time === 'rest') yield;
    }
  }
  return { level, limitHit: null };
}
