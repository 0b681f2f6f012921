import { contentHash, type Json } from '../../kernel/json.ts';
import { relationId, relationKeyOf, type Fact } from '../../kernel/fact.ts';
import type { Micros } from '../../kernel/time.ts';
import type { Urn } from '../../kernel/urn.ts';
import type { Batch } from '../ports.ts';
import * as entity from './entity-state.ts';
import * as relation from './relation-state.ts';
import { entityClaimOf, memberKey, relationClaimOf, setSubject, setSubjectsOf } from './subjects.ts';
import type { BatchKey, Late, Loaded, Wanted } from './write-set.ts';

const factHashes = new WeakMap<Fact, string>();

/** One spelling of a fact, so that the same fact is found again. Asked for at each stage of a write, and worked out once. */
export function factHash(fact: Fact): string {
  const known = factHashes.get(fact);
  if (known !== undefined) return known;
  const hash = contentHash(fact as unknown as Json);
  factHashes.set(fact, hash);
  return hash;
}

export function keyText({ scope, key }: BatchKey): string {
  return `${scope} ${key}`;
}

/** What has to be loaded before these batches can be planned. */
export function wantedBy(batches: readonly Batch[]): Wanted {
  const facts = batches.flatMap((batch) => batch.facts);
  const entities = new Set<Urn>();
  const relations = new Set<string>();
  const newestSets = new Set<string>();
  const sets = new Map<string, Wanted['sets'][number]>();
  for (const fact of facts) {
    for (const id of mentionedBy(fact)) entities.add(id);
    for (const key of relationsOf(fact)) {
      relations.add(relationId(key));
      for (const subject of setSubjectsOf(key)) newestSets.add(subject);
    }
    if (fact.fact === 'set') sets.set(setSubject(fact.of, fact.type, fact.end), fact);
  }
  return {
    keys: batches,
    hashes: facts.map(factHash),
    entities: [...entities],
    relations: [...relations],
    newestSets: [...newestSets],
    sets: [...sets.values()],
    contested: facts.some((fact) => fact.fact === 'authority'),
  };
}

/** Every entity that the fact names. */
export function mentionedBy(fact: Fact): readonly Urn[] {
  switch (fact.fact) {
    case 'entity':
      return [fact.id];
    case 'relation':
      return [fact.key.from, fact.key.to];
    case 'retire':
      return 'id' in fact.of ? [fact.of.id] : [];
    case 'set':
      return [fact.of, ...fact.members];
    case 'observe':
      return [fact.of];
    case 'authority':
      return [];
  }
}

/** The relations of which the fact speaks by name. */
function relationsOf(fact: Fact) {
  if (fact.fact === 'relation') return [fact.key];
  if (fact.fact === 'retire' && 'key' in fact.of) return [fact.of.key];
  if (fact.fact === 'set') return fact.members.map((member) => memberKey(fact, member));
  return [];
}

/**
 * The subjects for which some fact does not come behind all that was said before, by event time: the newest claims
 * do not tell enough of them. It may name more than need be; that costs time and changes nothing.
 */
export function lateFor(facts: readonly Fact[], loaded: Loaded): Late {
  const entities = new LateEntities(loaded);
  const relations = new LateRelations(loaded);
  for (const fact of facts) {
    entities.see(fact);
    relations.see(fact);
  }
  // What authority decides is decided anew, from all that was ever said of it.
  return { entities: [...entities.late], relations: [...new Set([...relations.late, ...loaded.contested.relations])] };
}

class LateEntities {
  readonly late = new Set<Urn>();
  readonly #newest = new Map<string, Micros>();

  constructor(readonly loaded: Loaded) {}

  see(fact: Fact): void {
    const claim = entityClaimOf(fact);
    const [id] = mentionedBy(fact);
    if (claim === null || id === undefined) return;
    const seen = `${id} ${claim.source}`;
    const state = this.loaded.entities.get(id) ?? entity.UNKNOWN_ENTITY;
    const before = this.#newest.get(seen);
    if (!entity.isInOrder(state, claim) || (before !== undefined && claim.at <= before)) this.late.add(id);
    this.#newest.set(seen, Math.max(claim.at, before ?? claim.at) as Micros);
  }
}

class LateRelations {
  readonly late = new Set<string>();
  readonly #newest = new Map<string, Micros>();
  readonly #newestSets = new Map<string, Micros>();
  /** By set subject: the relations at that end, stored or seen. */
  readonly #atEnd = new Map<string, Set<string>>();

  constructor(readonly loaded: Loaded) {
    for (const id of loaded.relations.keys()) this.#remember(id);
  }

  see(fact: Fact): void {
    for (const key of relationsOf(fact)) {
      const id = relationId(key);
      this.#remember(id);
      if (fact.fact !== 'set') this.#claim(id, fact);
      if (setSubjectsOf(key).some((subject) => this.#setSince(subject, fact))) this.late.add(id);
    }
    if (fact.fact !== 'set') return;
    const subject = setSubject(fact.of, fact.type, fact.end);
    for (const id of this.#atEnd.get(subject) ?? []) this.#claim(id, fact);
    const seen = `${subject} ${fact.source}`;
    this.#newestSets.set(seen, Math.max(fact.at, this.#newestSets.get(seen) ?? fact.at) as Micros);
  }

  #claim(id: string, fact: Fact): void {
    const claim = relationClaimOf(fact, id);
    if (claim === null) return;
    const before = this.#newest.get(id);
    const state = this.loaded.relations.get(id) ?? null;
    if (!relation.isInOrder(state, claim) || (before !== undefined && claim.at <= before)) this.late.add(id);
    this.#newest.set(id, Math.max(claim.at, before ?? claim.at) as Micros);
  }

  /** Whether the source said at or after this claim's time what all of it is. */
  #setSince(subject: string, fact: Fact): boolean {
    const stored = this.loaded.newestSets.get(subject)?.get(fact.source);
    const seen = this.#newestSets.get(`${subject} ${fact.source}`);
    return Math.max(stored ?? -Infinity, seen ?? -Infinity) >= fact.at;
  }

  #remember(id: string): void {
    for (const subject of setSubjectsOf(relationKeyOf(id))) {
      const known = this.#atEnd.get(subject);
      if (known === undefined) this.#atEnd.set(subject, new Set([id]));
      else known.add(id);
    }
  }
}
