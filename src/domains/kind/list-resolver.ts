import { ArgsType, Args, Ctx, Field, Int, Query, Resolver, type ClassType } from 'type-graphql';
import { formatCursor } from '../../kernel/cursor.ts';
import type { Json } from '../../kernel/json.ts';
import { COMMON_ATTRIBUTES, type KindDeclaration } from '../../kernel/ontology.ts';
import { LIMITS, pageSize } from './arguments.ts';
import { badInput } from '../../kernel/errors.ts';
import { connection } from './connection.ts';
import type { RequestContext } from './context.ts';
import { hydrate } from './entity.ts';
import { conditionsOf } from './filter.ts';
import { owned } from './owner.ts';
import { placeBehind } from './page.ts';
import { PageCursorScalar } from './scalars.ts';
import { sortKeyGuard } from './sort-key.ts';

function orderOf(given: NonNullable<ListArguments['orderBy']>): { field: string; descending: boolean }[] {
  const fields = new Set(given.map(({ field }) => field));
  if (given.length > LIMITS.orders || fields.size < given.length) {
    const came = given.length > LIMITS.orders ? given.length : 'one of them twice';
    throw badInput('orderBy', `orderBy: expected at most ${LIMITS.orders} different fields; came ${came}`);
  }
  return given.map(({ field, direction }) => ({ field, descending: direction === 'DESC' }));
}

interface ListArguments {
  readonly first: number | null;
  readonly after: string | null;
  readonly filter: Record<string, unknown> | null;
  readonly orderBy: readonly { readonly field: string; readonly direction: string | null }[] | null;
}

/** The field of Query that lists a kind: filtered, ordered, page by page at one position. */
export function listResolver(
  declaration: KindDeclaration,
  types: { readonly Connection: ClassType; readonly Filter: ClassType; readonly Order: ClassType },
): ClassType {
  const { kind, typeName, plural, attributes } = declaration;
  const ListArgs = class {};
  ArgsType()(ListArgs);
  const argument = (name: string, type: () => unknown, description: string, defaultValue?: unknown) =>
    Field(type as () => ClassType, {
      nullable: true,
      description,
      ...(defaultValue === undefined ? {} : { defaultValue }),
    })(ListArgs.prototype, name);
  argument('first', () => Int, 'How many, 1 to 1,000.', 20);
  argument('after', () => PageCursorScalar, 'The endCursor of the page before; all other arguments as they were.');
  argument('filter', () => types.Filter, 'Which ones; what is retired is left out unless asked for.');
  argument('orderBy', () => [types.Order], 'In which order; by id where nothing else decides.');

  class ListResolver {
    async list({ first, after, filter, orderBy }: ListArguments, context: RequestContext) {
      const where = conditionsOf(filter, { ...COMMON_ATTRIBUTES, ...attributes });
      const order = orderOf(orderBy ?? []);
      const question: Json = [plural, where as unknown as Json, order];
      const isKey = sortKeyGuard(order, { ...COMMON_ATTRIBUTES, ...attributes });
      const size = pageSize(first, 20);
      const { at, behind } = await placeBehind(after, question, isKey, context.at, context);
      const query = { kind, where, order, first: size, after: behind, count: true };
      const page = await context.services.store.graph.find(query, at);
      const items = page.records.map((record, index) => {
        const node = hydrate(record, at);
        context.read.prime(node);
        const key = page.keys[index] ?? [];
        return { node, cursor: formatCursor(question, { position: at.position, key }) };
      });
      return connection(items, { hasNext: page.hasNext, hasPrevious: behind !== null, total: page.total ?? 0 });
    }
  }
  const { prototype } = ListResolver;
  Query(() => types.Connection, { name: plural, description: `All ${typeName} entities: ${declaration.description}` })(
    prototype,
    'list',
    Object.getOwnPropertyDescriptor(prototype, 'list') as TypedPropertyDescriptor<unknown>,
  );
  Args(() => ListArgs)(prototype, 'list', 0);
  Ctx()(prototype, 'list', 1);
  owned(declaration.domain)(prototype, 'list');
  Resolver()(ListResolver);
  return ListResolver as unknown as ClassType;
}
