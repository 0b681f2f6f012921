import { GraphQLJSON } from 'graphql-scalars';
import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver, type ClassType } from 'type-graphql';
import type { Json, JsonObject } from '../../kernel/json.ts';
import type { KindDeclaration } from '../../kernel/ontology.ts';
import { isFact, parseFact } from '../../kernel/parse-fact.ts';
import { formatTime } from '../../kernel/time.ts';
import { formatUrn, parseUrn, urnParts, type Urn } from '../../kernel/urn.ts';
import { formatPosition } from '../../kernel/cursor.ts';
import { attributeType } from './attribute-type.ts';
import type { RequestContext } from './context.ts';
import { Entity } from './entity.ts';
import { owned } from './owner.ts';
import { DateTimeScalar, LogPositionScalar } from './scalars.ts';

/** Who claims what mutations write, unless the caller says otherwise. */
const API = 'api';

@ObjectType('Refusal', {
  simpleResolvers: true,
  description: 'Why a mutation was not carried out; nothing was written.',
})
export class Refusal {
  @Field(() => String, { description: 'From the catalog of error codes.' })
  readonly code!: string;

  @Field(() => String, { description: 'What was expected, and what came.' })
  readonly message!: string;

  @Field(() => String, { nullable: true, description: 'The place in the input that it is about.' })
  readonly path!: string | null;
}

@ObjectType('WritePayload', { simpleResolvers: true, description: 'What a mutation of one entity or relation did.' })
export class WritePayload {
  @Field(() => LogPositionScalar, { description: 'The log position behind which reads see it.' })
  readonly position!: string;

  @Field(() => Entity, {
    nullable: true,
    description: 'The entity as all sources now describe it; of a relation, its upstream end.',
  })
  readonly entity!: unknown;

  @Field(() => Refusal, { nullable: true, description: 'Null where it was carried out.' })
  readonly refused!: Refusal | null;
}

/** upsert<Kind> and retire<Kind>. */
export function mutationResolver(declaration: KindDeclaration, Type: ClassType): ClassType {
  const { kind, typeName, domain } = declaration;
  const Input = upsertInput(declaration);

  class MutationResolver {
    async upsert(input: Record<string, Json>, context: RequestContext) {
      const { namespace, name, at, source, extra, ...props } = input;
      const given = { ...(extra as JsonObject | undefined), ...(props as JsonObject) };
      const fact = { fact: 'entity', kind, namespace, name, props: given, ...claim(context, at, source) } as JsonObject;
      return write(context, fact, () => formatUrn(kind, namespace as string, name as string));
    }

    async retire(id: string, source: string | null, at: string | null, context: RequestContext) {
      const urn = parseUrn(id, 'id');
      const known = urnParts(urn).kind === kind ? await context.read.entity(urn, context.at) : null;
      if (known === null)
        return refusal(context, { path: 'id', code: 'NOT_FOUND', message: `there is no ${typeName} ${urn}` });
      const fact = { fact: 'retire', of: { id: urn }, ...claim(context, at, source) };
      const payload = await write(context, fact, () => urn);
      if (payload.refused === null && payload.entity?.['retiredAt'] === null) {
        const message = `${String(fact.source)} no longer claims it, but other sources still do`;
        return { ...payload, refused: { path: 'source', code: 'CONFLICT', message } };
      }
      return payload;
    }
  }
  const { prototype } = MutationResolver;
  describe(
    prototype,
    'upsert',
    `upsert${typeName}`,
    `Describes one ${typeName}: what is left out stays as it is, null withdraws what this source said.`,
  );
  Arg('input', () => Input, { description: 'What to say of it.' })(prototype, 'upsert', 0);
  Ctx()(prototype, 'upsert', 1);
  describe(
    prototype,
    'retire',
    `retire${typeName}`,
    `Says for one source that the ${typeName} is gone. What other sources claim goes on.`,
  );
  Arg('id', () => ID, { description: 'Its URN.' })(prototype, 'retire', 0);
  Arg('source', () => String, { nullable: true, description: 'Whose claim ends; `api` if absent.' })(
    prototype,
    'retire',
    1,
  );
  Arg('at', () => DateTimeScalar, { nullable: true, description: 'Since when; now if absent.' })(
    prototype,
    'retire',
    2,
  );
  Ctx()(prototype, 'retire', 3);
  Resolver(() => Type)(MutationResolver);
  return MutationResolver as unknown as ClassType;

  function describe(target: object, method: string, name: string, description: string): void {
    Mutation(() => WritePayload, { name, description })(
      target,
      method,
      Object.getOwnPropertyDescriptor(target, method) as TypedPropertyDescriptor<unknown>,
    );
    owned(domain)(target, method);
  }
}

/** `source` and `at` of a fact that a mutation makes. */
export function claim(
  context: RequestContext,
  at: Json | undefined,
  source: Json | undefined,
): { at: Json; source: Json } {
  return { at: at ?? formatTime(context.services.clock()), source: source ?? API };
}

/** Writes one fact and answers with the entity as it then is. */
export async function write(context: RequestContext, input: JsonObject, subject: () => Urn) {
  const fact = parseFact(input, context.services.ontology);
  if (!isFact(fact)) return refusal(context, fact);
  const key = crypto.randomUUID();
  const result = await context.services.writer.submit({
    scope: 'graphql.mutation',
    key,
    content: input,
    facts: [fact],
  });
  if (result.refused !== null) return refusal(context, result.refused);
  moveOn(context, result.position);
  const entity = await context.read.entity(subject(), { ...context.at, position: context.position });
  return { position: formatPosition(result.position), entity, refused: null };
}

/** After a write: what was read before is stale, and the answer stands at the new position. */
export function moveOn(context: RequestContext, position: number): void {
  context.position = Math.max(context.position, position);
  context.read.clear();
}

function refusal(context: RequestContext, { path, code, message }: { path: string; code: string; message: string }) {
  return {
    position: formatPosition(context.position),
    entity: null,
    refused: { code, message, path: path === '' ? null : path },
  };
}

function upsertInput({ typeName, attributes }: KindDeclaration): ClassType {
  const Input = class {};
  InputType(`Upsert${typeName}Input`, { description: `What to say of one ${typeName}.` })(Input);
  const field = (name: string, type: () => unknown, description: string, nullable = true) =>
    Field(type as () => ClassType, { nullable, description })(Input.prototype, name);
  field('namespace', () => String, 'What its name is unique in.', false);
  field('name', () => String, 'Its name.', false);
  field('description', () => String, 'What it is.');
  field('tags', () => [String], 'Labels; the list replaces the one that this source gave before.');
  for (const [name, attribute] of Object.entries(attributes))
    field(name, attributeType(attribute), attribute.description);
  field('extra', () => GraphQLJSON, 'Attributes of your own, by name.');
  field('source', () => String, 'Who says so; `api` if absent.');
  field('at', () => DateTimeScalar, 'Since when it is so; now if absent.');
  return Input as ClassType;
}
