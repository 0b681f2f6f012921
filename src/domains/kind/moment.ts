import { micros, type Micros } from '../../kernel/time.ts';
import type { Viewer } from '../../kernel/viewer.ts';
import type { Change, ReadAt } from '../../store/ports.ts';
import type { Services } from '../services.ts';

/** What an absent `asOf` stands for: the later of now and the newest event that is known, as clocks may run ahead. */
export function nowFor({ clock, reader }: Pick<Services, 'clock' | 'reader'>): Micros {
  return micros(Math.max(clock(), reader.head().newestEvent ?? 0));
}

/** The time that an answer tells of. */
export function timeOf({ asOf, now }: ReadAt): Micros {
  return asOf ?? now;
}

/** Where what is told of a change is read: as of that change, and not as of when somebody began to listen. */
export function whenTold({ position, recordedAt, at }: Change, viewer: Viewer): ReadAt {
  return { position, asOf: null, now: micros(Math.max(recordedAt, at)), viewer };
}
