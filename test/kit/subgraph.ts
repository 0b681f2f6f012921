import { parse, validate, type ExecutionResult } from 'graphql';
import { buildGraph, createContext, createExecutor, createSubgraph, domainsOf } from '../../src/graphql/index.ts';
import { EVERYBODY, type Viewer } from '../../src/kernel/viewer.ts';
import { countingServices } from './counting.ts';
import type { TestServer } from './server.ts';

const graph = buildGraph();

export interface TestSubgraph {
  answer(document: string, variableValues?: Record<string, unknown>): Promise<ExecutionResult>;
  /** The store's methods that were called, in order, since this was last asked. */
  calls(): string[];
}

/** A subgraph of these domains, or of all, over the store of a server, so that several can tell of the same. */
export function subgraphOver(
  server: TestServer,
  domains: readonly string[] = domainsOf(graph),
  viewer: Viewer = EVERYBODY,
): TestSubgraph {
  const { shown, served } = createSubgraph(graph, new Set(domains));
  const execute = createExecutor(served, shown);
  const { services, calls } = countingServices(server);
  return {
    async answer(source, variableValues = {}) {
      const document = parse(source);
      const [problem] = validate(served, document);
      if (problem !== undefined) throw problem;
      return execute({ document, variableValues, contextValue: createContext(services, viewer) });
    },
    calls: () => calls.splice(0),
  };
}
