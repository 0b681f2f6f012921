import type { Fact } from '../../kernel/fact.ts';
import { sameJson, type Json, type JsonObject } from '../../kernel/json.ts';
import type { Position } from '../../kernel/moment.ts';
import type { Ontology } from '../../kernel/ontology.ts';
import type { Micros } from '../../kernel/time.ts';
import { urnParts, type Urn } from '../../kernel/urn.ts';
import type { EntityRecord } from '../ports.ts';
import {
  advance,
  entityStateOf,
  mention,
  resolveEntity,
  UNKNOWN_ENTITY,
  type EntityClaim,
  type EntityState,
} from './entity-state.ts';
import type { Happening } from './plan.ts';
import { entityClaimOf, subjectOf } from './subjects.ts';
import type { LateClaims, Loaded, RecordVersion } from './write-set.ts';

/** What the facts of one transaction make of the entities. */
export class EntityPlan {
  readonly states = new Map<Urn, EntityState>();
  readonly versions: RecordVersion[] = [];
  readonly #claims = new Map<Urn, EntityClaim[]>();
  /** By id: where its newest version of this transaction stands in `versions`. */
  readonly #newest = new Map<Urn, number>();

  constructor(
    readonly loaded: Loaded,
    late: LateClaims,
    readonly ontology: Ontology,
  ) {
    for (const [id, claims] of late.entities) this.#claims.set(id, [...claims]);
  }

  mention(id: Urn, at: Micros, position: Position): void {
    const state = this.#state(id);
    this.#change(id, state, mention(state, at), position);
  }

  apply(fact: Fact, position: Position): Happening[] {
    const claim = entityClaimOf(fact);
    if (claim === null) return [];
    const id = subjectOf(fact) as Urn;
    const state = this.#state(id);
    const [before, after] = this.#change(id, state, this.#next(id, state, claim), position);
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
    return entityStateOf(claims, state.mentionedAt, attributes);
  }

  #change(id: Urn, old: EntityState, next: EntityState, position: Position) {
    const before = resolveEntity(id, old, this.ontology);
    if (next === old) return [before, before] as const;
    this.states.set(id, next);
    const after = resolveEntity(id, next, this.ontology);
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
