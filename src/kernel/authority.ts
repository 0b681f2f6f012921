import type { AuthorityFact } from './fact.ts';
import { contentHash, type Json } from './json.ts';
import type { Micros } from './time.ts';

/** How much the word of each source counts where several speak of one thing at one time. */
export interface Authorities {
  /** Of what the source says at this event time: higher counts more; 0 where nobody said. */
  rankOf(source: string, at: Micros): number;
}

export const NO_AUTHORITIES: Authorities = { rankOf: () => 0 };

/** The table that these facts make, in whatever order they came: a rank holds from its fact's time to the next one's. */
export function authoritiesOf(facts: readonly AuthorityFact[]): Authorities {
  if (facts.length === 0) return NO_AUTHORITIES;
  const bySource = new Map<string, AuthorityFact[]>();
  for (const fact of [...facts].sort((a, b) => a.at - b.at || (hash(a) < hash(b) ? -1 : 1))) {
    const known = bySource.get(fact.of);
    if (known === undefined) bySource.set(fact.of, [fact]);
    else known.push(fact);
  }
  return { rankOf: (source, at) => bySource.get(source)?.findLast((fact) => fact.at <= at)?.rank ?? 0 };
}

function hash(fact: AuthorityFact): string {
  return contentHash(fact as unknown as Json);
}
