import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { ConfigError, type Config } from '../config.ts';
import { ThroughlineError } from '../kernel/errors.ts';
import { misdirected } from '../kernel/misdirected.ts';
import { parseJsonInTurns } from '../kernel/parse-json.ts';
import type { Telemetry } from '../telemetry/events.ts';

/**
 * The HTTP server before anything is mounted: bodies, errors and headers as every route has them.
 * @param answersBadPath answers a path that can not be decoded, if it knows how; no route is asked about one
 */
export function createHttp(
  config: Config,
  telemetry: Telemetry,
  answersBadPath: (path: string, reply: FastifyReply) => boolean = () => false,
): FastifyInstance {
  const app = Fastify({
    bodyLimit: config.bodyLimit,
    // What is under way at a shutdown is answered. Sockets of the feeds are closed before, each with its code.
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 500 },
    // A URL that is none, as one with a broken escape.
    frameworkErrors: (_error, request, reply) => {
      if (answersBadPath(request.raw.url ?? '', reply as FastifyReply)) return;
      void (reply as FastifyReply).code(400).send({ errors: [{ message: 'expected a path that can be decoded' }] });
    },
  });
  app.removeAllContentTypeParsers();
  // Ingest routes read JSON themselves, for it may be compressed; GraphQL gets it parsed.
  // No other type: a page of anybody's may send those without asking, and JSON only where the server allows it.
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, async (request: FastifyRequest, body: Buffer) =>
    request.url.startsWith('/graphql') ? parseJsonInTurns(body).catch(badRequest) : body,
  );
  app.addHook('onRequest', async (request, reply) => {
    const refused = misdirected(request.headers, config.host);
    if (refused !== null) return reply.code(refused.status).send({ errors: [{ message: refused.message }] });
  });
  let closing = false;
  drainBeforeClose(app, () => {
    closing = true;
  });
  app.addHook('onSend', async (_request, reply) => {
    void reply.headers({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
    // A client that keeps its connection for a next request would hold up the shutdown.
    if (closing) void reply.header('connection', 'close');
  });
  app.setNotFoundHandler((_request, reply) => {
    void reply.code(404).send({ errors: [{ message: 'there is no such path' }] });
  });
  app.setErrorHandler((error: FastifyError, _request, reply) => {
    const status = error.statusCode ?? 500;
    if (status < 500) {
      void reply.code(status).send({ errors: [{ message: messageOf(error, config) }] });
      return;
    }
    const id = crypto.randomUUID();
    telemetry.fault(id, error);
    void reply.code(500).send({ errors: [{ message: `a fault of ours; it is in the log as ${id}` }] });
  });
  return app;
}

/**
 * Requests that have come whole are answered before the server closes. Of one that was begun and not sent to its end
 * nobody knows whether the rest will ever come: it holds up nothing.
 */
function drainBeforeClose(app: FastifyInstance, begin: () => void): void {
  let underWay = 0;
  let drained = (): void => {};
  app.addHook('preHandler', async (_request, reply) => {
    underWay += 1;
    reply.raw.once('close', () => {
      underWay -= 1;
      if (underWay === 0) drained();
    });
  });
  app.addHook('preClose', async () => {
    begin();
    const answered = new Promise<void>((resolve) => (drained = resolve));
    if (underWay > 0) await answered;
    app.server.closeAllConnections();
  });
}

/** Settings by the codes with which listening fails for them. */
const LISTENING: Readonly<Record<string, 'HOST' | 'PORT'>> = {
  ...{ EADDRINUSE: 'PORT', EACCES: 'PORT' },
  ...{ ENOTFOUND: 'HOST', EAI_AGAIN: 'HOST', EADDRNOTAVAIL: 'HOST', EAFNOSUPPORT: 'HOST', EINVAL: 'HOST' },
};

/** @throws ConfigError where it can not listen there */
export async function listen(app: FastifyInstance, { host, port }: Config): Promise<void> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    const setting = LISTENING[code];
    if (setting === undefined) throw error;
    const came = setting === 'HOST' ? host : String(port);
    throw new ConfigError(`${setting}: expected one to listen on; came ${came} (${message})`, { cause: error });
  }
}

function messageOf({ statusCode, message }: FastifyError, { bodyLimit }: Config): string {
  if (statusCode === 413) return `a body may have ${bodyLimit} bytes; this one has more`;
  return statusCode === 415 ? 'expected Content-Type application/json' : message;
}

function badRequest(error: unknown): never {
  if (error instanceof ThroughlineError) throw Object.assign(new Error(error.message), { statusCode: 400 });
  throw error;
}
