import { noSuch } from '../domains/kind/there.ts';
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
import { owned } from '../domains/kind/owner.ts';
import { LogPositionScalar } from '../domains/kind/scalars.ts';
import { BlastRadius, type RadiusChange } from './blast-radius.ts';
import { beginOf, FeedArgs, FeedGap, feedOf, FeedStart, readAnew, type Feed } from './feed.ts';
import { LineageNode } from './lineage-types.ts';
import { urnArgument } from './lookup.ts';

@ObjectType('ImpactEvent', {
  simpleResolvers: true,
  description: 'What one position brought to what is downstream of the entity.',
})
class ImpactEvent {
  @Field(() => LogPositionScalar, { description: 'Hand it in as `after` to go on behind this item.' })
  readonly position!: string;

  @Field(() => [LineageNode], { description: 'What is downstream now and was not before, nearest first, then by id.' })
  readonly entered!: readonly LineageNode[];

  @Field(() => [LineageNode], {
    description: 'What was downstream before and is no more, nearest first, then by id; `depth` as it was.',
  })
  readonly left!: readonly LineageNode[];
}

const ImpactFeedItem = createUnionType({
  name: 'ImpactFeedItem',
  description: 'What a feed of the blast radius delivers: FeedStart first.',
  types: () => [FeedStart, ImpactEvent, FeedGap] as const,
  resolveType: (item: object) => ('entered' in item ? ImpactEvent : 'reason' in item ? FeedGap : FeedStart),
});

@ArgsType()
class ImpactChangesArgs extends FeedArgs {
  @Field(() => ID, { description: 'The entity, under any of its names. An unknown one is NOT_FOUND.' })
  readonly of!: string;
}

@Resolver()
export class ImpactChanges {
  @Subscription(() => ImpactFeedItem, {
    description:
      'What enters and leaves the blast radius of an entity: everything downstream of it, as of each change. What time ' +
      'alone brings about is not told: read `impact`.',
    subscribe: ({ args, context }) => impactChanges(args as ImpactChangesArgs, context as RequestContext),
  })
  @owned('lineage')
  impactChanges(
    @Root() item: FeedStart | FeedGap | RadiusChange,
    @Args(() => ImpactChangesArgs) _args: ImpactChangesArgs,
    @Ctx() context: RequestContext,
  ): FeedStart | FeedGap | RadiusChange {
    readAnew(context);
    return item;
  }
}

/** @throws NOT_FOUND naming `of`, BAD_USER_INPUT naming `after`; where too much is downstream it does not open: LIMIT_EXCEEDED */
async function impactChanges({ of, after }: ImpactChangesArgs, context: RequestContext): Promise<Feed> {
  const id = urnArgument(of, 'of', context);
  if ((await context.read.entity(id, context.at)) === null) throw noSuch(id, 'of');
  return feedOf(await beginOf(after, context), context, async (position) => {
    const radius = await BlastRadius.at(position, id, context);
    return (changes) => radius.follow(changes);
  });
}
