import type { AlertSignal } from '../domains/alerts/index.ts';
import type { Fact } from '../kernel/fact.ts';
import type { Json } from '../kernel/json.ts';
import type { Ontology } from '../kernel/ontology.ts';

/** What turns a tool's payloads into facts or alerts: pure, so that it can be tried on captured traffic alone. */
export interface Connector {
  /** Names it in keys, metrics and the docs. */
  readonly name: string;
  /** Where its tool posts to. */
  readonly path: string;
  /** What becomes of a payload, or everything that is wrong with it. Large payloads are mapped in turns. */
  map(payload: Json, ontology: Ontology): Promise<Mapped>;
}

/** A refusal names so many places; whoever mends those sees the others then. */
export const MOST_ERRORS = 100;

/**
 * All of it as facts; nothing, and why; or those of its alerts that are right, places of these of which not all is kept, what is
 * wrong with the others, and how many more the tool left out of what it sent.
 */
export type Mapped =
  | { readonly facts: readonly Fact[] }
  | {
      readonly signals: readonly AlertSignal[];
      readonly cut: readonly number[];
      readonly truncated: number;
      readonly errors: readonly PayloadError[];
    }
  | { readonly errors: readonly PayloadError[] };

export interface PayloadError {
  /** Of the event or alert in an array; 0 for a single event; null where it is about no alert of them. */
  readonly index: number | null;
  /** The member that is wrong, as `inputs[0].facets.schema.fields[2].name`. */
  readonly path: string;
  readonly message: string;
}
