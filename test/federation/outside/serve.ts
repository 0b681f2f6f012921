import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createYoga, type GraphQLParams } from 'graphql-yoga';
import { schema } from './costs.ts';

export interface Costs extends AsyncDisposable {
  readonly url: string;
  /** What was asked since this was last called. */
  asked(): GraphQLParams[];
}

/** Serves the costs on a free port of this machine. */
export async function serveCosts(): Promise<Costs> {
  const asked: GraphQLParams[] = [];
  const yoga = createYoga({
    schema,
    logging: false,
    plugins: [{ onParams: ({ params }) => void asked.push(params) }],
  });
  const server = createServer((request, response) => void yoga(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    asked: () => asked.splice(0),
    async [Symbol.asyncDispose]() {
      if (!server.listening) return;
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
