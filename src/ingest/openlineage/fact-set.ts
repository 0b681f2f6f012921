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
  readonly #entities = new Map<Urn, JsonObject>();
  readonly #others = new Map<string, Fact>();
  readonly #sets = new Map<string, Pick<SetFact, 'of' | 'type' | 'end'> & { readonly members: Map<Urn, JsonObject> }>();

  constructor(
    readonly at: Micros,
    readonly provenance: Provenance,
  ) {}

  entity(id: Urn, props: JsonObject = {}): void {
    this.#entities.set(id, union(this.#entities.get(id) ?? {}, props));
  }

  relation(type: string, from: Urn, to: Urn, props: JsonObject = {}, provenance = this.provenance): void {
    const key = { type, from, to, discriminator: '' };
    const known = this.#others.get(relationId(key));
    const merged = known?.fact === 'relation' ? union(known.props, props) : props;
    const fact = { fact: 'relation', key, provenance, validFrom: null, validTo: null, props: merged } as const;
    this.#others.set(relationId(key), { ...fact, at: this.at, source: SOURCE });
  }

  /** "This is all of it", of each with what is said of the relation: of what is said in several places, the union. */
  set(of: Urn, type: string, end: 'from' | 'to', members: readonly Urn[] | ReadonlyMap<Urn, JsonObject>): void {
    const name = `${of} ${type} ${end}`;
    const known = this.#sets.get(name) ?? { of, type, end, members: new Map<Urn, JsonObject>() };
    const said = members instanceof Map ? members : new Map((members as Urn[]).map((member) => [member, {}]));
    for (const [member, props] of said as ReadonlyMap<Urn, JsonObject>) {
      known.members.set(member, union(known.members.get(member) ?? {}, props));
    }
    this.#sets.set(name, known);
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
    const sets = [...this.#sets.values()].map(({ members, ...set }): Fact => {
      const told = [...members].filter(([, props]) => Object.keys(props).length > 0);
      const props = told.length === 0 ? {} : { props: Object.fromEntries(told) };
      const { at, provenance } = this;
      return { fact: 'set', ...set, members: [...members.keys()].sort(), ...props, provenance, at, source: SOURCE };
    });
    const spelt = [...entities, ...sets, ...this.#others.values()].map(
      (fact) => [canonicalJson(fact as unknown as Json), fact] as const,
    );
    return spelt.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, fact]) => fact);
  }
}

/** Two places of one event that contradict each other: which one counts must not hang on their order. */
function union(known: JsonObject, said: JsonObject): JsonObject {
  const all: Record<string, Json> = { ...known };
  for (const [name, value] of Object.entries(said)) {
    const old = all[name];
    if (old === undefined || old === null || (value !== null && contentHash(value) > contentHash(old))) {
      all[name] = value;
    }
  }
  return all;
}
