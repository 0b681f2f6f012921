import {
  relationId,
  relationKeyOf,
  type LoggedFact,
  type RelationKey,
  type SetFact,
  type SupersedeFact,
} from '../../kernel/fact.ts';
import type { Urn } from '../../kernel/urn.ts';
import type { EntityClaim } from './entity-state.ts';
import type { RelationClaim } from './relation-state.ts';

/** What a log entry is about: entries with one subject are the claims from which that subject's state follows. */
export function subjectOf(fact: LoggedFact): string {
  switch (fact.fact) {
    case 'entity':
      return fact.id;
    case 'relation':
    case 'supersede':
      return relationId(fact.key);
    case 'retire':
      return 'id' in fact.of ? fact.of.id : relationId(fact.of.key);
    case 'set':
      return setSubject(fact.of, fact.type, fact.end);
    case 'observe':
      return observationSubject(fact.of, fact.metric);
    case 'authority':
      return AUTHORITY_SUBJECT;
    case 'decision':
      return decisionSubject(fact.stream);
  }
}

/** The one subject of all facts about authority: there is one table of it. */
export const AUTHORITY_SUBJECT = 'authority';

export function setSubject(of: Urn, type: string, end: 'from' | 'to'): string {
  return `set ${type} ${end} ${of}`;
}

export function observationSubject(of: Urn, metric: string): string {
  return `observe ${of} ${metric}`;
}

export function decisionSubject(stream: string): string {
  return `decision ${stream}`;
}

/** The sets that can name this relation or leave it out: one at each end. */
export function setSubjectsOf(key: RelationKey): [string, string] {
  return [setSubject(key.from, key.type, 'from'), setSubject(key.to, key.type, 'to')];
}

export function memberKey(set: SetFact, member: Urn): RelationKey {
  const [from, to] = set.end === 'from' ? [set.of, member] : [member, set.of];
  return { type: set.type, from, to, discriminator: '' };
}

/** What the fact claims of the entity; null where it is about something else. */
export function entityClaimOf(fact: LoggedFact): EntityClaim | null {
  if (fact.fact === 'entity') return { at: fact.at, source: fact.source, props: fact.props };
  if (fact.fact === 'retire' && 'id' in fact.of) return { at: fact.at, source: fact.source, props: null };
  return null;
}

/** What the fact claims of the relation; null where it is about something else. A set speaks of all at its end. */
export function relationClaimOf(fact: LoggedFact, relation: string): RelationClaim | null {
  const claim = { at: fact.at, source: fact.source, validFrom: null, validTo: null, props: {} };
  if (fact.fact === 'relation') {
    const { provenance, validFrom, validTo, props } = fact;
    return { ...claim, rank: 2, holds: true, provenance, validFrom, validTo, props };
  }
  if (fact.fact === 'supersede') return { ...claim, rank: -1, holds: false, provenance: 'OBSERVED' };
  if (fact.fact === 'retire') return { ...claim, rank: 3, holds: false, provenance: 'DECLARED' };
  if (fact.fact !== 'set') return null;
  const { from, to, discriminator } = relationKeyOf(relation);
  const member = fact.end === 'from' ? to : from;
  const holds = discriminator === '' && fact.members.includes(member);
  const props = (holds ? fact.props?.[member] : undefined) ?? {};
  return { ...claim, rank: holds ? 1 : 0, holds, provenance: fact.provenance, props };
}

/** What these facts claim of the relation; an ending that was taken back is none. */
export function relationClaimsOf(facts: readonly LoggedFact[], relation: string): RelationClaim[] {
  const last = new Map<string, SupersedeFact>();
  for (const fact of facts) {
    if (fact.fact !== 'supersede') continue;
    const known = last.get(`${fact.at} ${fact.source}`);
    if (known === undefined || known.because < fact.because) last.set(`${fact.at} ${fact.source}`, fact);
  }
  const counts = (fact: LoggedFact) =>
    fact.fact !== 'supersede' || (fact.ended && last.get(`${fact.at} ${fact.source}`) === fact);
  return facts.filter(counts).flatMap((fact) => relationClaimOf(fact, relation) ?? []);
}

/** Leaves out what sets of a source say that never claimed the relation at all: they have no say in it. */
export function relevantClaims(claims: readonly RelationClaim[]): RelationClaim[] {
  const claiming = new Set(claims.filter((claim) => claim.rank > 0).map((claim) => claim.source));
  return claims.filter((claim) => claiming.has(claim.source));
}
