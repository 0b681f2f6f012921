import { ArgsType, Field, Int } from 'type-graphql';
import { formatCursor, isCount } from '../../kernel/cursor.ts';
import type { Json } from '../../kernel/json.ts';
import type { Urn } from '../../kernel/urn.ts';
import type { Change, ReadAt } from '../../store/ports.ts';
import { pageSize } from './arguments.ts';
import { connection, type Connection } from './connection.ts';
import type { RequestContext } from './context.ts';
import { placeBehind } from './page.ts';
import { PageCursorScalar } from './scalars.ts';

@ArgsType()
export class HistoryArgs {
  @Field(() => Int, { nullable: true, defaultValue: 20, description: 'How many, 1 to 1,000.' })
  readonly first!: number | null;

  @Field(() => PageCursorScalar, { nullable: true, description: 'The endCursor of the page before.' })
  readonly after!: string | null;
}

/**
 * A page of what the log has of this id, the newest record first.
 * @param question what its cursors belong to
 * @param nodeOf how a change is told, as it was read there
 * @throws BAD_USER_INPUT naming `first` or `after`
 */
export async function historyOf<Node>(
  id: Urn,
  { first, after }: HistoryArgs,
  question: Json,
  here: ReadAt,
  context: RequestContext,
  nodeOf: (change: Change, at: ReadAt) => Node,
): Promise<Connection<Node>> {
  const size = pageSize(first, 20);
  const { at, behind } = await placeBehind(after, question, isPlace, here, context);
  const before = behind === null ? null : { position: behind[0], ordinal: behind[1] };
  const page = await context.read.history(id, { first: size, before }, at);
  const items = page.items.map((change) => {
    const key = [change.position, change.ordinal];
    return { node: nodeOf(change, at), cursor: formatCursor(question, { position: at.position, key }) };
  });
  const { hasNext, total, exact } = page;
  return connection(items, { hasNext, hasPrevious: behind !== null, total, exact });
}

function isPlace(key: Json): key is readonly [position: number, ordinal: number] {
  return Array.isArray(key) && key.length === 2 && key.every(isCount);
}
