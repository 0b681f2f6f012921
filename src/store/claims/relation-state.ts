import type { Authorities } from '../../kernel/authority.ts';
import { PROVENANCES, type Provenance } from '../../kernel/fact.ts';
import { contentHash, sameJson, type Json, type JsonObject } from '../../kernel/json.ts';
import type { Micros } from '../../kernel/time.ts';
import type { Segment } from '../ports.ts';
import { contradict, outweighs, type Saying } from './saying.ts';

/**
 * What one source said of a relation at one time. Of two at one time the higher rank counts: that its runs showed it no
 * longer, a set that leaves it out, a set that has it as a member, a fact of its own, a retire.
 */
export interface RelationClaim {
  readonly at: Micros;
  readonly source: string;
  readonly rank: -1 | 0 | 1 | 2 | 3;
  /** False: it ended then, as far as this source is concerned. */
  readonly holds: boolean;
  readonly provenance: Provenance;
  /** The source declared it in earlier claims, which this one does not take back. */
  readonly isDeclared?: true;
  readonly validFrom: Micros | null;
  readonly validTo: Micros | null;
  readonly props: JsonObject;
  /** When the properties were said that the source said in earlier claims and leaves out of this one. */
  readonly saidAt?: Readonly<Record<string, Micros>>;
}

/** The newest claim of each source, and what all together make of it from the newest of them on. */
export interface RelationState {
  readonly heads: Readonly<Record<string, RelationClaim>>;
  readonly newestAt: Micros;
  /** Some claim states an interval of its own, so that time does not run along with the claims: never `advance`. */
  readonly explicit: boolean;
  /** The segment that still holds; null where none does. */
  readonly open: Segment | null;
  /** Whether it held at any time. */
  readonly held: boolean;
  /** Whether sources ever contradicted each other at one time, so that authority decides. */
  readonly contested: boolean;
}

/** What makes one stretch of a relation differ from the next. */
type Content = Pick<Segment, 'provenance' | 'isDeclared' | 'props'>;

export function isInOrder(state: RelationState | null, claim: RelationClaim): boolean {
  const plain = claim.validFrom === null && claim.validTo === null;
  return plain && (state === null || (!state.explicit && claim.at > state.newestAt));
}

/** The state with one more claim, which must be in order. Only its open segment can differ from before. */
export function advance(state: RelationState | null, claim: RelationClaim, authorities: Authorities): RelationState {
  if (!isInOrder(state, claim)) throw new Error('A late claim needs the whole story of its relation.');
  const before = state !== null && Object.hasOwn(state.heads, claim.source) ? state.heads[claim.source] : undefined;
  const heads = { ...state?.heads, [claim.source]: following(before, claim) };
  const visible = merge(
    Object.values(heads).filter((head) => head.holds),
    authorities,
  );
  const old = state?.open ?? null;
  const same = old !== null && visible !== null && sameContent(old, visible);
  const open = visible === null ? null : { ...visible, validFrom: same ? old.validFrom : claim.at, validTo: null };
  return {
    heads,
    newestAt: claim.at,
    explicit: false,
    open,
    held: (state?.held ?? false) || open !== null,
    contested: state?.contested ?? false,
  };
}

/** State and all segments that these claims make, whatever their order. */
export function relationStateOf(
  said: readonly RelationClaim[],
  authorities: Authorities,
): { state: RelationState; segments: Segment[] } {
  const claims = accumulated(said);
  const segments = segmentsOf(claims, authorities);
  const heads = Object.fromEntries(claims.map((claim) => [claim.source, claim]));
  const last = segments.at(-1);
  const state = {
    heads,
    newestAt: Math.max(...claims.map((claim) => claim.at)) as Micros,
    explicit: claims.some((claim) => claim.validFrom !== null || claim.validTo !== null),
    open: last !== undefined && last.validTo === null ? last : null,
    held: segments.length > 0,
    contested: contradict(
      said.flatMap(({ at, props }) => Object.entries(props).map(([name, value]) => [name, at, value] as const)),
    ),
  };
  return { state, segments };
}

/**
 * Each claim with what its source said before and did not take back: a property left out says nothing of it. Once the
 * source has ended the relation, it starts anew. In order: of one source’s claims the later in the list counts.
 */
export function accumulated(claims: readonly RelationClaim[]): RelationClaim[] {
  const newest = new Map<string, RelationClaim>();
  return inOrder(claims).map((claim) => {
    const whole = following(newest.get(claim.source), claim);
    newest.set(claim.source, whole);
    return whole;
  });
}

