import { ArgsType, Field, ObjectType, registerEnumType } from 'type-graphql';
import type { RequestContext } from '../domains/kind/context.ts';
import { reached } from '../domains/kind/page.ts';
import { LogPositionScalar } from '../domains/kind/scalars.ts';
import { formatPosition, parsePosition } from '../kernel/cursor.ts';
import { behind, isBefore, type FeedPosition, type Position } from '../kernel/moment.ts';
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

/** So long this instance may be behind the one that told the position: a feed that is refused is not asked for again. */
const LAG_MS = 10_000;

/** @throws BAD_USER_INPUT naming `after`, for what is no position, one of another store, or one that the log has not reached */
export async function beginOf(after: string | null | undefined, context: RequestContext): Promise<FeedBegin> {
  if (after === null || after === undefined) return { ...beginBehind(context.at.position), gap: null };
  const place = parsePosition(after, 'after', context.services.reader.log());
  await reached(place.position, 'after', context, LAG_MS);
  const { store, clock, feedRetention } = context.services;
  const oldest = await store.log.positionAt(micros(clock() - feedRetention));
  if (place.position >= oldest) return { place, start: { position: after }, gap: null };
  const gap = { from: after, resumesAt: formatPosition(oldest), reason: GapReason.BEFORE_RETENTION };
  return { ...beginBehind(oldest), gap };
}

function beginBehind(position: Position): Pick<FeedBegin, 'place' | 'start'> {
  return { place: behind(position), start: { position: formatPosition(position) } };
}

/** What a feed delivers: `position` is where to go on behind it. */
interface Item {
  readonly position: string;
}

/** A subscription as its field hands it over: to be iterated by one, or to be shared by those who follow the same. */
export interface Feed extends AsyncIterable<object> {
  /** What comes before the items. */
  readonly opening: readonly object[];
  /** Whoever joins others' source has to find it here, or not as far. */
  readonly from: FeedPosition;
  /** Behind this the items begin: of those of one position some may have been seen. */
  readonly seen: FeedPosition;
  /** @throws what following can be refused with, as LIMIT_EXCEEDED */
  open(): Promise<FeedSource>;
}

/** The items of a feed, as the log brings them: the same ones wherever it began. */
export interface FeedSource {
  /** How far the log is read; all items up to there have been given. */
  readonly place: FeedPosition;
  isAtHead(): boolean;
  /** What the next stretch of the log brings, be it nothing; null once the source is closed. */
  next(): Promise<readonly Item[] | null>;
  close(): void;
}

/** What makes items of the changes behind a position. */
export type Follow = (position: Position) => Promise<(changes: readonly Change[]) => Promise<readonly Item[]>>;

/** @param from where the log has to be followed from, if not from the place behind which it begins */
export function feedOf(
  { place: seen, start, gap }: FeedBegin,
  { services }: RequestContext,
  follow: Follow,
  from = seen,
): Feed {
  async function open(): Promise<FeedSource> {
    const itemsOf = await follow(from.position);
    const changes = services.feed.subscribe(from);
    return {
      get place() {
        return changes.place;
      },
      isAtHead: () => changes.isAtHead(),
      async next() {
        const stretch = await changes.stretch();
        if (stretch === null) return null;
        const items = await itemsOf(stretch);
        return items.filter((item) => isBefore(seen, placeOf(item)));
      },
      close: () => void changes.return?.(),
    };
  }

  const opening = gap === null ? [start] : [start, gap];
  return { opening, from, seen, open, [Symbol.asyncIterator]: () => iterate(opening, open) };
}

export function placeOf({ position }: Item): FeedPosition {
  return parsePosition(position, 'position');
}

/** Not an async generator: that would wait for its pending read to end before it lets go of the source. */
function iterate(opening: readonly object[], open: () => Promise<FeedSource>): AsyncIterableIterator<object> {
  const waiting = [...opening];
  let opened: Promise<FeedSource> | null = null;
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      const source = await (opened ??= open());
      for (;;) {
        const item = waiting.shift();
        if (item !== undefined) return { value: item, done: false };
        const items = await source.next();
        if (items === null) return { value: undefined, done: true };
        waiting.push(...items);
      }
    },
    async return() {
      // One that did not open has told so already.
      await opened?.then(
        (source) => source.close(),
        () => {},
      );
      return { value: undefined, done: true };
    },
  };
}

/** An item is an answer of its own: what was read for the one before is stale. */
export function readAnew(context: RequestContext): void {
  Object.assign(context, { read: createLoaders(context.services) });
}
