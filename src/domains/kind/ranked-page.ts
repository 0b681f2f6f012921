import { ArgsType, Field, Int } from 'type-graphql';
import { formatCursor, isCount } from '../../kernel/cursor.ts';
import type { Json } from '../../kernel/json.ts';
import { isMicros, type Micros } from '../../kernel/time.ts';
import type { ReadAt } from '../../store/ports.ts';
import { pageSize } from './arguments.ts';
import { connection, type Connection } from './connection.ts';
import type { RequestContext } from './context.ts';
import { placeBehind } from './page.ts';
import { PageCursorScalar } from './scalars.ts';

/** What a list has to tell at one place, whole. */
export interface Listed<T> {
  readonly items: readonly (() => T | Promise<T>)[];
  /** Whether no limit left any out. */
  readonly isWhole: boolean;
}

@ArgsType()
export class ListArgs {
  @Field(() => Int, { nullable: true, defaultValue: 100, description: 'How many, 1 to 1,000.' })
  readonly first!: number | null;

  @Field(() => PageCursorScalar, {
    nullable: true,
    description: 'The endCursor of the page before; the list goes on as it stood then.',
  })
  readonly after!: string | null;
}

/** A page of a list that is worked out anew each time: where it stands, and what comes before it. */
export interface RankedPage {
  readonly place: ReadAt;
  readonly skip: number;
  /** The cursor behind so many items. */
  cursorAt(rank: number): string;
}

/** Behind a cursor the list stands where its first page stood. @throws BAD_USER_INPUT naming `after` */
export async function rankedPage(
  after: string | null | undefined,
  question: Json,
  here: ReadAt,
  context: RequestContext,
): Promise<RankedPage> {
  const { at, behind } = await placeBehind(after, question, isRank, here, context);
  const [now, skip] = behind ?? [here.now, 0];
  return {
    place: behind === null ? here : { ...at, now },
    skip,
    cursorAt: (rank) => formatCursor(question, { position: at.position, key: [now, rank] }),
  };
}

/** The time that the first page told of, and how many items stand before this one. */
function isRank(key: Json): key is readonly [now: Micros, skip: number] {
  return Array.isArray(key) && key.length === 2 && isMicros(key[0]) && isCount(key[1]);
}

/** What a list has to tell at one place, in rows of which those of a page are made into items together. */
export interface Rows<Row, T> {
  readonly rows: readonly Row[];
  readonly isWhole: boolean;
  make(rows: readonly Row[]): Promise<readonly T[]>;
}

/**
 * A page of a list that is worked out anew, behind a cursor where the first page stood.
 * @param list is given this place itself where no cursor names another
 */
export async function rankedRows<Row, T>(
  question: Json,
  here: ReadAt,
  args: ListArgs,
  context: RequestContext,
  list: (place: ReadAt) => Promise<Rows<Row, T>>,
): Promise<Connection<T>> {
  const first = pageSize(args.first, 100);
  const { place, skip, cursorAt } = await rankedPage(args.after, question, here, context);
  const { rows, isWhole, make } = await list(place);
  const made = await make(rows.slice(skip, skip + first));
  return connection(
    made.map((node, index) => ({ node, cursor: cursorAt(skip + index + 1) })),
    {
      hasNext: skip + first < rows.length,
      hasPrevious: skip > 0,
      total: rows.length,
      exact: isWhole,
    },
  );
}

/** As `rankedRows`, where each item is made by itself. */
export function rankedList<T>(
  question: Json,
  here: ReadAt,
  args: ListArgs,
  context: RequestContext,
  list: (place: ReadAt) => Promise<Listed<T>>,
): Promise<Connection<T>> {
  return rankedRows(question, here, args, context, async (place) => {
    const { items, isWhole } = await list(place);
    return { rows: items, isWhole, make: (page: typeof items) => Promise.all(page.map((item) => item())) };
  });
}
