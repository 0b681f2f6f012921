import { isJsonObject, type Json } from '../../kernel/json.ts';
import { FACET_FORMS } from './forms.ts';
import type { Place } from '../payload.ts';

/** Members of an object, or of each object in a list; null where any value will do. */
export interface Shape {
  readonly [member: string]: Shape | null;
}

/** The facets at one place of an event. Each is taken by whoever maps it; what nobody took is kept as it came. */
export class Facets {
  readonly #places: ReadonlyMap<string, Place>;
  readonly #taken = new Map<string, Shape | null>();

  static readonly NONE = new Facets(null);

  constructor(place: Place | null) {
    this.#places = new Map(place?.entries());
    for (const [name, each] of this.#places) {
      each.object();
      const form = Object.hasOwn(FACET_FORMS, name) ? FACET_FORMS[name] : undefined;
      if (each.isObject && !isDeleted(each.value)) form?.(each);
    }
  }

  get isEmpty(): boolean {
    return this.#places.size === 0;
  }

  /**
   * The facet's place; undefined where it is absent, `'deleted'` where its producer says that it holds no longer.
   * It counts as mapped then.
   * @param shape what the mapping holds of it: where it has more it is also kept as it came; without, all of it
   */
  take(name: string, shape: Shape | null = null): Place | 'deleted' | undefined {
    this.#taken.set(name, shape);
    return this.look(name);
  }

  /** As `take`, but the facet is also kept as it came: for what the mapping does not hold whole. */
  look(name: string): Place | 'deleted' | undefined {
    const place = this.#places.get(name);
    if (place === undefined) return undefined;
    return isDeleted(place.value) ? 'deleted' : place;
  }

  /** What nobody took whole, as properties: `facet:<name>`, null for what is deleted, or mapped whole this time. */
  rest(): Record<string, Json> {
    return Object.fromEntries(
      [...this.#places].flatMap(([name, { value = null }]) => {
        const shape = this.#taken.get(name);
        if (shape === null) return [];
        const isMapped = shape !== undefined && fits(value, shape);
        return [[`facet:${name}`, isMapped || isDeleted(value) ? null : value]];
      }),
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

/** Whether the value has no member beside those of the shape. What begins with _ is about the facet; an empty list says nothing. */
function fits(value: Json, shape: Shape): boolean {
  if (Array.isArray(value)) return value.every((each: Json) => fits(each, shape));
  if (!isJsonObject(value)) return true;
  return Object.entries(value).every(([name, member]) => {
    if (name.startsWith('_') || (Array.isArray(member) && member.length === 0)) return true;
    const inner = Object.hasOwn(shape, name) ? shape[name] : undefined;
    return inner === null || (inner !== undefined && fits(member, inner));
  });
}
