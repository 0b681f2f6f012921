import { relationId, relationKeyOf, type ObserveFact, type WritableFact } from '../../kernel/fact.ts';
import type { Ontology } from '../../kernel/ontology.ts';
import type { Micros } from '../../kernel/time.ts';
import type { Urn } from '../../kernel/urn.ts';
import { EndingWatch } from './ending-watch.ts';
import * as entity from './entity-state.ts';
import * as relation from './relation-state.ts';
import { isRunEvent, subjectsShownBy } from './shown-by-runs.ts';
import { entityClaimOf, relationClaimOf, setSubject, setSubjectsOf } from './subjects.ts';
import { mentionedBy, relationsOf } from './wanted.ts';
import type { Late, Loaded } from './write-set.ts';

/**
 * The subjects for which some fact does not come behind all that was said before, by event time: the newest claims
 * do not tell enough of them. It may name more than need be; that costs time and changes nothing.
 */
export function lateFor(facts: readonly WritableFact[], loaded: Loaded, ontology: Ontology): Late {
  const entities = new LateEntities(loaded);
  const relations = new LateRelations(loaded, ontology);
  for (const fact of facts) {
    entities.see(fact);
    relations.see(fact);
  }
  // What authority decides is decided anew, from all that was ever said of it.
  return {
    entities: [...entities.late],
    relations: [...new Set([...relations.late, ...loaded.contested.relations])],
    jobs: [...relations.endings.jobs],
  };
}

class LateEntities {
  readonly late = new Set<Urn>();
  readonly #newest = new Map<string, Micros>();

  constructor(readonly loaded: Loaded) {}

  see(fact: WritableFact): void {
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

  readonly endings: EndingWatch;

  constructor(
    readonly loaded: Loaded,
    readonly ontology: Ontology,
  ) {
    this.endings = new EndingWatch(loaded, ontology);
    for (const id of loaded.relations.keys()) this.#remember(id);
  }

  see(fact: WritableFact): void {
    if (isRunEvent(fact, this.ontology)) this.#run(fact);
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

  #run(fact: ObserveFact): void {
    const isAtStake = this.endings.run(fact);
    for (const subject of subjectsShownBy(fact.of, this.ontology)) {
      for (const id of this.#atEnd.get(subject) ?? []) if (isAtStake(id)) this.late.add(id);
    }
  }

  #claim(id: string, fact: WritableFact): void {
    const claim = relationClaimOf(fact, id);
    if (claim === null) return;
    const before = this.#newest.get(id);
    const state = this.loaded.relations.get(id) ?? null;
    if (!relation.isInOrder(state, claim) || (before !== undefined && claim.at <= before)) this.late.add(id);
    if (this.endings.claim(id, claim)) this.late.add(id);
    this.#newest.set(id, Math.max(claim.at, before ?? claim.at) as Micros);
  }

  /** Whether the source said at or after this claim's time what all of it is. */
  #setSince(subject: string, fact: WritableFact): boolean {
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
