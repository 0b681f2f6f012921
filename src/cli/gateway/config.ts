import { GraphQLError } from 'graphql';
import { POSITION_HEADER } from '../../kernel/cursor.ts';
import { misdirected } from '../../kernel/misdirected.ts';

/** Where the gateway listens. */
export const HOST = '127.0.0.1';

/** What a plugin is told of an operation, however it came. Without the gateway's types, which change those of graphql everywhere. */
interface Came {
  readonly request: Request;
  setResult(result: object): void;
}

/** Refuses what pages of others send, over HTTP and over WebSockets, as each of our servers does. */
const ownPagesAlone = {
  onParams({ request: { headers }, setResult }: Came): void {
    const names = ['origin', 'host', 'sec-fetch-site', 'sec-fetch-mode'];
    const given = Object.fromEntries(names.map((name) => [name, headers.get(name) ?? undefined]));
    const refused = misdirected(given, HOST);
    if (refused === null) return;
    const extensions = { code: 'FORBIDDEN', http: { status: refused.status } };
    setResult({ errors: [new GraphQLError(refused.message, { extensions })] });
  },
};

/** How Hive Gateway runs over our subgraphs. */
export const gatewayConfig = {
  // Its pages load scripts from elsewhere.
  landingPage: false,
  graphiql: false,
  // As it comes, it lets any page of anybody read and write.
  cors: false,
  plugins: () => [ownPagesAlone],
  propagateHeaders: {
    // Each process that answers a part waits for what the client wants to see.
    fromClientToSubgraphs: ({ request: { headers } }: Pick<Came, 'request'>) => ({
      [POSITION_HEADER]: headers.get(POSITION_HEADER),
    }),
  },
};
