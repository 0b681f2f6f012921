import type { ClientOptions } from 'graphql-ws';

/**
 * Subscribes by a client library, and goes on behind the last item by itself.
 * @param told each item's data; anything else is what went wrong
 */
export type Follow = (
  options: ClientOptions,
  query: string,
  variables: { readonly scopes: readonly string[] },
  told: (item: unknown) => void,
) => AsyncDisposable;
