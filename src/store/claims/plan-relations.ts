import { authoritiesOf, type Authorities } from '../../kernel/authority.ts';
import { relationId, relationKeyOf, type LoggedFact, type SetFact, type SupersedeFact } from '../../kernel/fact.ts';
import { sameJson, type Json } from '../../kernel/json.ts';
import type { Position } from '../../kernel/moment.ts';
import type { Ontology } from '../../kernel/ontology.ts';
import { formatTime } from '../../kernel/time.ts';
import { urnParts } from '../../kernel/urn.ts';
import type { Segment, SegmentRow } from '../ports.ts';
import type { Happening } from './plan.ts';
import { advance, relationStateOf, sameSegment, type RelationClaim, type RelationState } from './relation-state.ts';
import { memberKey, relationClaimOf, relevantClaims, setSubject, setSubjectsOf, subjectOf } from './subjects.ts';
import type { LateClaims, Loaded, WriteSet } from './write-set.ts';

/** A relation's state, and the segments that can differ: before and after. */
type Belief = readonly [RelationState, readonly Segment[], readonly Segment[]];

/** What the facts of one transaction make of the relations. */
export class RelationPlan {
  readonly states = new Map<string, RelationState>();
  readonly removed: WriteSet['removed'][number][] = [];
  /** Rows of this transaction, by relation and start while they are believed. */
  readonly #fresh = new Map<string, SegmentRow>();
  readonly #past: SegmentRow[] = [];
  readonly #claims = new Map<string, RelationClaim[]>();
  /** Of late relations: all segments that are believed at this point of the plan. */
  readonly #segments = new Map<string, readonly Segment[]>();
  /** By set subject: the relations at that end that are late, so that a set reaches those not there yet. */
  readonly #atEnd = new Map<string, Set<string>>();

  /** The table of authority at this point of the plan. */
  #authorities: Authorities;

  constructor(
    readonly loaded: Loaded,
    late: LateClaims,
    readonly ontology: Ontology,
  ) {
    this.#authorities = authoritiesOf(loaded.authorities);
    for (const [id, claims] of late.relations) {
      this.#claims.set(id, [...claims]);
      this.#segments.set(id, late.segments.get(id) ?? []);
      this.#remember(id);
    }
    for (const id of loaded.relations.keys()) this.#remember(id);
  }

  get added(): readonly SegmentRow[] {
    return [...this.#past, ...this.#fresh.values()];
  }

  apply(fact: LoggedFact, position: Position): Happening[] {
    if (fact.fact === 'set') return this.#applySet(fact, position);
    if (fact.fact === 'supersede') return this.#supersede(fact, position);
    if (fact.fact !== 'relation' && !(fact.fact === 'retire' && 'key' in fact.of)) return [];
    const id = subjectOf(fact);
    const claim = relationClaimOf(fact, id);
    return claim === null ? [] : this.#claim(id, claim, position);
  }

  /** Decides anew what authority decides: all of it came late once, so that its whole story is here. */
  decideBy(authorities: Authorities, position: Position): Happening[] {
    this.#authorities = authorities;
    return [...this.#claims.keys()].sort().flatMap((id) => {
      const relevant = this.#relevant(id);
      return relevant.length === 0 ? [] : this.#believe(id, this.#state(id), this.#rebuild(id, relevant), position);
    });
  }

  /** Those relations that the fact speaks of and whose whole story is here. */
  wholeNamedBy(fact: LoggedFact): string[] {
    if (fact.fact === 'set') return this.wholeAtEnd(subjectOf(fact));
    return [subjectOf(fact)].filter((id) => this.#claims.has(id));
  }

  /** Those relations at the end that a set subject means whose whole story is here, sorted. */
  wholeAtEnd(subject: string): string[] {
    return [...(this.#atEnd.get(subject) ?? [])].filter((id) => this.#claims.has(id)).sort();
  }

  /** All that was ever said of a relation whose whole story is here. */
  claimsOf(id: string): readonly RelationClaim[] {
    return this.#claims.get(id) ?? [];
  }

  #supersede(fact: SupersedeFact, position: Position): Happening[] {
    const id = subjectOf(fact);
    const ending = relationClaimOf(fact, id) as RelationClaim;
    if (fact.ended) return this.#claim(id, ending, position);
    const isIt = ({ rank, at, source }: RelationClaim) => rank === -1 && at === fact.at && source === fact.source;
    this.#claims.set(
      id,
      this.claimsOf(id).filter((claim) => !isIt(claim)),
    );
    return this.#believe(id, this.#state(id), this.#rebuild(id, this.#relevant(id)), position);
  }

  #applySet(set: SetFact, position: Position): Happening[] {
    const members = set.members.map((member) => relationId(memberKey(set, member)));
    const known = this.#atEnd.get(setSubject(set.of, set.type, set.end)) ?? [];
    return [...new Set([...members, ...known])].flatMap((id) => {
      const claim = relationClaimOf(set, id);
      const isConcerned =
        this.#claims.has(id) || claim?.holds || Object.hasOwn(this.#state(id)?.heads ?? {}, set.source);
      return claim === null || !isConcerned ? [] : this.#claim(id, claim, position);
    });
  }

