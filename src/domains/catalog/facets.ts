import { GraphQLJSON } from 'graphql-scalars';
import { FieldResolver, Resolver, Root } from 'type-graphql';
import type { Json } from '../../kernel/json.ts';
import type { EntityObject } from '../kind/entity.ts';
import { owned } from '../kind/owner.ts';
import { Dataset } from './dataset.ts';
import { Job } from './job.ts';

const DESCRIPTION = 'OpenLineage’s facets that no field of ours takes whole, by name, each as it came last.';

@Resolver(() => Dataset.Type)
export class DatasetFacets {
  @FieldResolver(() => GraphQLJSON, { nullable: true, description: DESCRIPTION })
  @owned('catalog')
  facets(@Root() root: EntityObject): Json {
    return facetsOf(root);
  }
}

@Resolver(() => Job.Type)
export class JobFacets {
  @FieldResolver(() => GraphQLJSON, { nullable: true, description: DESCRIPTION })
  @owned('catalog')
  facets(@Root() root: EntityObject): Json {
    return facetsOf(root);
  }
}

const PREFIX = 'facet:';

/** Each facet is a property of its own, so that one that comes does not drive out another that came before. */
function facetsOf(root: EntityObject): Json {
  const facets = Object.entries(root).filter(([name]) => name.startsWith(PREFIX));
  return Object.fromEntries(facets.map(([name, value]) => [name.slice(PREFIX.length), value as Json]));
}
