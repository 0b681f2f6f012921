import type { Facets, Shape } from './facets.ts';
import type { Place } from '../payload.ts';

interface SchemaField {
  /** Its name; of a nested one the names of those above it, too, joined by dots. */
  readonly path: string;
  /** Its place among its siblings, from 0. */
  readonly ordinal: number;
  readonly place: Place;
}

const FIELD = {
  name: null,
  type: null,
  description: null,
  get fields(): Shape {
    return FIELD;
  },
};

/** The fields that the schema facet names, nested ones behind what holds them; null where it says nothing. */
export function schemaFields(facets: Facets): readonly SchemaField[] | null {
  const facet = facets.take('schema', { fields: FIELD });
  if (facet === undefined) return null;
  return facet === 'deleted' ? [] : fieldsOf(facet, '');
}

function fieldsOf(holder: Place, above: string): SchemaField[] {
  return holder
    .at('fields')
    .list()
    .flatMap((place, ordinal) => {
      const path = above + place.at('name').name();
      return [{ path, ordinal, place }, ...fieldsOf(place, `${path}.`)];
    });
}
