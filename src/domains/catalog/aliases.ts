import { Ctx, FieldResolver, ID, Resolver, Root } from 'type-graphql';
import type { Urn } from '../../kernel/urn.ts';
import type { RequestContext } from '../kind/context.ts';
import { READ_AT, type EntityObject } from '../kind/entity.ts';
import { owned } from '../kind/owner.ts';
import { Dataset } from './dataset.ts';

@Resolver(() => Dataset.Type)
export class DatasetAliases {
  @FieldResolver(() => [ID], {
    nullable: true,
    description: 'URNs of the other names that the same table goes by; each of them is found and walked as this one.',
  })
  @owned('catalog')
  aliases(@Root() root: EntityObject, @Ctx() context: RequestContext): Urn[] {
    return context.services.aliases.namesOf(root.id, root[READ_AT]).filter((name) => name !== root.id);
  }
}
