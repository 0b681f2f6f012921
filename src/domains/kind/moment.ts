import { micros, type Micros } from '../../kernel/time.ts';
import type { ReadAt } from '../../store/ports.ts';
import type { Services } from '../services.ts';

/** What an absent `asOf` stands for: the later of now and the newest event that is known, as clocks may run ahead. */
export function nowFor({ clock, reader }: Pick<Services, 'clock' | 'reader'>): Micros {
  return micros(Math.max(clock(), reader.head().newestEvent ?? 0));
}

/** The time that an answer tells of. */
export function timeOf({ asOf, now }: ReadAt): Micros {
  return asOf ?? now;
}
