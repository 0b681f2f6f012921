import { Args, ArgsType, Ctx, Field, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { formatCursor } from '../../kernel/cursor.ts';
import type { Json } from '../../kernel/json.ts';
import { isMicros, type Micros } from '../../kernel/time.ts';
import type { DecidedPage, DecidedQuery, ReadAt } from '../../store/ports.ts';
import { pageSize } from '../kind/arguments.ts';
import { connection, type Connection } from '../kind/connection.ts';
import type { RequestContext } from '../kind/context.ts';
import { Entity, READ_AT, type EntityObject } from '../kind/entity.ts';
import { owned } from '../kind/owner.ts';
import { placeBehind } from '../kind/page.ts';
import { PageCursorScalar } from '../kind/scalars.ts';
import type { AlertRecord } from './alert.ts';
import { alertOf, AlertConnection, type Alert } from './alert-type.ts';

@ArgsType()
class AlertsArgs {
  @Field(() => Boolean, {
    nullable: true,
    defaultValue: true,
    description:
      'True: those that are not resolved, at an earlier moment those that were not by then. False: the others. Null: all.',
  })
  readonly open!: boolean | null;

  @Field(() => Int, { nullable: true, defaultValue: 20, description: 'How many, 1 to 1,000.' })
  readonly first!: number | null;

  @Field(() => PageCursorScalar, { nullable: true, description: 'The endCursor of the page before.' })
  readonly after!: string | null;
}

@ArgsType()
class AllAlertsArgs extends AlertsArgs {
  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: 'Only those of which is not known what they are about.',
  })
  readonly unmapped!: boolean | null;
}

@Resolver(() => Entity)
export class AlertLists {
  @FieldResolver(() => AlertConnection, {
    nullable: true,
    description: 'Alerts on this very entity, those that began last first; not those on what stands upstream of it.',
  })
  @owned('alerts')
  alerts(@Root() root: EntityObject, @Args(() => AlertsArgs) args: AlertsArgs, @Ctx() context: RequestContext) {
    const { id, [READ_AT]: place } = root;
    return pageOf(args, ['alerts', id], place, context, (query, at) => context.read.decidedOn(id, query, at));
  }
}

@Resolver()
export class AllAlerts {
  @Query(() => AlertConnection, { description: 'Alerts on anything, those that began last first.' })
  @owned('alerts')
  alerts(@Args(() => AllAlertsArgs) args: AllAlertsArgs, @Ctx() context: RequestContext) {
    const scope = args.unmapped === true ? 'NOTHING' : 'ALL';
    return pageOf(args, ['alerts', scope], context.at, context, async (query, at) => {
      const [page] = await context.services.store.graph.decidedOn([scope], query, at);
      return page as DecidedPage;
    });
  }
}

async function pageOf(
  { open, first, after }: AlertsArgs,
  question: Json[],
  here: ReadAt,
  context: RequestContext,
  read: (query: DecidedQuery, at: ReadAt) => Promise<DecidedPage>,
): Promise<Connection<Alert>> {
  const asked = [...question, open];
  const size = pageSize(first, 20);
  const { at, behind } = await placeBehind(after, asked, isPlace, here, context);
  const page = await read({ kind: 'ALERT', open, first: size, after: behind }, at);
  const items = page.items.map((record) => ({
    node: alertOf(record as AlertRecord, at),
    cursor: formatCursor(asked, { position: at.position, key: [record.since, record.id] }),
  }));
  return connection(items, { hasNext: page.hasNext, hasPrevious: behind !== null, total: page.total });
}

function isPlace(key: Json): key is readonly [since: Micros, id: string] {
  return Array.isArray(key) && key.length === 2 && isMicros(key[0]) && typeof key[1] === 'string';
}