  #state(id: string): RelationState | null {
    return this.states.get(id) ?? this.loaded.relations.get(id) ?? null;
  }

  #remember(id: string): void {
    for (const subject of setSubjectsOf(relationKeyOf(id))) {
      const known = this.#atEnd.get(subject);
      if (known === undefined) this.#atEnd.set(subject, new Set([id]));
      else known.add(id);
    }
  }

  #claim(id: string, claim: RelationClaim, position: Position): Happening[] {
    this.#remember(id);
    const old = this.#state(id);
    const claims = this.#claims.get(id);
    if (claims === undefined) return this.#believe(id, old, this.#advance(old, claim), position);
    claims.push(claim);
    const relevant = this.#relevant(id);
    return relevant.length === 0 ? [] : this.#believe(id, old, this.#rebuild(id, relevant), position);
  }

  #relevant(id: string): readonly RelationClaim[] {
    return relevantClaims(this.#claims.get(id) ?? []);
  }

  #believe(id: string, old: RelationState | null, [state, before, after]: Belief, position: Position): Happening[] {
    this.states.set(id, state);
    for (const segment of before) {
      if (!after.some((each) => sameSegment(each, segment))) this.#remove(id, segment, position);
    }
    for (const segment of after) {
      if (!before.some((each) => sameSegment(each, segment))) this.#add(id, segment, position);
    }
    return this.#happening(id, before.at(-1) ?? null, after.at(-1) ?? null, old?.held ?? false);
  }

  /** The segments that can differ, before and after: the open one, and it again where it was ended. */
  #advance(old: RelationState | null, claim: RelationClaim): Belief {
    const state = advance(old, claim, this.#authorities);
    const was = old?.open ?? null;
    const goesOn = was !== null && state.open !== null && sameSegment(was, state.open);
    const ended = was === null || goesOn ? [] : [{ ...was, validTo: claim.at }];
    return [state, was === null ? [] : [was], state.open === null ? ended : [...ended, state.open]];
  }

  #rebuild(id: string, claims: readonly RelationClaim[]): Belief {
    const before = this.#segments.get(id) ?? [];
    const { state, segments } = relationStateOf(claims, this.#authorities);
    this.#segments.set(id, segments);
    return [state, before, segments];
  }

  #remove(id: string, segment: Segment, position: Position): void {
    const place = `${id} ${segment.validFrom}`;
    const fresh = this.#fresh.get(place);
    if (fresh === undefined) this.removed.push({ relation: id, validFrom: segment.validFrom, removedAt: position });
    else if (fresh.addedAt < position) this.#past.push({ ...fresh, removedAt: position });
    this.#fresh.delete(place);
  }

  #add(id: string, segment: Segment, position: Position): void {
    const key = relationKeyOf(id);
    this.#fresh.set(`${id} ${segment.validFrom}`, { ...segment, key, addedAt: position, removedAt: null });
  }

  #happening(id: string, before: Segment | null, after: Segment | null, held: boolean): Happening[] {
    const key = relationKeyOf(id);
    const was = before?.validTo === null ? before : null;
    const is = after?.validTo === null ? after : null;
    const begins = was === null && (is !== null || (after !== null && before === null && !held));
    const ends = was !== null && is === null;
    const changes = was !== null && is !== null && !(sameJson(was.props, is.props) && was.provenance === is.provenance);
    if (!begins && !ends && !changes) return [];
    const announced = this.ontology.relationships.get(key.type)?.announces?.[urnParts(key.from).kind];
    const type = announced ?? (changes ? 'CHANGED' : begins ? 'RELATED' : 'UNRELATED');
    return [{ type, entity: key.from, relation: key, before: told(was), after: told(after) }];
  }
}

function told(segment: Segment | null): Json {
  if (segment === null) return null;
  const { validFrom, validTo, provenance, props } = segment;
  return {
    validFrom: formatTime(validFrom),
    validTo: validTo === null ? null : formatTime(validTo),
    provenance,
    props,
  };
}
