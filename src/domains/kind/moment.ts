import { micros, type Micros } from '../../kernel/time.ts';
import type { ReadAt } from '../../store/ports.ts';
import type { RequestContext } from './context.ts';

/** The time that an answer tells of: where none was asked for, the later of now and the newest event that is known. */
export function timeOf({ asOf }: ReadAt, { services }: RequestContext): Micros {
  return asOf ?? micros(Math.max(services.clock(), services.reader.head().newestEvent ?? 0));
}
