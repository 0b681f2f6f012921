import { ontology } from '../src/domains/index.ts';
import type { Fact, Provenance } from '../src/kernel/fact.ts';
import type { Json, JsonObject } from '../src/kernel/json.ts';
import { isFact, parseFact } from '../src/kernel/parse-fact.ts';
import { formatUrn, type Urn } from '../src/kernel/urn.ts';

/**
 * Facts as sources tell them. Each goes in by the door that everybody's facts take, so that a story holds nothing
 * which the server would refuse.
 */
export class Story {
  readonly #facts: Fact[] = [];

  /** Somebody who tells. @param at event time of all that is told, RFC 3339 */
  by(source: string, at: string, provenance: Provenance = 'DECLARED'): Teller {
    return new Teller(source, at, provenance, (fact) => this.#facts.push(fact));
  }

  /** In order of event time; what was told at one time stays in the order of telling. */
  facts(): Fact[] {
    return [...this.#facts].sort((a, b) => a.at - b.at);
  }
}

/** One source at one time. Its methods throw an Error naming what is wrong with a fact. */
export class Teller {
  constructor(
    readonly source: string,
    readonly at: string,
    readonly provenance: Provenance,
    readonly add: (fact: Fact) => void,
  ) {}

  entity(kind: string, namespace: string, name: string, props: JsonObject = {}): Urn {
    this.#tell({ fact: 'entity', kind, namespace, name, props });
    return formatUrn(kind, namespace, name);
  }

  relation(type: string, from: Urn, to: Urn, props: JsonObject = {}): void {
    this.#tell({ fact: 'relation', type, from, to, props, provenance: this.provenance });
  }

  /** "These are all": what this source said before and leaves out here ends. */
  set(of: Urn, type: string, members: readonly Urn[]): void {
    this.#tell({ fact: 'set', of, type, members, provenance: this.provenance });
  }

  observe(of: Urn, metric: string, key: string, value: Json): void {
    this.#tell({ fact: 'observe', of, metric, key, value });
  }

  /** Takes back this source's own claim of an entity or a relation. */
  retire(of: { readonly id: Urn } | { readonly type: string; readonly from: Urn; readonly to: Urn }): void {
    this.#tell({ fact: 'retire', of: { ...of } });
  }

  owns(owner: Urn, owned: readonly Urn[], role = 'OWNER'): void {
    for (const each of owned) this.relation('OWNS', owner, each, { role });
  }

  #tell(told: JsonObject): void {
    const fact = parseFact({ ...told, at: this.at, source: this.source }, ontology);
    if (!isFact(fact)) throw new Error(`${fact.path}: ${fact.message} in ${JSON.stringify(told)}`);
    this.add(fact);
  }
}
