import { createRequire } from 'node:module';
import type * as composition from '@apollo/composition';
import { transformSupergraphToPublicSchema } from '@theguild/federation-composition';
import { buildASTSchema, parse, type GraphQLSchema } from 'graphql';
import { compose, type SubgraphFile } from '../../src/cli/supergraph/compose.ts';

// Imported, it would bring a second copy of graphql along.
const { composeServices } = createRequire(import.meta.url)('@apollo/composition') as typeof composition;

/** The other composer. @throws Error with a line for each reason why there is no supergraph */
export function composeByApollo(subgraphs: readonly SubgraphFile[]) {
  const services = subgraphs.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) }));
  const { errors, supergraphSdl, hints } = composeServices(services);
  if (supergraphSdl === undefined) throw new Error(errors?.map(({ message }) => message).join('\n'));
  return { supergraphSdl, hints };
}

/** What a gateway over the supergraph tells its clients. */
export function clientsSchema(supergraph: string): GraphQLSchema {
  return buildASTSchema(transformSupergraphToPublicSchema(parse(supergraph)));
}

export const COMPOSERS: readonly [name: string, compose: (subgraphs: readonly SubgraphFile[]) => string][] = [
  ['@theguild/federation-composition', compose],
  ['@apollo/composition', (subgraphs) => composeByApollo(subgraphs).supergraphSdl],
];
