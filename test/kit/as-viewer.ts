import { createSourceEventStream, parse, validate, type ExecutionResult } from 'graphql';
import { buildGraph, createContext, createExecutor } from '../../src/graphql/index.ts';
import type { Viewer } from '../../src/kernel/viewer.ts';
import type { TestServer } from './server.ts';

const schema = buildGraph();
const execute = createExecutor(schema);

/** What the server answers to this viewer, whom nothing but a test can be as yet. */
export async function answerFor(
  viewer: Viewer,
  { services }: TestServer,
  document: string,
  variableValues: Record<string, unknown> = {},
): Promise<ExecutionResult> {
  const contextValue = createContext(services, viewer);
  return execute({ document: parsed(document), variableValues, contextValue });
}

/** The first items that a feed delivers to this viewer; or the answer that refuses it. */
export async function itemsFor(
  viewer: Viewer,
  { services }: TestServer,
  document: string,
  variableValues: Record<string, unknown>,
  most: number,
): Promise<ExecutionResult[]> {
  const contextValue = createContext(services, viewer);
  const args = { schema, document: parsed(document), variableValues, contextValue };
  const feed = await createSourceEventStream(args);
  if (!(Symbol.asyncIterator in feed)) return [feed];
  const items: ExecutionResult[] = [];
  for await (const rootValue of feed) {
    items.push(await execute({ ...args, rootValue }));
    if (items.length >= most) break;
  }
  return items;
}

function parsed(document: string) {
  const operation = parse(document);
  const [problem] = validate(schema, operation);
  if (problem !== undefined) throw problem;
  return operation;
}
