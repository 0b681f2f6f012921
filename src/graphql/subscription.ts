import {
  Args,
  ArgsType,
  createUnionType,
  Ctx,
  Field,
  ID,
  ObjectType,
  registerEnumType,
  Resolver,
  Root,
  Subscription,
} from 'type-graphql';
import type { RequestContext } from '../domains/kind/context.ts';
import { EntityKind } from '../domains/kind/entity.ts';
import { owned } from '../domains/kind/owner.ts';
import { reached } from '../domains/kind/page.ts';
import { LogPositionScalar } from '../domains/kind/scalars.ts';
import { formatPosition, parsePosition } from '../kernel/cursor.ts';
import { ThroughlineError } from '../kernel/errors.ts';
import { urnParts, type Urn } from '../kernel/urn.ts';
import type { Change as StoredChange, ReadAt } from '../store/ports.ts';
import { carriesLineage, Change, changeOf } from './change.ts';
import { createLoaders } from './loaders.ts';
import { urnArguments } from './lookup.ts';

@ObjectType('FeedStart', {
  simpleResolvers: true,
  description: 'The first item of a feed: everything from here on follows.',
})
class FeedStart {
  @Field(() => LogPositionScalar, { description: 'Where the feed begins.' })
  readonly position!: string;
}

const GapReason = { BEFORE_RETENTION: 'BEFORE_RETENTION', POLICY_CHANGED: 'POLICY_CHANGED' } as const;
registerEnumType(GapReason, {
  name: 'GapReason',
  description: 'Why a feed has a gap.',
  valuesConfig: {
    BEFORE_RETENTION: { description: 'The position is older than what the feed keeps.' },
    POLICY_CHANGED: { description: 'What the viewer may see changed meanwhile.' },
  },
});

@ObjectType('FeedGap', {
  simpleResolvers: true,
  description: 'Items that the feed can not deliver: read the state anew.',
})
class FeedGap {
  @Field(() => LogPositionScalar, { description: 'The last position before the gap.' })
  readonly from!: string;

  @Field(() => LogPositionScalar, { description: 'Where the feed goes on.' })
  readonly resumesAt!: string;

  @Field(() => GapReason, { description: 'Why.' })
  readonly reason!: string;
}

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
class EntityChangesArgs {
  @Field(() => [ID], {
    nullable: true,
    description:
      'Only changes of these under any of their names, or of relations at either end of which they stand. An unknown one ' +
      'is NOT_FOUND.',
  })
  readonly ids!: readonly string[] | null;

  @Field(() => [EntityKind], { nullable: true, description: 'Only changes of entities of these kinds.' })
  readonly kinds!: readonly string[] | null;

  @Field(() => LogPositionScalar, {
    nullable: true,
    description: 'Replay from behind there, then go on live; from now if absent.',
  })
  readonly after!: string | null;
}

type FeedItem = FeedStart | ChangeEvent;

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
    // An item is an answer of its own: what was read for the one before is stale.
    Object.assign(context, { read: createLoaders(context.services) });
    return item;
  }
}

/** @throws NOT_FOUND for an id that nobody ever named, BAD_USER_INPUT for a position that the log has not reached */
async function entityChanges(
  args: EntityChangesArgs,
  context: RequestContext,
): Promise<AsyncIterableIterator<FeedItem>> {
  const concerns = concernOf(args.ids ? await idsThere(args.ids, context) : null, args.kinds ?? null, context);
  const given = args.after ?? null;
  const after =
    given === null
      ? { position: context.at.position, ordinal: Number.MAX_SAFE_INTEGER }
      : parsePosition(given, 'after');
  await reached(after.position, 'after', context);
  const source = context.services.feed.subscribe(after);
  const start = { position: given ?? formatPosition(context.at.position) };
  const waiting: FeedItem[] = [start];
  // Not an async generator: that would wait for its pending read to end before it lets go of the source.
  const feed: AsyncIterableIterator<FeedItem> = {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      for (;;) {
        const item = waiting.shift();
        if (item !== undefined) return { value: item, done: false };
        const { value, done } = await source.next();
        if (done) return { value: undefined, done: true };
        for (const stored of (value as readonly StoredChange[]).filter(concerns)) {
          const change = changeOf(stored, context.at, carriesLineage(context));
          waiting.push({ position: change.position, change });
        }
      }
    },
    async return() {
      await source.return?.();
      return { value: undefined, done: true };
    },
  };
  return feed;
}

async function idsThere(texts: readonly string[], context: RequestContext): Promise<Urn[]> {
  const ids = urnArguments(texts, 'ids', context);
  const entities = await Promise.all(ids.map((id) => context.read.entity(id, context.at)));
  const missing = entities.indexOf(null);
  if (missing === -1) return ids;
  const argument = `ids[${missing}]`;
  throw new ThroughlineError('NOT_FOUND', `${argument}: there is no ${ids[missing]}`, { argument });
}

/** Which changes a feed delivers. What a thing goes by at a change is looked up there: names come and go. */
function concernOf(
  ids: readonly Urn[] | null,
  kinds: readonly string[] | null,
  { at, services }: RequestContext,
): (change: StoredChange) => boolean {
  const wanted = new Set<Urn>(ids);
  const isWanted = (id: Urn, place: ReadAt) => services.aliases.namesOf(id, place).some((name) => wanted.has(name));
  return ({ entity, relation, position }) => {
    if (kinds !== null && !kinds.includes(urnParts(entity).kind)) return false;
    const place = { ...at, position };
    return ids === null || isWanted(entity, place) || (relation !== null && isWanted(relation.to, place));
  };
}
