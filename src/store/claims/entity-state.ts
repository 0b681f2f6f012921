import type { Authorities } from '../../kernel/authority.ts';
import { contentHash, isJsonObject, type Json, type JsonObject } from '../../kernel/json.ts';
import type { Attributes, Ontology } from '../../kernel/ontology.ts';
import { micros, type Micros } from '../../kernel/time.ts';
import { urnParts, type Urn } from '../../kernel/urn.ts';
import type { EntityRecord } from '../ports.ts';
import type { RunLists } from './run-list.ts';
import { contradict, outweighs, type Saying } from './saying.ts';

/** What one source said of an entity at one time; `props` null: that it is gone. */
export interface EntityClaim {
  readonly at: Micros;
  readonly source: string;
  readonly props: JsonObject | null;
}

/**
 * The newest claim of each source, by property: all that is needed to tell the present and to take in claims that
 * come in order. It depends on which claims were made, not on the order in which they came.
 */
export interface EntityState {
  /** The earliest event time at which anything named it, be it only as the end of a relation. */
  readonly mentionedAt: Micros | null;
  readonly sources: Readonly<Record<string, SourceState>>;
  /** Of what runs: its newest runs that count. */
  readonly runs?: RunLists;
}

interface SourceState {
  /** Of its newest claim. */
  readonly at: Micros;
  readonly alive: boolean;
  /** Since when it has said so, without a break. */
  readonly since: Micros;
  /** Whether it ever described it: a source that only retires has no say. */
  readonly claimed: boolean;
  /** By slot: the property's name, and for versions also the version's id. */
  readonly props: Readonly<Record<string, PropState>>;
}

interface PropState {
  readonly at: Micros;
  readonly since: Micros;
  readonly value: Json;
}

export const UNKNOWN_ENTITY: EntityState = { mentionedAt: null, sources: {} };

export function mention(state: EntityState, at: Micros): EntityState {
  return state.mentionedAt !== null && state.mentionedAt <= at ? state : { ...state, mentionedAt: at };
}

/** Whether the claim comes behind all that its source said before, so that `advance` may take it. */
export function isInOrder(state: EntityState, claim: EntityClaim): boolean {
  const source = own(state.sources, claim.source);
  return source === undefined || claim.at > source.at;
}

/** The state with one more claim, which must be in order. */
export function advance(state: EntityState, claim: EntityClaim, attributes: Attributes): EntityState {
  const old = own(state.sources, claim.source);
  const alive = claim.props !== null;
  const source: SourceState = {
    at: claim.at,
    alive,
    since: old !== undefined && old.alive === alive ? old.since : claim.at,
    claimed: alive || (old?.claimed ?? false),
    // Coming back from the dead, it starts anew: what it said in its former life counts no more.
    props: claim.props === null ? (old?.props ?? {}) : advanceProps(old?.alive ? old.props : {}, claim, attributes),
  };
  const next = { ...state, sources: { ...state.sources, [claim.source]: source } };
  return alive ? mention(next, claim.at) : next;
}

/** The state that these claims make, whatever their order. `mentionedAt` is what others said of it. */
export function entityStateOf(
  claims: readonly EntityClaim[],
  mentionedAt: Micros | null,
  attributes: Attributes,
): EntityState {
  const sorted = [...claims].sort((a, b) => a.at - b.at || compareTies(a, b));
  return sorted.reduce((state, claim) => advance(state, claim, attributes), { mentionedAt, sources: {} });
}

/** Whether sources contradict each other at one time, so that authority decides. */
export function isContested(state: EntityState): boolean {
  const sources = Object.values(state.sources).filter((source) => source.claimed);
  if (sources.length < 2) return false;
  return contradict(
    sources.flatMap(({ props }) => Object.entries(props).map(([slot, { at, value }]) => [slot, at, value] as const)),
  );
}

/** What all sources together say; null where nobody ever named it. */
export function resolveEntity(
  id: Urn,
  state: EntityState,
  ontology: Ontology,
  authorities: Authorities,
): EntityRecord | null {
  if (state.mentionedAt === null) return null;
  const { kind, namespace, name } = urnParts(id);
  const claimed = Object.entries(state.sources).filter(([, source]) => source.claimed);
  const alive = claimed.filter(([, source]) => source.alive);
  // A record that all have retired stays readable, as they last described it.
  const speaking = alive.length > 0 ? alive : claimed;
  const changes = claimed.flatMap(([, source]) => [
    source.since,
    ...Object.values(source.props).map((prop) => prop.since),
  ]);
  return {
    id,
    kind,
    namespace,
    name,
    props: resolveProps(speaking, ontology.attributes(kind), authorities),
    described: claimed.length > 0,
    createdAt: state.mentionedAt,
    updatedAt: micros(Math.max(state.mentionedAt, ...changes)),
    retiredAt:
      claimed.length > 0 && alive.length === 0 ? micros(Math.max(...claimed.map(([, source]) => source.since))) : null,
  };
}

function advanceProps(
  props: Readonly<Record<string, PropState>>,
  claim: EntityClaim,
  attributes: Attributes,
): Readonly<Record<string, PropState>> {
  const next = { ...props };
  for (const [name, value] of Object.entries(claim.props ?? {})) {
    const slot = attributes[name]?.type === 'versions' ? `${name}\u0000${versionId(value)}` : name;
    const old = own(next, slot);
    const same = old !== undefined && contentHash(old.value) === contentHash(value);
    next[slot] = { at: claim.at, since: same ? old.since : claim.at, value };
  }
  return next;
}

function resolveProps(
  sources: readonly [string, SourceState][],
  attributes: Attributes,
  authorities: Authorities,
): JsonObject {
  const slots = new Set(sources.flatMap(([, source]) => Object.keys(source.props)));
  const props: Record<string, Json> = {};
  for (const slot of [...slots].sort()) {
    const [name = slot] = slot.split('\u0000');
    const states = sources
      .flatMap(([source, { props: said }]) => {
        const state = own(said, slot);
        return state === undefined ? [] : [{ ...state, rank: authorities.rankOf(source, state.at) }];
      })
      .filter((state) => state.value !== null);
    if (states.length === 0) continue;
    const type = attributes[name]?.type;
    if (type === 'strings') props[name] = union(states);
    else if (type === 'versions') props[name] = [...((props[name] as Json[]) ?? []), latest(states)].sort(byValidFrom);
    else props[slot] = latest(states);
  }
  return props;
}

/** The latest; of equally late ones that of the greater authority, then the greater content. */
function latest(states: readonly Saying[]): Json {
  return states.reduce((best, state) => (outweighs(state, best) ? state : best)).value;
}

function union(states: readonly PropState[]): Json {
  return [...new Set(states.flatMap((state) => state.value as string[]))].sort();
}

/** Of two claims of one source at one time: a retire comes last, else the greater content. */
function compareTies(a: EntityClaim, b: EntityClaim): number {
  if (a.props === null || b.props === null) return Number(a.props === null) - Number(b.props === null);
  const [left, right] = [contentHash(a.props), contentHash(b.props)];
  return left < right ? -1 : Number(left > right);
}

function byValidFrom(a: Json, b: Json): number {
  const [left, right] = [a, b].map((each) => `${memberText(each, 'validFrom')} ${versionId(each)}`) as [string, string];
  return left < right ? -1 : Number(left > right);
}

/** Sources and properties are named by outsiders, some of whom say `constructor`. */
function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function versionId(value: Json): string {
  return memberText(value, 'id');
}

function memberText(value: Json, member: string): string {
  const text = isJsonObject(value) ? value[member] : null;
  return typeof text === 'string' ? text : '';
}
