import { badInput } from '../../kernel/errors.ts';
import { micros, parseTime, type Micros } from '../../kernel/time.ts';

/** How much one request may ask for; docs/limits.md says why. */
export const LIMITS = { list: 1_000, lineage: 5_000, ids: 1_000, depth: 1_000 } as const;

/** @throws BAD_USER_INPUT naming `first` */
export function pageSize(first: number | null | undefined, fallback: number, most: number = LIMITS.list): number {
  const size = first ?? fallback;
  if (size < 1 || size > most) throw badInput('first', `first: expected 1 to ${most}; came ${size}`);
  return size;
}

/** @throws BAD_USER_INPUT naming the argument */
export function timeArgument(text: string, argument: string): Micros;
export function timeArgument(text: string | null | undefined, argument: string): Micros | null;
export function timeArgument(text: string | null | undefined, argument: string): Micros | null {
  if (text === null || text === undefined) return null;
  const time = parseTime(text);
  if (time === null)
    throw badInput(argument, `${argument}: expected an RFC 3339 time with an offset; came ${JSON.stringify(text)}`);
  return micros(time);
}
