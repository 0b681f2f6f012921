import { STATUS_CODES, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  OperationTypeNode,
  type ExecutionArgs,
  type FormattedExecutionResult,
  type GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
} from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocket, WebSocketServer } from 'ws';
import type { RequestContext } from '../domains/kind/context.ts';
import type { Services } from '../domains/services.ts';
import type { Execute } from '../graphql/index.ts';
import { formatPosition } from '../kernel/cursor.ts';
import { misdirected } from '../kernel/misdirected.ts';
import type { Telemetry } from '../telemetry/events.ts';
import { admit, toldErrors, type Admitted } from './admit.ts';
import { subscribe } from './subscribe.ts';

const PROTOCOL = 'graphql-transport-ws';
/** A message larger than this is no GraphQL operation. */
const MOST_BYTES = 1024 * 1024;

/**
 * Serves graphql-transport-ws on /graphql of this server. Dispose it before the server closes.
 * @param host the address that the server listens on
 */
export function mountWebSocket(
  server: Server,
  schema: GraphQLSchema,
  execute: Execute,
  services: Services,
  telemetry: Telemetry,
  host: string,
): AsyncDisposable {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MOST_BYTES,
    // Some clients offer the old protocol of this name first; both sides must mean the same one.
    handleProtocols: (offered) => (offered.has(PROTOCOL) ? PROTOCOL : false),
  });
  const admitted = new WeakMap<RequestContext, Admitted>();
  /** Where the answer stands and what it cost, as over HTTP. What a feed delivers says its position itself. */
  const extensionsOf = ({ contextValue }: ExecutionArgs) => {
    const context = contextValue as RequestContext;
    const { type, cost } = admitted.get(context) ?? {};
    if (type === OperationTypeNode.SUBSCRIPTION) return {};
    return { extensions: { position: formatPosition(context.position), cost } };
  };
  const masked = (errors: readonly (GraphQLError | GraphQLFormattedError)[]) => toldErrors(errors, telemetry);
  const graphql = useServer(
    {
      schema,
      execute,
      subscribe: (args: ExecutionArgs) => subscribe(execute, args),
      onSubscribe(socket, _id, asked) {
        const { headers } = (socket.extra as { request: IncomingMessage }).request;
        const outcome = admit(schema, services, headers, asked);
        if (!('args' in outcome)) return outcome;
        admitted.set(outcome.args.contextValue as RequestContext, outcome);
        return outcome.args;
      },
      onNext: (_socket, _id, _payload, args, result) =>
        ({
          ...result,
          ...(result.errors === undefined ? {} : { errors: masked(result.errors) }),
          ...extensionsOf(args),
        }) as FormattedExecutionResult,
      // What fails because nobody is there any more is no fault.
      onError: ({ extra }, _id, _payload, errors) => (extra.socket.readyState === WebSocket.OPEN ? masked(errors) : []),
    },
    sockets,
  );
  const count = () => telemetry.socketsOpen(sockets.clients.size);
  sockets.on('connection', (socket) => {
    count();
    socket.on('close', count);
  });

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // A socket that breaks before it is one of ours tells nobody, and must end nobody.
    socket.on('error', () => socket.destroy());
    if (request.headers.upgrade?.toLowerCase() !== 'websocket') return serveAsIs(server, request, socket, head);
    const [path] = (request.url ?? '/').split('?');
    const status = path === '/graphql' ? misdirected(request.headers, host)?.status : 404;
    if (status !== undefined) {
      socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (open) => sockets.emit('connection', open, request));
  }
  server.on('upgrade', upgrade);
  return {
    async [Symbol.asyncDispose]() {
      server.off('upgrade', upgrade);
      await graphql.dispose();
    },
  };
}

/**
 * Serves a request that offers another protocol, as Java's own client offers h2c with each, as if it offered none: that
 * is what such a client expects of a server without it. The socket is the server's again, with the request as it came.
 */
function serveAsIs(server: Server, { method, url, rawHeaders }: IncomingMessage, socket: Duplex, head: Buffer): void {
  const lines = [`${method} ${url} HTTP/1.1`];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const [name = '', value = ''] = rawHeaders.slice(at, at + 2);
    if (!['connection', 'upgrade', 'http2-settings'].includes(name.toLowerCase())) lines.push(`${name}: ${value}`);
  }
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]));
  server.emit('connection', socket);
}
