import type { Json } from '../../kernel/json.ts';
import { formatUrn, type Urn } from '../../kernel/urn.ts';
import type { FactSet } from './fact-set.ts';
import type { Facets } from './facets.ts';

/** People and teams are named without a namespace; they all get this one. */
export const OWNERS = 'owners';

/** A property that is a member of a facet: an absent facet says nothing, a deleted one withdraws. */
export function propertyFrom(facets: Facets, facet: string, member: string): string | null | undefined {
  const place = facets.take(facet, { [member]: null });
  if (place === undefined) return undefined;
  return place === 'deleted' ? null : place.at(member).optionalText();
}

/** Without the members that are undefined: those say nothing. */
export function said(props: Readonly<Record<string, Json | undefined>>): Record<string, Json> {
  return Object.fromEntries(Object.entries(props).filter((entry): entry is [string, Json] => entry[1] !== undefined));
}

/** Labels of a tags facet: the key alone where the value only says yes. */
export function tagsFrom(facets: Facets): Json | undefined {
  const place = facets.take('tags', { tags: { key: null, value: null } });
  if (place === undefined) return undefined;
  if (place === 'deleted') return null;
  const labels = place
    .at('tags')
    .list()
    .map((tag) => {
      const [key, value] = [tag.at('key').name(), tag.at('value').optionalText()];
      return value === null || value === '' || value === 'true' ? key : `${key}:${value}`;
    });
  return [...new Set(labels)].sort();
}

/** All owners of a dataset or job, as a set: who is not named any more owns it no more. */
export function mapOwnership(of: Urn, facets: Facets, facts: FactSet): void {
  // Kept as it came, too: it says in which role each owns.
  const place = facets.look('ownership');
  if (place === undefined) return;
  const owners =
    place === 'deleted'
      ? []
      : place
          .at('owners')
          .list()
          .map((owner) => ownerUrn(owner.at('name').name()));
  for (const owner of owners) facts.entity(owner);
  facts.set(of, 'OWNS', 'to', owners);
}

/** `user:x` and `person:x` are people; everybody else is a team. */
function ownerUrn(text: string): Urn {
  const [, prefix = '', name = text] = /^(team|user|person|group):(.+)$/.exec(text) ?? [];
  return formatUrn(prefix === 'user' || prefix === 'person' ? 'PERSON' : 'TEAM', OWNERS, name);
}
