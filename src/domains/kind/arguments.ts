import { badInput } from '../../kernel/errors.ts';
import { parseUrn, urnParts, type Urn } from '../../kernel/urn.ts';
import { EXPECTED_TIME, micros, parseTime, type Micros } from '../../kernel/time.ts';

/** How much one request may ask for; docs/limits.md says why. */
export const LIMITS = {
  list: 1_000,
  lineage: 5_000,
  ids: 1_000,
  depth: 1_000,
  values: 1_000,
  tags: 100,
  searchText: 2_000,
  orders: 10,
} as const;

/** @throws BAD_USER_INPUT naming the argument, for a list that is too long, or a text with a NUL, at which stores may cut it */
export function checkValues(value: unknown, argument: string, most: number = LIMITS.values): void {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (values.length > most) throw badInput(argument, `${argument}: expected at most ${most}; came ${values.length}`);
  const has = values.some((each) => typeof each === 'string' && each.includes('\u0000'));
  if (has) throw badInput(argument, `${argument}: expected a text without NUL`);
}

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
  if (time === null) throw badInput(argument, `${argument}: expected ${EXPECTED_TIME}; came ${JSON.stringify(text)}`);
  return micros(time);
}

/** @throws BAD_USER_INPUT naming the argument */
export function urnOfKind(text: string, argument: string, kind: string): Urn {
  const urn = parseUrn(text, argument);
  if (urnParts(urn).kind !== kind) throw badInput(argument, `${argument}: expected a ${kind}; came ${urn}`);
  return urn;
}
