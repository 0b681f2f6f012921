import { ArgsType, Field, Int } from 'type-graphql';
import type { DecidedKind, DecidedRecord } from '../../kernel/decision.ts';
import { formatCursor } from '../../kernel/cursor.ts';
import type { Json } from '../../kernel/json.ts';
import { isMicros, type Micros } from '../../kernel/time.ts';
import type { DecidedPage, DecidedQuery, DecidedScope, ReadAt } from '../../store/ports.ts';
import { pageSize } from './arguments.ts';
import { connection, type Connection } from './connection.ts';
import type { RequestContext } from './context.ts';
import { placeBehind } from './page.ts';
import { PageCursorScalar } from './scalars.ts';

@ArgsType()
export class DecidedArgs {
  @Field(() => Int, { nullable: true, defaultValue: 20, description: 'How many, 1 to 1,000.' })
  readonly first!: number | null;

  @Field(() => PageCursorScalar, { nullable: true, description: 'The endCursor of the page before.' })
  readonly after!: string | null;
}

/** A list of what decisions made of one kind. */
export interface DecidedList<Node> {
  readonly kind: DecidedKind;
  /** Only what asks for something there, or does not; null: both. */
  readonly open: boolean | null;
  /** What its cursors belong to. */
  readonly question: Json[];
  read(query: DecidedQuery, at: ReadAt): Promise<DecidedPage>;
  nodeOf(record: DecidedRecord, at: ReadAt): Node;
}

/** A page of it, those that began last first. @throws BAD_USER_INPUT naming `first` or `after` */
export async function decidedPage<Node>(
  { first, after }: DecidedArgs,
  { kind, open, question, read, nodeOf }: DecidedList<Node>,
  here: ReadAt,
  context: RequestContext,
): Promise<Connection<Node>> {
  const asked = [...question, open];
  const size = pageSize(first, 20);
  const { at, behind } = await placeBehind(after, asked, isPlace, here, context);
  const page = await read({ kind, open, first: size, after: behind }, at);
  const items = page.items.map((record) => ({
    node: nodeOf(record, at),
    cursor: formatCursor(asked, { position: at.position, key: [record.since, record.id] }),
  }));
  return connection(items, { hasNext: page.hasNext, hasPrevious: behind !== null, total: page.total });
}

/** Reads a list of one scope, whoever else asks. */
export function readScope(scope: DecidedScope, { services }: RequestContext): DecidedList<unknown>['read'] {
  return async (query, at) => {
    const [page] = await services.store.graph.decidedOn([scope], query, at);
    return page as DecidedPage;
  };
}

function isPlace(key: Json): key is readonly [since: Micros, id: string] {
  return Array.isArray(key) && key.length === 2 && isMicros(key[0]) && typeof key[1] === 'string';
}
