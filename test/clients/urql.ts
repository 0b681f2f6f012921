import { Client, subscriptionExchange, type AnyVariables } from '@urql/core';
import type { Sink } from 'graphql-ws';
import type { Follow } from './follow.ts';
import { createResumingClient, type ResumingClient } from './resuming-client.ts';

export function subscribeByUrql(url: string, socket: ResumingClient, query: string, variables: AnyVariables) {
  const forward = subscriptionExchange({
    forwardSubscription: ({ query: text = '', variables: given }) => ({
      subscribe: (sink) => ({ unsubscribe: socket.subscribe({ query: text, variables: given }, sink as Sink) }),
    }),
  });
  return new Client({ url, exchanges: [forward] }).subscription(query, variables);
}

export const urql: Follow = (options, query, variables, told) => {
  const socket = createResumingClient(options);
  const results = subscribeByUrql(options.url as string, socket, query, variables);
  const { unsubscribe } = results.subscribe(({ data, error }) => told(error ?? data));
  return {
    async [Symbol.asyncDispose]() {
      unsubscribe();
      await socket.dispose();
    },
  };
};
