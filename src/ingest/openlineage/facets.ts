import { isJsonObject, type Json } from '../../kernel/json.ts';
import type { Place } from './payload.ts';

/** The facets at one place of an event. Each is taken by whoever maps it; what nobody took is kept as it came. */
export class Facets {
  readonly #places: ReadonlyMap<string, Place>;
  readonly #taken = new Set<string>();

  static readonly NONE = new Facets(null);

  constructor(place: Place | null) {
    this.#places = new Map(place?.entries());
    for (const each of this.#places.values()) each.object();
  }

  get isEmpty(): boolean {
    return this.#places.size === 0;
  }

  /**
   * The facet's place; undefined where it is absent, `'deleted'` where its producer says that it holds no longer.
   * It counts as mapped then.
   */
  take(name: string): Place | 'deleted' | undefined {
    this.#taken.add(name);
    return this.look(name);
  }

  /** As `take`, but the facet is also kept as it came: for what the mapping does not hold whole. */
  look(name: string): Place | 'deleted' | undefined {
    const place = this.#places.get(name);
    if (place === undefined) return undefined;
    return isDeleted(place.value) ? 'deleted' : place;
  }

  /** What nobody took, as properties: `facet:<name>`, null for what is deleted. */
  rest(): Record<string, Json> {
    return Object.fromEntries(
      [...this.#places].flatMap(([name, place]) =>
        this.#taken.has(name) ? [] : [[`facet:${name}`, isDeleted(place.value) ? null : (place.value ?? null)]],
      ),
    );
  }

  /** What nobody took, by name, as it came. */
  untouched(): Record<string, Json> {
    return Object.fromEntries(
      [...this.#places].flatMap(([name, place]) => (this.#taken.has(name) ? [] : [[name, place.value ?? null]])),
    );
  }
}

function isDeleted(value: Json | undefined): boolean {
  return isJsonObject(value) && value['_deleted'] === true;
}
