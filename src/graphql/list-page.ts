import { pageSize } from '../domains/kind/arguments.ts';
import { connection, type Connection } from '../domains/kind/connection.ts';
import type { RequestContext } from '../domains/kind/context.ts';
import type { Json } from '../kernel/json.ts';
import { pageAt, type Standing } from './standing.ts';

/** What a list has to tell at one place, whole. */
export interface Listed<T> {
  readonly items: readonly (() => T | Promise<T>)[];
  /** Whether no limit left any out. */
  readonly isWhole: boolean;
}

export interface ListArgs {
  readonly first: number | null;
  readonly after: string | null;
}

/**
 * A page of a list that is made anew, behind a cursor where the first page stood. Items are made for the page alone.
 * @param list is given this standing itself where no cursor names another
 */
export async function listPage<T>(
  question: Json,
  standing: Standing,
  args: ListArgs,
  context: RequestContext,
  list: (standing: Standing) => Promise<Listed<T>>,
): Promise<Connection<T>> {
  const first = pageSize(args.first, 100);
  const { standing: pinned, skip, cursorAt } = await pageAt(args.after, question, standing, context);
  const { items, isWhole } = await list(pinned);
  const made = await Promise.all(items.slice(skip, skip + first).map((make) => make()));
  return connection(
    made.map((node, index) => ({ node, cursor: cursorAt(skip + index + 1) })),
    {
      hasNext: skip + first < items.length,
      hasPrevious: skip > 0,
      total: items.length,
      exact: isWhole,
    },
  );
}
