import { authoritiesOf, type Authorities } from '../../kernel/authority.ts';
import type { RelationKey } from '../../kernel/fact.ts';
import { relationId, type LoggedFact } from '../../kernel/fact.ts';
import { contentHash } from '../../kernel/json.ts';
import type { Ontology } from '../../kernel/ontology.ts';
import { micros, type Micros } from '../../kernel/time.ts';
import { urnParts, type Urn } from '../../kernel/urn.ts';
import type { EntityRecord, Observation, RelationRecord } from '../ports.ts';
import { entityStateOf, resolveEntity } from './entity-state.ts';
import { accumulated, segmentsOf, type RelationClaim } from './relation-state.ts';
import { entityClaimOf, relationClaimsOf, relevantClaims } from './subjects.ts';

/**
 * The record as of a time, from the facts about it that were known.
 * @param mentionedAt when anything named it first, as far as was known
 */
export function recordAt(
  id: Urn,
  facts: readonly LoggedFact[],
  mentionedAt: Micros | null,
  asOf: Micros | null,
  ontology: Ontology,
  authorities: Authorities,
): EntityRecord | null {
  const isKnown = (at: Micros) => asOf === null || at <= asOf;
  if (mentionedAt === null || !isKnown(mentionedAt)) return null;
  const claims = facts.flatMap((fact) => entityClaimOf(fact) ?? []).filter((claim) => isKnown(claim.at));
  const state = entityStateOf(claims, mentionedAt, ontology.attributes(urnParts(id).kind));
  return resolveEntity(id, state, ontology, authorities);
}

/** The relation as of a time, from the facts about it that were known, those of sets included; null if it did not hold. */
export function relationAt(
  key: RelationKey,
  facts: readonly LoggedFact[],
  asOf: Micros,
  authorities: Authorities,
): RelationRecord | null {
  const id = relationId(key);
  const claims = accumulated(relevantClaims(relationClaimsOf(facts, id)));
  const segments = segmentsOf(claims, authorities);
  const index = segments.findLastIndex(
    (segment) => segment.validFrom <= asOf && (segment.validTo === null || asOf < segment.validTo),
  );
  const segment = segments[index];
  if (segment === undefined) return null;
  // Segments that touch are one stretch of holding, through which only the properties changed.
  let [first, last] = [index, index];
  while (first > 0 && segments[first - 1]?.validTo === segments[first]?.validFrom) first -= 1;
  while (last + 1 < segments.length && segments[last]?.validTo === segments[last + 1]?.validFrom) last += 1;
  const holding = holdingSources(claims, asOf);
  const sightings = claims.filter((claim) => claim.holds && holding.includes(claim.source) && claim.at <= asOf);
  return {
    key,
    provenance: segment.provenance,
    props: segment.props,
    validFrom: segments[first]?.validFrom ?? segment.validFrom,
    validTo: segments[last]?.validTo ?? null,
    lastSeen: micros(Math.max(...(sightings.length > 0 ? sightings : claims).map((claim) => claim.at))),
    sources: holding,
  };
}

/** The table of authority, from the facts about it that were known. */
export function authoritiesIn(facts: readonly LoggedFact[]): Authorities {
  return authoritiesOf(facts.filter((fact) => fact.fact === 'authority'));
}

function holdingSources(claims: readonly RelationClaim[], time: number): string[] {
  const begun = claims.filter((claim) => (claim.validFrom ?? claim.at) <= time);
  const heads = new Map(begun.map((claim) => [claim.source, claim]));
  return [...heads.values()]
    .filter((claim) => claim.holds && (claim.validTo === null || time < claim.validTo))
    .map((claim) => claim.source)
    .sort();
}

/** Gathers observations of one subject by key, newest first by their first event. */
export function gatherObservations(facts: readonly LoggedFact[]): Observation[] {
  const byKey = new Map<string, { at: Micros; source: string; value: Observation['events'][number]['value'] }[]>();
  for (const fact of facts) {
    if (fact.fact !== 'observe') continue;
    const events = byKey.get(fact.key) ?? [];
    events.push({ at: fact.at, source: fact.source, value: fact.value });
    byKey.set(fact.key, events);
  }
  return [...byKey]
    .map(([key, events]) => ({ key, events: events.sort((a, b) => a.at - b.at || byContent(a, b)) }))
    .sort((a, b) => firstAt(b) - firstAt(a) || (a.key < b.key ? 1 : -1));
}

/** What was said at one time has an order, too, that does not hang on which of it came first. */
function byContent(a: Observation['events'][number], b: Observation['events'][number]): number {
  const [left, right] = [a, b].map(({ source, value }) => contentHash([source, value])) as [string, string];
  return left < right ? -1 : Number(left > right);
}

function firstAt(observation: Observation): number {
  return observation.events[0]?.at ?? 0;
}
