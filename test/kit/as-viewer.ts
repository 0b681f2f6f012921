import { setTimeout } from 'node:timers/promises';
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

/**
 * The first items that a feed delivers to this viewer; or the answer that refuses it.
 * @param quiet after how many milliseconds without an item no further one is waited for: to some there are fewer
 */
export async function itemsFor(
  viewer: Viewer,
  { services }: TestServer,
  document: string,
  variableValues: Record<string, unknown>,
  most: number,
  quiet = Infinity,
): Promise<ExecutionResult[]> {
  const contextValue = createContext(services, viewer);
  const args = { schema, document: parsed(document), variableValues, contextValue };
  const feed = await createSourceEventStream(args);
  if (!(Symbol.asyncIterator in feed)) return [feed];
  const values = feed[Symbol.asyncIterator]();
  const items: ExecutionResult[] = [];
  while (items.length < most) {
    const next = values.next();
    const item = Number.isFinite(quiet) ? await Promise.race([next, setTimeout(quiet, undefined)]) : await next;
    if (item === undefined || item.done === true) break;
    items.push(await execute({ ...args, rootValue: item.value }));
  }
  await values.return?.(undefined);
  return items;
}

function parsed(document: string) {
  const operation = parse(document);
  const [problem] = validate(schema, operation);
  if (problem !== undefined) throw problem;
  return operation;
}
