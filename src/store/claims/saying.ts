import { contentHash, sameJson, type Json } from '../../kernel/json.ts';
import type { Micros } from '../../kernel/time.ts';

/** A value that some source gives one property. */
export interface Saying {
  /** When it said so. */
  readonly at: Micros;
  /** How great its authority was then. */
  readonly rank: number;
  readonly value: Json;
}

/** Of two that say something of one property: the later, then that of the greater authority, then the greater content. */
export function outweighs(a: Saying, b: Saying): boolean {
  if (a.at !== b.at) return a.at > b.at;
  if (a.rank !== b.rank) return a.rank > b.rank;
  return contentHash(a.value) > contentHash(b.value);
}

/** Whether two give one property different values at one time, so that authority decides. */
export function contradict(said: Iterable<readonly [property: string, at: Micros, value: Json]>): boolean {
  const seen = new Map<string, Json>();
  for (const [property, at, value] of said) {
    const place = `${at} ${property}`;
    const known = seen.get(place);
    if (known !== undefined && !sameJson(known, value)) return true;
    seen.set(place, value);
  }
  return false;
}