/** A claim as it stands behind the one that its source made before. What was seen once counts as seen. */
function following(before: RelationClaim | undefined, claim: RelationClaim): RelationClaim {
  if (before === undefined || !before.holds || !claim.holds) return claim;
  const earlier = Object.keys(before.props).filter((name) => !Object.hasOwn(claim.props, name));
  return {
    ...claim,
    saidAt: Object.fromEntries(earlier.map((name) => [name, saidAt(before, name)])),
    provenance: strongest([before, claim]),
    ...declaredBy([before, claim]),
    validFrom: claim.validFrom ?? before.validFrom,
    validTo: claim.validTo ?? before.validTo,
    props: { ...before.props, ...claim.props },
  };
}

function saidAt(claim: RelationClaim, name: string): Micros {
  const { saidAt: earlier = {} } = claim;
  return Object.hasOwn(earlier, name) ? (earlier[name] as Micros) : claim.at;
}

/** The stretches of event time through which the relation held with the same properties, in order. @param claims accumulated */
export function segmentsOf(claims: readonly RelationClaim[], authorities: Authorities): Segment[] {
  const starting = new Map<Micros, [rank: number, claim: RelationClaim][]>();
  for (const [rank, claim] of claims.entries()) {
    const start = claim.validFrom ?? claim.at;
    const group = starting.get(start);
    if (group === undefined) starting.set(start, [[rank, claim]]);
    else group.push([rank, claim]);
  }
  const ends = claims.flatMap((claim) => (claim.holds && claim.validTo !== null ? [claim.validTo] : []));
  const boundaries = [...new Set([...starting.keys(), ...ends])].sort((a, b) => a - b);
  const current = new Map<string, [rank: number, claim: RelationClaim]>();
  const segments: Segment[] = [];
  for (const time of boundaries) {
    for (const [rank, claim] of starting.get(time) ?? []) {
      if (rank >= (current.get(claim.source)?.[0] ?? 0)) current.set(claim.source, [rank, claim]);
    }
    const visible = merge(
      [...current.values()]
        .map(([, claim]) => claim)
        .filter((claim) => claim.holds && (claim.validTo === null || time < claim.validTo)),
      authorities,
    );
    const last = segments.at(-1);
    const goesOn = last !== undefined && last.validTo === null;
    if (goesOn && visible !== null && sameContent(last, visible)) continue;
    if (goesOn) segments[segments.length - 1] = { ...last, validTo: time };
    if (visible !== null) segments.push({ ...visible, validFrom: time, validTo: null });
  }
  return segments;
}

/** The claims by time; of one source’s claims the later in the list counts. */
export function inOrder(claims: readonly RelationClaim[]): RelationClaim[] {
  return [...claims].sort((a, b) => (beats(a, b) ? 1 : -1));
}

/** Among claims of one source: the later one, then the higher rank, then the greater content. */
function beats(a: RelationClaim, b: RelationClaim): boolean {
  if (a.at !== b.at) return a.at > b.at;
  if (a.rank !== b.rank) return a.rank > b.rank;
  return contentHash(claimContent(a)) > contentHash(claimContent(b));
}

export function sameSegment(a: Segment, b: Segment): boolean {
  return a.validFrom === b.validFrom && a.validTo === b.validTo && sameContent(a, b);
}

/** What the claims that hold say together: the strongest provenance, and each property as it was said last. */
function merge(claims: readonly RelationClaim[], authorities: Authorities): Content | null {
  if (claims.length === 0) return null;
  const said = new Map<string, Saying>();
  for (const claim of claims) {
    for (const [name, value] of Object.entries(claim.props)) {
      if (value === null) continue;
      const at = saidAt(claim, name);
      const saying = { at, rank: authorities.rankOf(claim.source, at), value };
      const best = said.get(name);
      if (best === undefined || outweighs(saying, best)) said.set(name, saying);
    }
  }
  const names = [...said.keys()].sort();
  return {
    provenance: strongest(claims),
    ...declaredBy(claims),
    props: Object.fromEntries(names.map((name) => [name, said.get(name)?.value ?? null])),
  };
}

function strongest(claims: readonly RelationClaim[]): Provenance {
  return PROVENANCES.find((each) => claims.some((claim) => claim.provenance === each)) ?? 'INFERRED';
}

/** Told only where it does not follow from the strongest provenance. */
function declaredBy(claims: readonly RelationClaim[]): { readonly isDeclared?: true } {
  const isDeclared = claims.some((claim) => claim.provenance === 'DECLARED' || claim.isDeclared === true);
  return isDeclared && strongest(claims) !== 'DECLARED' ? { isDeclared } : {};
}

function sameContent(a: Content, b: Content): boolean {
  return a.provenance === b.provenance && a.isDeclared === b.isDeclared && sameJson(a.props, b.props);
}

function claimContent(claim: RelationClaim): Json {
  return [claim.provenance, claim.validFrom, claim.validTo, claim.props];
}
