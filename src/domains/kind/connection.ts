import { Field, Int, ObjectType, type ClassType } from 'type-graphql';
import { PageCursorScalar } from './scalars.ts';

@ObjectType('PageInfo', { simpleResolvers: true, description: 'Where a page lies in its list.' })
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether more come behind this page.' })
  readonly hasNextPage!: boolean;

  @Field(() => Boolean, { description: 'Whether others stand before this page.' })
  readonly hasPreviousPage!: boolean;

  @Field(() => PageCursorScalar, { nullable: true, description: 'Of the first item; null on an empty page.' })
  readonly startCursor!: string | null;

  @Field(() => PageCursorScalar, {
    nullable: true,
    description: 'Of the last item: hand it in as `after` for the next page.',
  })
  readonly endCursor!: string | null;
}

@ObjectType('Count', { simpleResolvers: true, description: 'A number that says whether it is exact.' })
export class Count {
  @Field(() => Int, { description: 'At most 2,147,483,647.' })
  readonly value!: number;

  @Field(() => Boolean, { description: 'False: there are more than this.' })
  readonly exact!: boolean;
}

export interface Edge<T> {
  readonly cursor: string;
  readonly node: T;
}

export interface Connection<T> {
  readonly edges: readonly Edge<T>[];
  readonly nodes: readonly T[];
  readonly pageInfo: PageInfo;
  readonly total: Count;
}

/** The GraphQL types of a Relay connection over `node`: `<name>Connection` and `<name>Edge`. */
export function connectionTypes(
  name: string,
  node: () => ClassType | object,
): { Connection: ClassType; Edge: ClassType } {
  const type = node as () => ClassType;
  const EdgeType = class {};
  ObjectType(`${name}Edge`, { simpleResolvers: true, description: `A place in a list of ${name}.` })(EdgeType);
  Field(() => PageCursorScalar, { description: 'Its place: hand it in as `after` for what comes behind it.' })(
    EdgeType.prototype,
    'cursor',
  );
  Field(type, { description: 'What stands there.' })(EdgeType.prototype, 'node');
  const ConnectionType = class {};
  ObjectType(`${name}Connection`, { simpleResolvers: true, description: `A page of a list of ${name}.` })(
    ConnectionType,
  );
  Field(() => [EdgeType], { description: 'The items with their places.' })(ConnectionType.prototype, 'edges');
  Field(() => [node() as ClassType], { description: 'The items alone.' })(ConnectionType.prototype, 'nodes');
  Field(() => PageInfo, { description: 'Where this page lies.' })(ConnectionType.prototype, 'pageInfo');
  Field(() => Count, { description: 'How many there are over all pages.' })(ConnectionType.prototype, 'total');
  return { Connection: ConnectionType as ClassType, Edge: EdgeType as ClassType };
}

/** A page from its items and their cursors. */
export function connection<T>(
  items: readonly { readonly cursor: string; readonly node: T }[],
  page: { readonly hasNext: boolean; readonly hasPrevious: boolean; readonly total: number; readonly exact?: boolean },
): Connection<T> {
  return {
    edges: items,
    nodes: items.map((item) => item.node),
    pageInfo: {
      hasNextPage: page.hasNext,
      hasPreviousPage: page.hasPrevious,
      startCursor: items[0]?.cursor ?? null,
      endCursor: items.at(-1)?.cursor ?? null,
    },
    total: countOf(page.total, page.exact),
  };
}

/** Where the items from `skip` on and before `end` lie, of so many that are numbered through. */
export function pageInfoOf(skip: number, end: number, count: number, cursorAt: (rank: number) => string): PageInfo {
  return {
    hasNextPage: end < count,
    hasPreviousPage: skip > 0,
    startCursor: skip < end ? cursorAt(skip + 1) : null,
    endCursor: skip < end ? cursorAt(end) : null,
  };
}

const LARGEST_INT = 2_147_483_647;

export function countOf(value: number, exact = true): Count {
  return { value: Math.min(value, LARGEST_INT), exact: exact && value <= LARGEST_INT };
}
