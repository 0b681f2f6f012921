import { authoritiesOf, type Authorities } from '../../kernel/authority.ts';
import type { LoggedFact } from '../../kernel/fact.ts';
import { sameJson, type Json, type JsonObject } from '../../kernel/json.ts';
import type { Position } from '../../kernel/moment.ts';
import type { Ontology } from '../../kernel/ontology.ts';
import type { Micros } from '../../kernel/time.ts';
import { urnParts, type Urn } from '../../kernel/urn.ts';
import type { EntityRecord } from '../ports.ts';
import {
  advance,
  entityStateOf,
  isContested,
  mention,
  resolveEntity,
  UNKNOWN_ENTITY,
  type EntityClaim,
  type EntityState,
} from './entity-state.ts';
import type { Happening } from './plan.ts';
import type { RunLists } from './run-list.ts';
import { entityClaimOf, subjectOf } from './subjects.ts';
import type { LateClaims, Loaded, RecordVersion } from './write-set.ts';

/** What the facts of one transaction make of the entities. */
export class EntityPlan {
  readonly states = new Map<Urn, EntityState>();
  readonly versions: RecordVersion[] = [];
  readonly #claims = new Map<Urn, EntityClaim[]>();
  /** By id: where its newest version of this transaction stands in `versions`. */
  readonly #newest = new Map<Urn, number>();

  /** The table of authority at this point of the plan. */
  #authorities: Authorities;

  constructor(
    readonly loaded: Loaded,
    late: LateClaims,
    readonly ontology: Ontology,
  ) {
    this.#authorities = authoritiesOf(loaded.authorities);
    for (const [id, claims] of late.entities) this.#claims.set(id, [...claims]);
  }

  mention(id: Urn, at: Micros, position: Position): void {
    const state = this.#state(id);
    this.#change(id, state, mention(state, at), position);
  }

  apply(fact: LoggedFact, position: Position): Happening[] {
    const claim = entityClaimOf(fact);
    if (claim === null) return [];
    const id = subjectOf(fact) as Urn;
    const state = this.#state(id);
    return this.#told(id, ...this.#change(id, state, this.#next(id, state, claim), position));
  }

  keepRuns(id: Urn, runs: RunLists): void {
    this.states.set(id, { ...this.#state(id), runs });
  }

  /** Decides anew what authority decides. */
  decideBy(authorities: Authorities, position: Position): Happening[] {
    const before = this.#authorities;
    this.#authorities = authorities;
    const ids = [...new Set([...this.loaded.contested.entities, ...this.states.keys()])].sort();
    return ids.flatMap((id) => {
      const state = this.#state(id);
      return isContested(state) ? this.#told(id, ...this.#change(id, state, state, position, before)) : [];
    });
  }

  #told(id: Urn, before: EntityRecord | null, after: EntityRecord | null): Happening[] {
    const type = changeType(before, after);
    return type === null ? [] : [{ type, entity: id, relation: null, ...difference(before, after) }];
  }

  #state(id: Urn): EntityState {
    return this.states.get(id) ?? this.loaded.entities.get(id) ?? UNKNOWN_ENTITY;
  }

  #next(id: Urn, state: EntityState, claim: EntityClaim): EntityState {
    const attributes = this.ontology.attributes(urnParts(id).kind);
    const claims = this.#claims.get(id);
    if (claims === undefined) return advance(state, claim, attributes);
    claims.push(claim);
    return { ...state, ...entityStateOf(claims, state.mentionedAt, attributes) };
  }

  /** @param decidedBy the authority that decided before, where another does now */
  #change(id: Urn, old: EntityState, next: EntityState, position: Position, decidedBy = this.#authorities) {
    const before = resolveEntity(id, old, this.ontology, decidedBy);
    if (next === old && decidedBy === this.#authorities) return [before, before] as const;
    if (next !== old) this.states.set(id, next);
    const after = resolveEntity(id, next, this.ontology, this.#authorities);
    if (after !== null && !sameJson(before as unknown as Json, after as unknown as Json)) {
      this.#version(after, position);
    }
    return [before, after] as const;
  }

  #version(record: EntityRecord, position: Position): void {
    const newest = this.#newest.get(record.id);
    const standing = newest === undefined ? undefined : this.versions[newest];
    if (newest !== undefined && standing?.from === position) {
      this.versions[newest] = { ...standing, record };
      return;
    }
    if (newest !== undefined && standing !== undefined) this.versions[newest] = { ...standing, to: position };
    this.#newest.set(record.id, this.versions.push({ from: position, to: null, record }) - 1);
  }
}

function changeType(before: EntityRecord | null, after: EntityRecord | null): Happening['type'] | null {
  if (after === null || !after.described) return null;
  if (before === null || !before.described) return 'DESCRIBED';
  if (before.retiredAt === null && after.retiredAt !== null) return 'RETIRED';
  if (before.retiredAt !== null && after.retiredAt === null) return 'REVIVED';
  return sameJson(before.props, after.props) ? null : 'CHANGED';
}

/** The properties that differ, as they were and as they are; null where there was nothing. */
function difference(before: EntityRecord | null, after: EntityRecord | null): { before: Json; after: Json } {
  const [was, is] = [before?.props ?? {}, after?.props ?? {}];
  const names = Object.keys({ ...was, ...is }).filter((name) => !sameJson(was[name], is[name]));
  const pick = (props: JsonObject) =>
    Object.fromEntries(names.flatMap((name) => (name in props ? [[name, props[name] as Json]] : [])));
  return { before: before === null || !before.described ? null : pick(was), after: pick(is) };
}
