import { GraphQLJSON } from 'graphql-scalars';
import { Arg, Ctx, Field, ID, InputType, Mutation, Resolver, type ClassType } from 'type-graphql';
import type { Json, JsonObject } from '../../kernel/json.ts';
import type { KindDeclaration } from '../../kernel/ontology.ts';
import { refusable } from '../../kernel/parse-fact.ts';
import { formatUrn, parseUrn, urnParts } from '../../kernel/urn.ts';
import { attributeType } from './attribute-type.ts';
import type { RequestContext } from './context.ts';
import { owned } from './owner.ts';
import { DateTimeScalar } from './scalars.ts';
import { claim, here, notFound, refusal, write, WritePayload } from './write.ts';

/** upsert<Kind> and retire<Kind>. */
export function mutationResolver(declaration: KindDeclaration, Type: ClassType): ClassType {
  const { kind, typeName, domain } = declaration;
  const Input = upsertInput(declaration);

  class MutationResolver {
    async upsert(input: Record<string, Json>, context: RequestContext) {
      const { namespace, name, at, source, extra, ...props } = input;
      const given = { ...(extra as JsonObject | undefined), ...(props as JsonObject) };
      const fact = { fact: 'entity', kind, namespace, name, props: given, ...claim(context, at, source) } as const;
      return write(context, fact as JsonObject & typeof fact, () =>
        formatUrn(kind, namespace as string, name as string),
      );
    }

    async retire(id: string, source: string | null, at: string | null, context: RequestContext) {
      const urn = refusable(() => parseUrn(id, 'id'));
      if (typeof urn !== 'string') return refusal(context, urn);
      const fact = { fact: 'retire', of: { id: urn }, ...claim(context, at, source) } as const;
      return write(context, fact, () => urn, {
        async problem() {
          const known = urnParts(urn).kind === kind ? await context.read.entity(urn, here(context)) : null;
          return known === null ? notFound('id', `${typeName} ${urn}`) : null;
        },
        claimants: () => context.read.describedBy(urn, here(context)),
      });
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
    `Says for one source that the ${typeName} is gone. What other sources claim goes on: stillClaimedBy names them.`,
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
