import { STATUS_CODES, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  getOperationAST,
  getVariableValues,
  GraphQLError,
  OperationTypeNode,
  parse,
  validate,
  type DocumentNode,
  type ExecutionArgs,
  type FormattedExecutionResult,
  type GraphQLFormattedError,
  type GraphQLSchema,
} from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocket, WebSocketServer } from 'ws';
import type { RequestContext } from '../domains/kind/context.ts';
import type { Services } from '../domains/services.ts';
import {
  checkLimits,
  tooDeep,
  createContext,
  formatError,
  MOST_TOKENS,
  type Execute,
  type OperationCost,
} from '../graphql/index.ts';
import { formatPosition } from '../kernel/cursor.ts';
import { badInput, type ErrorCode } from '../kernel/errors.ts';
import type { Telemetry } from '../telemetry/events.ts';
import { misdirected } from './origin.ts';
import { subscribe } from './subscribe.ts';
import { viewerOf } from './viewer.ts';

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
  const costs = new WeakMap<RequestContext, OperationCost>();
  /** Where the answer stands and what it cost, as over HTTP. What a feed delivers says its position itself. */
  const extensionsOf = ({ document, operationName, contextValue }: ExecutionArgs) => {
    if (getOperationAST(document, operationName)?.operation === OperationTypeNode.SUBSCRIPTION) return {};
    const context = contextValue as RequestContext;
    return { extensions: { position: formatPosition(context.position), cost: costs.get(context) } };
  };
  const masked = (errors: readonly (GraphQLError | GraphQLFormattedError)[]) =>
    errors.map((error) => formatError('toJSON' in error ? error.toJSON() : error, error, telemetry.fault));
  const graphql = useServer(
    {
      schema,
      execute,
      subscribe: (args: ExecutionArgs) => subscribe(execute, args),
      onSubscribe(socket, _id, { query, operationName, variables }) {
        const request = (socket.extra as { request: IncomingMessage }).request;
        try {
          const document = parsed(query);
          const errors = validate(schema, document);
          if (errors.length > 0) return errors.map((error) => coded(error, 'GRAPHQL_VALIDATION_FAILED'));
          const operation = getOperationAST(document, operationName);
          if (!operation) throw badInput('operationName', 'operationName: expected the name of one of the operations');
          const given = getVariableValues(schema, operation.variableDefinitions ?? [], variables ?? {});
          if (given.errors) return given.errors.map((error) => coded(error, 'BAD_USER_INPUT'));
          const cost = checkLimits(schema, document, operationName ?? null, variables ?? {});
          const contextValue = createContext(services, viewerOf(request.headers));
          costs.set(contextValue, cost);
          return { schema, document, operationName, variableValues: variables, contextValue } as ExecutionArgs;
        } catch (error) {
          // Answered to this operation alone: what is thrown here would end the whole socket.
          if (error instanceof GraphQLError) return [error];
          return [new GraphQLError('', { originalError: error as Error })];
        }
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

function parsed(query: string): DocumentNode {
  try {
    return parse(query, { maxTokens: MOST_TOKENS });
  } catch (error) {
    if (error instanceof RangeError) throw tooDeep();
    throw error instanceof GraphQLError ? coded(error, 'GRAPHQL_PARSE_FAILED') : error;
  }
}

/** Over HTTP the server's library says the code; here nobody else does. */
function coded(error: GraphQLError, code: ErrorCode): GraphQLError {
  return new GraphQLError(error.message, {
    source: error.source ?? null,
    positions: error.positions ?? null,
    extensions: { code },
  });
}
