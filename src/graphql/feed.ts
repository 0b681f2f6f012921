import { ArgsType, Field, ObjectType, registerEnumType } from 'type-graphql';
import type { RequestContext } from '../domains/kind/context.ts';
import { reached } from '../domains/kind/page.ts';
import { LogPositionScalar } from '../domains/kind/scalars.ts';
import { formatPosition, parsePosition } from '../kernel/cursor.ts';
import type { FeedPosition, Position } from '../kernel/moment.ts';
import { micros } from '../kernel/time.ts';
import type { Change } from '../store/ports.ts';
import { createLoaders } from './loaders.ts';

@ObjectType('FeedStart', {
  simpleResolvers: true,
  description:
    'The first item of a feed: everything from here on follows, behind a FeedGap where that is not all that was asked for.',
})
export class FeedStart {
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
export class FeedGap {
  @Field(() => LogPositionScalar, { description: 'The last position before the gap.' })
  readonly from!: string;

  @Field(() => LogPositionScalar, { description: 'Where the feed goes on.' })
  readonly resumesAt!: string;

  @Field(() => GapReason, { description: 'Why.' })
  readonly reason!: string;
}

@ArgsType()
export class FeedArgs {
  @Field(() => LogPositionScalar, {
    nullable: true,
    description: 'Replay from behind there, then go on live; from now if absent.',
  })
  readonly after!: string | null;
}

/** Where a feed begins: behind the position that was handed in, or where the feed still reaches back to; else now. */
export interface FeedBegin {
  readonly place: FeedPosition;
  readonly start: FeedStart;
  /** What it can not deliver of what was asked for. */
  readonly gap: FeedGap | null;
}

/** @throws BAD_USER_INPUT naming `after`, for what is no position and for one that the log has not reached */
export async function beginOf(after: string | null | undefined, context: RequestContext): Promise<FeedBegin> {
  if (after === null || after === undefined) return { ...beginBehind(context.at.position), gap: null };
  const place = parsePosition(after, 'after');
  await reached(place.position, 'after', context);
  const { store, clock, feedRetention } = context.services;
  const oldest = await store.log.positionAt(micros(clock() - feedRetention));
  if (place.position >= oldest) return { place, start: { position: after }, gap: null };
  const gap = { from: after, resumesAt: formatPosition(oldest), reason: GapReason.BEFORE_RETENTION };
  return { ...beginBehind(oldest), gap };
}

function beginBehind(position: Position): Pick<FeedBegin, 'place' | 'start'> {
  return { place: { position, ordinal: Number.MAX_SAFE_INTEGER }, start: { position: formatPosition(position) } };
}

/**
 * The start, then what becomes of each stretch of the log. Not an async generator: that would wait for its pending read
 * to end before it lets go of the source.
 */
export function feedOf<Item>(
  { place, start, gap }: FeedBegin,
  context: RequestContext,
  itemsOf: (changes: readonly Change[]) => readonly Item[] | Promise<readonly Item[]>,
): AsyncIterableIterator<FeedStart | FeedGap | Item> {
  const source = context.services.feed.subscribe(place);
  const waiting: (FeedStart | FeedGap | Item)[] = gap === null ? [start] : [start, gap];
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      for (;;) {
        const item = waiting.shift();
        if (item !== undefined) return { value: item, done: false };
        const { value, done } = await source.next();
        if (done) return { value: undefined, done: true };
        waiting.push(...(await itemsOf(value as readonly Change[])));
      }
    },
    async return() {
      await source.return?.();
      return { value: undefined, done: true };
    },
  };
}

/** An item is an answer of its own: what was read for the one before is stale. */
export function readAnew(context: RequestContext): void {
  Object.assign(context, { read: createLoaders(context.services) });
}
