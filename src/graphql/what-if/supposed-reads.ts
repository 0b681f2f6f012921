import type { JoinedPage, Loaders } from '../../domains/kind/context.ts';
import type { EntityObject } from '../../domains/kind/entity.ts';
import { formatTime, type Micros } from '../../kernel/time.ts';
import type { Urn } from '../../kernel/urn.ts';
import { RELEASE } from '../../projections/topology/release-table.ts';
import type { Found } from './evaluate.ts';

/** What is read as it would be after some changes: nothing is written, and nobody else reads it so. */
export function supposedReads(read: Loaders, { gone, definitions, supposed }: Found, asOf: Micros): Loaders {
  const change = (entity: EntityObject): EntityObject => {
    const definition = definitions.get(entity.id);
    if (definition !== undefined) {
      const said = { ...definition, id: 'what-if', validFrom: formatTime(asOf), validTo: null };
      const before = (entity['definitions'] ?? []) as readonly { readonly validFrom: string }[];
      // What was to come into force later is not looked at: the definition is this one from now on.
      const known = before.filter(({ validFrom }) => validFrom < said.validFrom);
      return { ...entity, definitions: [...known, said] };
    }
    return gone.has(entity.id) ? { ...entity, retiredAt: asOf } : entity;
  };
  const moved = (page: JoinedPage): JoinedPage => ({
    ...page,
    items: page.items.map((item) => {
      const release = supposed.moved.get(item.relation.key.to as Urn);
      if (release === undefined) return item;
      const said = Object.entries(release).filter(([, value]) => value !== null);
      const props = { ...item.relation.props, ...Object.fromEntries(said) };
      return { ...item, relation: { ...item.relation, props } };
    }),
  });
  return {
    ...read,
    entity: async (id, at) => {
      const entity = await read.entity(id, at);
      return entity === null ? null : change(entity);
    },
    entities: async (ids, at) => (await read.entities(ids, at)).map((entity) => entity && change(entity)),
    related: async (id, query, at) => {
      const page = await read.related(id, query, at);
      return query.type === RELEASE ? moved(page) : page;
    },
  };
}
