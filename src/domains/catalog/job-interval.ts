import { Ctx, FieldResolver, Float, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../kind/context.ts';
import { READ_AT, type EntityObject } from '../kind/entity.ts';
import { owned } from '../kind/owner.ts';
import { Job } from './job.ts';

@Resolver(() => Job.Type)
export class JobInterval {
  @FieldResolver(() => Float, {
    nullable: true,
    description:
      'After how long what its runs showed is stale, in seconds: as declared, else three times the median gap between the starts of its last ten runs that succeeded, once there are five. Null: never.',
  })
  @owned('catalog')
  staleAfterSeconds(@Root() root: EntityObject, @Ctx() { services }: RequestContext): number | null {
    const interval = services.schedules.staleAfter(root.id, root[READ_AT]);
    return interval === null ? null : interval / 1_000_000;
  }
}
