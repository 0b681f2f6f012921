import { createClient, type Client, type ClientOptions } from 'graphql-ws';

/** Without `iterate`, which would hand out items that the next `after` is behind already. */
export type ResumingClient = Omit<Client, 'iterate'>;

/** A client each of whose subscriptions goes on behind its last item, however often the connection breaks. */
export function createResumingClient(options: ClientOptions): ResumingClient {
  const client = createClient({ retryAttempts: Infinity, shouldRetry: () => true, ...options });
  return {
    ...client,
    subscribe(operation, sink) {
      // The library sends these again whenever it has connected anew, as they are then.
      const variables: Record<string, unknown> = { ...operation.variables };
      return client.subscribe<Record<string, unknown>>(
        { ...operation, variables },
        {
          next(result) {
            const [item] = Object.values(result.data ?? {}) as { position?: string }[];
            if (item?.position !== undefined) variables['after'] = item.position;
            sink.next(result as Parameters<typeof sink.next>[0]);
          },
          error: (problem) => sink.error(problem),
          complete: () => sink.complete(),
        },
      );
    },
  };
}
