import { whenTold } from '../domains/kind/moment.ts';
import {
  Args,
  ArgsType,
  createUnionType,
  Ctx,
  Field,
  ID,
  ObjectType,
  Resolver,
  Root,
  Subscription,
} from 'type-graphql';
import type { RequestContext } from '../domains/kind/context.ts';
import { EntityKind } from '../domains/kind/entity.ts';
import { owned } from '../domains/kind/owner.ts';
import { LogPositionScalar } from '../domains/kind/scalars.ts';
import { urnParts, type Urn } from '../kernel/urn.ts';
import type { Change as StoredChange, ReadAt } from '../store/ports.ts';
import { seenChange } from '../store/visible.ts';
import { carriesLineage, Change, changeOf } from './change.ts';
import { beginOf, FeedArgs, FeedGap, feedOf, FeedStart, readAnew, type Feed } from './feed.ts';
import { idsThere } from './lookup.ts';

@ObjectType('ChangeEvent', { simpleResolvers: true, description: 'A change, as a feed delivers it.' })
class ChangeEvent {
  @Field(() => LogPositionScalar, { description: 'Hand it in as `after` to go on behind this item.' })
  readonly position!: string;

  @Field(() => Change, { description: 'What happened.' })
  readonly change!: Change;
}

const ChangeFeedItem = createUnionType({
  name: 'ChangeFeedItem',
  description: 'What a feed of changes delivers: FeedStart first.',
  types: () => [FeedStart, ChangeEvent, FeedGap] as const,
  resolveType: (item: object) => ('change' in item ? ChangeEvent : 'reason' in item ? FeedGap : FeedStart),
});

@ArgsType()
class EntityChangesArgs extends FeedArgs {
  @Field(() => [ID], {
    nullable: true,
    description:
      'Only changes of these under any of their names, or of relations at either end of which they stand. An unknown one ' +
      'is NOT_FOUND.',
  })
  readonly ids!: readonly string[] | null;

  @Field(() => [EntityKind], { nullable: true, description: 'Only changes of entities of these kinds.' })
  readonly kinds!: readonly string[] | null;
}

type FeedItem = FeedStart | FeedGap | ChangeEvent;

@Resolver()
export class Changes {
  @Subscription(() => ChangeFeedItem, {
    description: 'What happens to entities, in order, with neither gap nor duplicate.',
    subscribe: ({ args, context }) => entityChanges(args as EntityChangesArgs, context as RequestContext),
  })
  @owned('lineage')
  entityChanges(
    @Root() item: FeedItem,
    @Args(() => EntityChangesArgs) _args: EntityChangesArgs,
    @Ctx() context: RequestContext,
  ): FeedItem {
    readAnew(context);
    return item;
  }
}

/** @throws NOT_FOUND for an id that nobody ever named, BAD_USER_INPUT for a position that the log has not reached */
async function entityChanges(args: EntityChangesArgs, context: RequestContext): Promise<Feed> {
  const ids = args.ids ? await idsThere(args.ids, 'ids', context) : null;
  const concerns = concernOf(ids, args.kinds ?? null, context);
  const lineage = carriesLineage(context);
  const begin = await beginOf(args.after, context);
  return feedOf(
    begin,
    context,
    async () => async (changes) =>
      changes.flatMap((stored) => {
        const at = whenTold(stored, context.viewer);
        const seen = concerns(stored, at) ? seenChange(stored, context.viewer) : null;
        if (seen === null) return [];
        const change = changeOf(seen, at, lineage);
        return [{ position: change.position, change }];
      }),
  );
}

/** Which changes a feed delivers. What a thing goes by at a change is looked up there: names come and go. */
function concernOf(
  ids: readonly Urn[] | null,
  kinds: readonly string[] | null,
  { services }: RequestContext,
): (change: StoredChange, at: ReadAt) => boolean {
  const wanted = new Set<Urn>(ids);
  const isWanted = (id: Urn, at: ReadAt) => services.aliases.namesOf(id, at).some((name) => wanted.has(name));
  return ({ entity, relation, record }, at) => {
    // A decision that is about nothing that is known happened to no entity.
    if (record === entity) return false;
    if (kinds !== null && !kinds.includes(urnParts(entity).kind)) return false;
    return ids === null || isWanted(entity, at) || (relation !== null && isWanted(relation.to, at));
  };
}
