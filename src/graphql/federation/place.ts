import { GraphQLNonNull, GraphQLString, type GraphQLFieldConfigMap } from 'graphql';
import { READ_AT, type EntityObject } from '../../domains/kind/entity.ts';
import { ENTITIES } from '../../domains/kind/owner.ts';
import { formatPlace } from '../../kernel/cursor.ts';

/**
 * The field of the key that says where an entity was read: at which position and moment. A gateway takes it along from
 * one subgraph to the next, so that what hangs below an entity of last week is that of last week in each of them.
 */
export const PLACE_FIELD = '_at';

/** What every kind has more in a subgraph that is a part of the graph. */
export const placeFields: GraphQLFieldConfigMap<unknown, unknown> = {
  [PLACE_FIELD]: {
    type: new GraphQLNonNull(GraphQLString),
    description: 'Where it was read, opaque: part of the key, so that each subgraph reads it there.',
    extensions: { owner: ENTITIES },
    resolve: (entity) => formatPlace((entity as EntityObject)[READ_AT]),
  },
};
