import { composeServices } from '@theguild/federation-composition';
import { parse, type GraphQLSchema } from 'graphql';
import { domainsOf } from '../../graphql/index.ts';
import { createPrinter } from '../../graphql/federation/print.ts';

/** A subgraph, as composers take it. */
export interface SubgraphFile {
  readonly name: string;
  /** Where gateways find it. */
  readonly url: string;
  readonly sdl: string;
}

/** Of our subgraphs by name: the first listens here, the others behind it. */
export const FIRST_PORT = 4001;

/** One subgraph for each domain, by name, at the addresses that they have unless somebody says otherwise. */
export function ourSubgraphs(graph: GraphQLSchema): SubgraphFile[] {
  const print = createPrinter(graph);
  return domainsOf(graph).map((name, index) => ({
    name,
    url: `http://127.0.0.1:${FIRST_PORT + index}/graphql`,
    sdl: print(new Set([name])),
  }));
}

/** The supergraph of these subgraphs. @throws Error with a line for each reason why there is none */
export function compose(subgraphs: readonly SubgraphFile[]): string {
  const services = subgraphs.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) }));
  const { supergraphSdl, errors } = composeServices(services);
  if (supergraphSdl === undefined) throw new Error(errors.map(({ message }) => message).join('\n'));
  return `${supergraphSdl.trimEnd()}\n`;
}
