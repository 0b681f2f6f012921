import { ApolloClient, gql, InMemoryCache, type OperationVariables } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import type { Client } from 'graphql-ws';
import type { Follow } from './follow.ts';
import { createResumingClient, type ResumingClient } from './resuming-client.ts';

export function subscribeByApollo(socket: ResumingClient, query: string, variables: OperationVariables) {
  const client = new ApolloClient({ link: new GraphQLWsLink(socket as Client), cache: new InMemoryCache() });
  // The items of a feed are nothing to keep in a cache, where each would replace the one before.
  return client.subscribe({ query: gql(query), variables, fetchPolicy: 'no-cache' });
}

export const apollo: Follow = (options, query, variables, told) => {
  const socket = createResumingClient(options);
  const subscription = subscribeByApollo(socket, query, variables).subscribe(({ data, error }) => told(error ?? data));
  return {
    async [Symbol.asyncDispose]() {
      subscription.unsubscribe();
      await socket.dispose();
    },
  };
};
