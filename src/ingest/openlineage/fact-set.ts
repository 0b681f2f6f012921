import { relationId, type Fact, type ObserveFact, type Provenance, type SetFact } from '../../kernel/fact.ts';
import { canonicalJson, contentHash, type Json, type JsonObject } from '../../kernel/json.ts';
import type { Micros } from '../../kernel/time.ts';
import type { Urn } from '../../kernel/urn.ts';

export const SOURCE = 'openlineage';

/**
 * Gathers the facts of one event. An event names one dataset in several places, and in any order: what is said twice is
 * one fact, and the facts come out in an order of their own.
 */
export class FactSet {
  readonly #entities = new Map<Urn, Record<string, Json>>();
  readonly #others = new Map<string, Fact>();
  readonly #members = new Map<string, Omit<SetFact, 'members'> & { readonly members: Set<Urn> }>();

  constructor(
    readonly at: Micros,
    readonly provenance: Provenance,
  ) {}

  entity(id: Urn, props: JsonObject = {}): void {
    const known = this.#entities.get(id) ?? {};
    for (const [name, value] of Object.entries(props)) {
      const old = known[name];
      // Two places of one event that contradict each other: which one counts must not hang on their order.
      if (old === undefined || old === null || (value !== null && contentHash(value) > contentHash(old))) {
        known[name] = value;
      }
    }
    this.#entities.set(id, known);
  }

  relation(type: string, from: Urn, to: Urn, props: JsonObject = {}, provenance = this.provenance): void {
    const key = { type, from, to, discriminator: '' };
    const known = this.#others.get(relationId(key));
    const merged = known?.fact === 'relation' ? { ...known.props, ...props } : props;
    const fact = { fact: 'relation', key, provenance, validFrom: null, validTo: null, props: merged } as const;
    this.#others.set(relationId(key), { ...fact, at: this.at, source: SOURCE });
  }

  /** "This is all of it": of what is said in several places, the union. */
  set(of: Urn, type: string, end: 'from' | 'to', members: readonly Urn[]): void {
    const { at, provenance } = this;
    const name = `${of} ${type} ${end}`;
    const known = this.#members.get(name)?.members ?? [];
    const all = new Set([...known, ...members]);
    this.#members.set(name, { fact: 'set', of, type, end, members: all, provenance, at, source: SOURCE });
  }

  retire(id: Urn): void {
    this.#others.set(`retire ${id}`, { fact: 'retire', of: { id }, at: this.at, source: SOURCE });
  }

  observe(of: Urn, metric: string, key: string, value: Json): void {
    const fact: ObserveFact = { fact: 'observe', of, metric, key, value, at: this.at, source: SOURCE };
    this.#others.set(`observe ${canonicalJson(fact as unknown as Json)}`, fact);
  }

  facts(): Fact[] {
    const entities = [...this.#entities].map(([id, props]): Fact => ({
      fact: 'entity',
      id,
      props,
      at: this.at,
      source: SOURCE,
    }));
    const sets = [...this.#members.values()].map((set): Fact => ({ ...set, members: [...set.members].sort() }));
    // Sets last: they carry no properties, and what is new should be told of with those that its relation has.
    return [...inOrder([...entities, ...this.#others.values()]), ...inOrder(sets)];
  }
}

function inOrder(facts: readonly Fact[]): Fact[] {
  const spelt = facts.map((fact) => [canonicalJson(fact as unknown as Json), fact] as const);
  return spelt.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, fact]) => fact);
}
