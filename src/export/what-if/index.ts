import {
  coerceInputValue,
  GraphQLError,
  GraphQLList,
  GraphQLNonNull,
  type GraphQLInputObjectType,
  type GraphQLSchema,
} from 'graphql';
import type { RequestContext } from '../../domains/kind/context.ts';
import type { Execute } from '../../graphql/index.ts';
import { badInput } from '../../kernel/errors.ts';
import { isJsonObject, type Json, type JsonObject } from '../../kernel/json.ts';
import { DOCUMENT, type Report } from './document.ts';

export { whatIfMarkdown } from './markdown.ts';
export type { Report } from './document.ts';

/**
 * What GraphQL's `whatIf` answers to a body of its arguments: the first page of each list.
 * @throws BAD_USER_INPUT, NOT_FOUND, CONFLICT or BEFORE_HISTORY naming the place
 */
export async function reportWhatIf(
  body: Json,
  schema: GraphQLSchema,
  execute: Execute,
  context: RequestContext,
): Promise<Report> {
  const variableValues = readBody(body, schema);
  const { data, errors } = await execute({ document: DOCUMENT, variableValues, contextValue: context });
  if (errors?.[0] !== undefined) throw causeOf(errors[0]);
  return data?.['whatIf'] as Report;
}

/** Checks it as GraphQL checks variables, but tells the place as an argument. */
function readBody(body: Json, schema: GraphQLSchema): JsonObject {
  if (!isJsonObject(body)) throw badInput('body', 'expected an object with changes, and at where it is not now');
  for (const name of Object.keys(body)) {
    if (name !== 'changes' && name !== 'at') throw badInput(name, `expected changes and at; came ${name}`);
  }
  const [change, moment] = ['WhatIfChange', 'Moment'].map((name) => schema.getType(name) as GraphQLInputObjectType);
  const types = {
    changes: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(change!))),
    at: moment!,
  };
  for (const [name, type] of Object.entries(types)) {
    coerceInputValue(body[name] ?? null, type, (path, _value, error) => {
      const place = path.reduce<string>(
        (text, key) => (typeof key === 'number' ? `${text}[${key}]` : `${text}.${key}`),
        name,
      );
      throw badInput(place, `${place}: ${error.message}`);
    });
  }
  return body;
}

function causeOf(error: GraphQLError): unknown {
  const { originalError } = error;
  if (originalError instanceof GraphQLError) return causeOf(originalError);
  return originalError ?? error;
}
