import type { Follow } from './follow.ts';
import { createResumingClient } from './resuming-client.ts';

export const graphqlWs: Follow = (options, query, variables, told) => {
  const client = createResumingClient(options);
  client.subscribe<Record<string, unknown>>(
    { query, variables },
    { next: ({ data, errors }) => told(errors ?? data), error: told, complete: () => told('completed') },
  );
  return { [Symbol.asyncDispose]: async () => client.dispose() };
};
