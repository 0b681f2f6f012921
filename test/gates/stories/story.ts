import type { JsonObject } from '../../../src/kernel/json.ts';
import { formatUrn, type Urn } from '../../../src/kernel/urn.ts';
import { applyFacts } from '../../kit/apply-facts.ts';
import type { TestServer } from '../../kit/server.ts';

/** How facts about the graph alone turn a requirement: each step tells something, and says what it comes to then. */
export interface RequirementStory {
  readonly parameters?: JsonObject;
  /** The stage that is asked for; DEV if absent, to which one may come from anywhere. */
  readonly stage?: string;
  readonly steps: readonly Step[];
}

export interface Step {
  readonly told: string;
  tell(world: World): Promise<unknown>;
  readonly verdict: 'PASS' | 'FAIL' | 'UNKNOWN';
  readonly why: RegExp;
}

/** When it was so, and who says it, where that is another than the story. */
interface Claim {
  readonly at?: string;
  readonly source?: string;
  readonly provenance?: 'OBSERVED';
}

/** A model with a version that a run made from a dataset, in a namespace of its own. */
export class World {
  #second = 0;
  /** What is looked at. */
  release = this.urn('MODEL_VERSION', 'churn@2');
  readonly run = this.urn('EXPERIMENT_RUN', 'run-2');
  readonly model = this.urn('MODEL', 'churn');
  readonly data = this.urn('DATASET', 'customers');

  constructor(
    readonly server: TestServer,
    readonly namespace: string,
  ) {}

  static async begun(server: TestServer, namespace: string): Promise<World> {
    const world = new World(server, namespace);
    await world.begin();
    return world;
  }

  urn(kind: string, name: string): Urn {
    return formatUrn(kind, this.namespace, name);
  }

  entity(kind: string, name: string, props: JsonObject = {}) {
    return this.#apply({ fact: 'entity', kind, namespace: this.namespace, name, props });
  }

  relate(type: string, from: Urn, to: Urn, props: JsonObject = {}, claim: Claim = {}) {
    return this.#apply({ fact: 'relation', type, from, to, props, ...claim });
  }

  unrelate(type: string, from: Urn, to: Urn, id?: string, claim: Claim = {}) {
    return this.#apply({ fact: 'retire', of: { type, from, to, ...(id !== undefined && { id }) }, ...claim });
  }

  /** From the beginning on this source is believed rather than the story. */
  authority(of: string) {
    return this.#apply({ fact: 'authority', of, rank: 1, at: '2020-01-01T00:00:00Z' });
  }

  retire(id: Urn) {
    return this.#apply({ fact: 'retire', of: { id } });
  }

  observe(of: Urn, metric: string, value: unknown, key = String(this.#second), claim: Claim = {}) {
    return this.#apply({ fact: 'observe', of, metric, key, value, ...claim });
  }

  async begin(): Promise<void> {
    await this.entity('MODEL', 'churn', { tier: this.namespace });
    await this.entity('MODEL_VERSION', 'churn@2', { version: '2' });
    await this.entity('EXPERIMENT_RUN', 'run-2');
    await this.entity('DATASET', 'customers');
    await this.relate('CONTAINS', this.model, this.release);
    await this.relate('PRODUCED', this.run, this.release);
    await this.relate('USED_BY', this.data, this.run);
  }

  /** From now on a version is looked at of which nothing but its model is known. */
  async another(): Promise<void> {
    this.release = this.urn('MODEL_VERSION', 'churn@3');
    await this.entity('MODEL_VERSION', 'churn@3');
    await this.relate('CONTAINS', this.model, this.release);
  }

  /** Each a second after the one before, so that what is said last counts. */
  #apply(fact: object): Promise<string> {
    const at = new Date(Date.UTC(2026, 0, 1) + ++this.#second * 1_000).toISOString();
    return applyFacts(this.server, [{ at, source: 'story', ...fact }]);
  }
}
