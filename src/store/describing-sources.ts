import type { LoggedFact } from '../kernel/fact.ts';
import type { Micros } from '../kernel/time.ts';
import { entityStateOf } from './claims/entity-state.ts';
import { entityClaimOf } from './claims/subjects.ts';

/** Who describes an entity and has not retired it since, by name, from the facts about it that were known. */
export function describingSources(facts: readonly LoggedFact[], asOf: Micros | null): string[] {
  const claims = facts.flatMap((fact) => entityClaimOf(fact) ?? []).filter(({ at }) => asOf === null || at <= asOf);
  // Who describes it does not hang on what its attributes mean.
  const { sources } = entityStateOf(claims, null, {});
  return Object.keys(sources)
    .filter((source) => sources[source]?.alive)
    .sort();
}
