import { STATUS_CODES, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { OperationTypeNode, type ExecutionArgs, type ExecutionResult, type FormattedExecutionResult } from 'graphql';
import { makeServer } from 'graphql-ws';
import { WebSocketServer, type WebSocket } from 'ws';
import type { RequestContext } from '../domains/kind/context.ts';
import type { Execute } from '../graphql/index.ts';
import { formatPosition, positionOf } from '../kernel/cursor.ts';
import { misdirected } from '../kernel/misdirected.ts';
import { toldErrors, type Admitted } from './admit.ts';
import { isForLackOfStore } from './feeds/answers.ts';
import { OpenSockets } from './feeds/open-sockets.ts';
import { Socket, SocketOutlet } from './feeds/socket.ts';
import { Subscription } from './feeds/subscription.ts';
import type { Feeds } from './feeds/feeds.ts';
import { viewerOf } from './viewer.ts';

const PROTOCOL = 'graphql-transport-ws';
/** A message larger than this is no GraphQL operation. */
const MOST_BYTES = 1024 * 1024;
/** Within this a client has to begin, once it is connected. */
const INIT_MS = 10_000;
/** So long a client may take to close when the server goes, or has no room for it. */
const GOING_MS = 2_000;
/** So many of those that may be open are told at a time that there are too many; others are just refused. */
const TOLD_SHARE = 0.1;

/**
 * Serves graphql-transport-ws on /graphql of this server. Dispose it before the server closes.
 * @param host the address that the server listens on
 */
export function mountWebSocket(server: Server, feeds: Feeds, execute: Execute, host: string): AsyncDisposable {
  const { admit, subscribe, connections, telemetry } = feeds;
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MOST_BYTES,
    // Some clients offer the old protocol of this name first; both sides must mean the same one.
    handleProtocols: (offered) => (offered.has(PROTOCOL) ? PROTOCOL : false),
  });
  const admitted = new WeakMap<ExecutionArgs, Admitted>();
  const graphql = makeServer<Record<string, unknown>, Socket>({
    execute,
    connectionInitWaitTimeout: INIT_MS,
    onSubscribe({ extra }, _id, asked) {
      const outcome = admit(extra.viewer, asked);
      if (!('args' in outcome)) return outcome;
      // The library holds these until the end, of which a feed needs nothing but what it is called.
      const { schema, document, operationName } = outcome.args;
      const isFeed = outcome.type === OperationTypeNode.SUBSCRIPTION;
      const args = isFeed ? { schema, document, operationName, contextValue: null } : outcome.args;
      admitted.set(args, outcome);
      return args;
    },
    subscribe(args) {
      const known = admitted.get(args) as Admitted;
      admitted.delete(args);
      return subscribe(known) as Promise<ExecutionResult>;
    },
    onOperation: ({ extra }, id, _payload, _args, result) =>
      result instanceof Subscription ? untilItsEnd(result, new SocketOutlet(extra, id)) : undefined,
    /** Where the answer stands and what it cost, as over HTTP. What a feed delivers says its position itself. */
    onNext({ extra }, _id, _payload, args, { errors, ...result }) {
      const known = admitted.get(args);
      if (known === undefined && isForLackOfStore(errors)) extra.refuse('away');
      const told = errors === undefined ? result : { ...result, errors: toldErrors(errors, telemetry) };
      if (known === undefined) return told as FormattedExecutionResult;
      const { services, position } = args.contextValue as RequestContext;
      const extensions = { position: positionOf(services.reader.log(), formatPosition(position)), cost: known.cost };
      return { ...told, extensions } as FormattedExecutionResult;
    },
    onError({ extra }, _id, _payload, errors) {
      // An error would be the last that is heard of it, where it can go on once the store is back.
      if (isForLackOfStore(errors)) extra.refuse('away');
      // What fails because nobody is there any more is no fault, and told to nobody.
      return extra.isOpen ? toldErrors(errors, telemetry) : undefined;
    },
  });
  const open = new OpenSockets();

  sockets.on('connection', (connected: WebSocket, request: IncomingMessage) => {
    const socket = new Socket(connected, request.socket, viewerOf(request.headers), connections.limits, telemetry);
    if (!connections.open()) {
      socket.refuse('connections');
      const cut = setTimeout(() => connected.terminate(), GOING_MS);
      return connected.once('close', () => clearTimeout(cut));
    }
    const closed = graphql.opened(socket, socket);
    const forget = open.add(socket);
    telemetry.socketsOpen(open.size);
    connected.once('close', (code: number, reason: Buffer) => {
      forget();
      connections.closed();
      telemetry.socketsOpen(open.size);
      void closed(code, String(reason));
    });
  });

  function refusalOf({ url = '/', headers }: IncomingMessage): number | undefined {
    if (url.split('?')[0] !== '/graphql') return 404;
    const refused = misdirected(headers, host);
    if (refused !== null) return refused.status;
    const isTooMany =
      connections.isFull && sockets.clients.size - open.size >= connections.limits.connectionLimit * TOLD_SHARE;
    if (isTooMany) telemetry.connectionClosed('connections');
    return isTooMany ? 503 : undefined;
  }

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', destroyed);
    if (request.headers.upgrade?.toLowerCase() !== 'websocket') return serveAsIs(server, request, socket, head);
    const status = refusalOf(request);
    if (status !== undefined) {
      // A client that does not close it itself is not waited for.
      socket.once('finish', destroyed);
      socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (connected) => sockets.emit('connection', connected, request));
  }
  server.on('upgrade', upgrade);
  return {
    async [Symbol.asyncDispose]() {
      server.off('upgrade', upgrade);
      open[Symbol.dispose]();
      for (const client of sockets.clients) client.close(1001, 'Going away');
      const cut = setTimeout(() => sockets.clients.forEach((client) => client.terminate()), GOING_MS);
      await new Promise((resolve) => sockets.close(resolve));
      clearTimeout(cut);
    },
  };
}

/** A socket that is refused, or breaks before it is one of ours, tells nobody and must end nobody. */
function destroyed(this: Duplex): void {
  this.destroy();
}

/** The items go past the library, each written once for all who get it; what it waits for is the end. */
function untilItsEnd(subscription: Subscription, outlet: SocketOutlet): AsyncIterableIterator<never> {
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      await subscription.deliverTo(outlet);
      return { value: undefined, done: true };
    },
    async return() {
      subscription.ended();
      return { value: undefined, done: true };
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
