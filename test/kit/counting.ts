import { graphql, parse, subscribe, type ExecutionResult } from 'graphql';
import type { RequestContext } from '../../src/domains/kind/context.ts';
import type { Services } from '../../src/domains/services.ts';
import { buildGraph, createContext } from '../../src/graphql/index.ts';
import { EVERYBODY } from '../../src/kernel/viewer.ts';
import { createChangeFeed } from '../../src/live/change-feed.ts';
import { countedStore } from '../../src/store/counted.ts';
import type { TestServer } from './server.ts';

const schema = buildGraph();

/** The server's services over the real store, and which of the store's methods are called through them. */
export function countingServices({ services }: TestServer): { services: Services; calls: string[] } {
  const calls: string[] = [];
  const store = countedStore(services.store, (name) => calls.push(name));
  const feed = createChangeFeed(store, services.reader);
  return { services: { ...services, store, feed }, calls };
}

function counting(server: TestServer): { contextValue: RequestContext; calls: string[] } {
  const { services, calls } = countingServices(server);
  return { contextValue: createContext(services, EVERYBODY), calls };
}

/** The store's methods that an answer takes, in order. @throws Error where the answer has errors */
export async function callsOf(server: TestServer, source: string, variableValues = {}): Promise<string[]> {
  const { contextValue, calls } = counting(server);
  const { errors, data } = await graphql({ schema, source, variableValues, contextValue });
  if (errors !== undefined || !data) throw new Error(`${source}\n${JSON.stringify(errors)}`);
  return calls;
}

/** Of one event that a feed delivers: those from the wake on that `happen` brings about. */
export async function callsOfAnEvent(
  server: TestServer,
  document: string,
  variableValues: Readonly<Record<string, unknown>>,
  happen: () => Promise<unknown>,
): Promise<string[]> {
  const { contextValue, calls } = counting(server);
  const feed = await subscribe({ schema, document: parse(document), variableValues, contextValue });
  if (!(Symbol.asyncIterator in feed)) throw new Error(JSON.stringify(feed));
  const next = async () => (await feed.next()).value as ExecutionResult;
  await next();
  const event = next();
  calls.length = 0;
  await happen();
  const { errors } = await event;
  await feed.return();
  if (errors !== undefined) throw new Error(`${document}\n${JSON.stringify(errors)}`);
  return calls;
}
