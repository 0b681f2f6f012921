import { Args, ArgsType, Ctx, Field, FieldResolver, Int, Resolver, Root, type ClassType } from 'type-graphql';
import { formatCursor } from '../../kernel/cursor.ts';
import type { Json } from '../../kernel/json.ts';
import { isMicros, type Micros } from '../../kernel/time.ts';
import { pageSize } from './arguments.ts';
import { connection } from './connection.ts';
import type { RequestContext } from './context.ts';
import { hydrate, READ_AT, type EntityObject } from './entity.ts';
import type { RelatedPage } from '../../store/ports.ts';
import { owned } from './owner.ts';
import { placeBehind } from './page.ts';
import { PageCursorScalar } from './scalars.ts';

interface RelatedField {
  /** The domain that contributes the field: the one that owns the relationship. */
  readonly owner: string;
  readonly on: () => ClassType | object;
  readonly name: string;
  readonly description: string;
  readonly relationship: string;
  readonly direction: 'out' | 'in';
  /** Only others of this kind, where the relationship joins several. */
  readonly kind?: string;
}

@ArgsType()
class SomeArgs {
  @Field(() => Int, { nullable: true, defaultValue: 100, description: 'At most so many, 1 to 1,000; the first by id.' })
  readonly first!: number | null;
}

@ArgsType()
class PageArgs {
  @Field(() => Int, { nullable: true, defaultValue: 100, description: 'How many, 1 to 1,000.' })
  readonly first!: number | null;

  @Field(() => PageCursorScalar, { nullable: true, description: 'The endCursor of the page before.' })
  readonly after!: string | null;
}

/** A field that gives what an entity is joined to, as a plain list: for relations that are few by nature. */
export function relatedList(field: RelatedField & { readonly of: () => ClassType | object }): ClassType {
  return contribute(
    field,
    SomeArgs,
    () => [field.of()],
    async (root, { first }, context) => {
      const page = await related(field, root, context, pageSize(first, 100), null);
      const entities = await entitiesOf(page, root, context);
      // Two names of one thing are one.
      const distinct = new Map(entities.map((entity) => [entity.id, entity]));
      return [...distinct.values()].filter(isOfKind(field));
    },
  );
}

/** The one entity that it is joined to, or null; of several the first by id. */
export function relatedOne(field: RelatedField & { readonly of: () => ClassType | object }): ClassType {
  return contribute(field, null, field.of, async (root, _args, context) => {
    const page = await related(field, root, context, field.kind === undefined ? 1 : 100, null);
    const entities = await entitiesOf(page, root, context);
    return entities.find(isOfKind(field)) ?? null;
  });
}

/** A connection: for relations that can be many. */
export function relatedConnection(field: RelatedField & { readonly connection: () => ClassType }): ClassType {
  return contribute(field, PageArgs, field.connection, async (root, { first, after }, context) => {
    const question = [field.name, root.id];
    const size = pageSize(first, 100);
    const { at: pinnedAt, behind } = await placeBehind(after, question, isPlace, root[READ_AT], context);
    // What holds now is told of the now of the first page.
    const [now, ...end] = behind ?? [pinnedAt.now];
    const at = { ...pinnedAt, now };
    const pinned = { ...root, [READ_AT]: at };
    const page = await related(field, pinned, context, size, end.length === 2 ? end : null);
    const entities = await entitiesOf(page, pinned, context);
    const items = page.items.map((item, index) => ({
      node: entities[index] as EntityObject,
      cursor: formatCursor(question, { position: at.position, key: [at.now, ...item.place] }),
    }));
    return connection(items, { hasNext: page.hasNext, hasPrevious: behind !== null, total: page.total });
  });
}

type End = readonly [other: string, discriminator: string];

type Place = readonly [now: Micros, ...End];

function isPlace(key: Json): key is Place {
  if (!Array.isArray(key) || key.length !== 3) return false;
  const [now, ...end] = key as Json[];
  return isMicros(now ?? null) && end.every((each) => typeof each === 'string');
}

function related(field: RelatedField, root: EntityObject, context: RequestContext, first: number, after: End | null) {
  const query = { type: field.relationship, direction: field.direction, first, after };
  return context.read.related(root.id, query, root[READ_AT]);
}

/** The entities as they came along; where one has other names too, what is said under all of them. */
function entitiesOf(
  page: RelatedPage,
  root: EntityObject,
  context: RequestContext,
): EntityObject[] | Promise<EntityObject[]> {
  const at = root[READ_AT];
  const entities = page.items.map(({ record }) => hydrate(record, at));
  for (const entity of entities) context.read.prime(entity);
  if (entities.every(({ id }) => context.services.aliases.namesOf(id, at).length === 1)) return entities;
  return Promise.all(entities.map(async (entity) => (await context.read.entity(entity.id, at)) ?? entity));
}

function isOfKind({ kind }: RelatedField): (entity: EntityObject) => boolean {
  return (entity) => kind === undefined || entity.kind === kind;
}

interface Paging {
  readonly first: number | null;
  readonly after: string | null;
}

/** Makes the resolver class that adds the field to its type, and records who owns it. */
function contribute(
  field: RelatedField,
  Arguments: ClassType | null,
  type: () => unknown,
  resolve: (root: EntityObject, args: Paging, context: RequestContext) => Promise<unknown>,
): ClassType {
  // type-graphql tells the resolvers of one type apart by their methods' names, whatever their classes.
  const method = field.name;
  class RelatedResolver {
    [method](root: EntityObject, context: RequestContext, args: Paging) {
      return resolve(root, args, context);
    }
  }
  const { prototype } = RelatedResolver;
  FieldResolver(type as () => ClassType, { nullable: true, description: field.description })(
    prototype,
    method,
    Object.getOwnPropertyDescriptor(prototype, method) as TypedPropertyDescriptor<unknown>,
  );
  Root()(prototype, method, 0);
  Ctx()(prototype, method, 1);
  if (Arguments !== null) Args(() => Arguments)(prototype, method, 2);
  owned(field.owner)(prototype, method);
  Resolver(field.on as () => ClassType)(RelatedResolver);
  return RelatedResolver as unknown as ClassType;
}
