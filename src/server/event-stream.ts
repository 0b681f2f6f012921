import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError, OperationTypeNode, type ExecutionResult, type GraphQLSchema } from 'graphql';
import type { Services } from '../domains/services.ts';
import type { Execute } from '../graphql/index.ts';
import { badInput, ThroughlineError, type ErrorCode } from '../kernel/errors.ts';
import { httpStatus } from '../kernel/http-status.ts';
import { isJsonObject } from '../kernel/json.ts';
import type { Telemetry } from '../telemetry/events.ts';
import { admit, toldErrors, type Asked } from './admit.ts';
import { subscribe } from './subscribe.ts';

const TYPE = 'text/event-stream';
/** What stands between here and the client may take a connection for dead on which nothing goes. */
const PING_MS = 12_000;

/**
 * Serves subscriptions on `GET /graphql` to whoever likes `text/event-stream` best, as graphql-sse has it with a connection
 * for each. Nothing but subscriptions, so that what guards other requests against pages of strangers is not passed by here.
 * Mount it before GraphQL, and dispose it before the server closes.
 */
export function mountEventStream(
  app: FastifyInstance,
  schema: GraphQLSchema,
  execute: Execute,
  services: Services,
  telemetry: Telemetry,
): AsyncDisposable {
  const open = new Set<Readable>();
  let isClosing = false;

  async function serve(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const refuse = (given: readonly GraphQLError[], status?: number) => {
      const errors = toldErrors(given, telemetry);
      const [code] = errors.map(({ extensions }) => extensions?.['code'] as ErrorCode);
      return reply.code(status ?? httpStatus(code ?? 'INTERNAL_SERVER_ERROR')).send({ errors });
    };
    const asked = askedIn(request.query as Record<string, unknown>);
    if (asked instanceof GraphQLError) return refuse([asked]);
    const outcome = admit(schema, services, request.headers, asked);
    if (!('args' in outcome)) return refuse(outcome);
    if (outcome.type !== OperationTypeNode.SUBSCRIPTION) {
      void reply.header('allow', 'POST');
      return refuse([refusal('query', `query: expected a subscription where ${TYPE} is accepted first`)], 405);
    }
    const results = await subscribe(execute, outcome.args);
    if (!(Symbol.asyncIterator in results)) return refuse(results.errors ?? []);
    if (isClosing) {
      // Begun while the others were ended, it would be open for as long as the shutdown waits for anybody.
      await results.return?.();
      return refuse([new GraphQLError('', { originalError: draining() })]);
    }
    const stream = framed(results, ({ errors, ...result }) => ({
      ...(errors === undefined ? {} : { errors: toldErrors(errors, telemetry) }),
      ...result,
    }));
    open.add(stream);
    stream.once('close', () => open.delete(stream));
    return reply.headers({ 'content-type': `${TYPE}; charset=utf-8`, 'cache-control': 'no-cache' }).send(stream);
  }

  app.addHook('preHandler', async (request, reply) => {
    const [path] = request.url.split('?');
    const [first = ''] = (request.headers.accept ?? '').split(/[,;]/);
    if (request.method === 'GET' && path === '/graphql' && first.trim().toLowerCase() === TYPE) {
      return serve(request, reply);
    }
  });
  return {
    async [Symbol.asyncDispose]() {
      isClosing = true;
      for (const stream of open) stream.destroy();
    },
  };
}

/** Each item as an event, one after the other as fast as they are taken; a comment where there is none for long. */
function framed(results: AsyncIterableIterator<ExecutionResult>, told: (result: ExecutionResult) => unknown): Readable {
  let isAsked = false;

  function deliver(result: ExecutionResult): void {
    stream.push(`event: next\ndata: ${JSON.stringify(told(result))}\n\n`);
  }

  function complete(): void {
    // Behind its end a stream takes no ping.
    clearInterval(ping);
    stream.push('event: complete\ndata:\n\n');
    stream.push(null);
  }

  const stream = new Readable({
    read() {
      // A ping has it read on while the next one is awaited.
      if (isAsked) return;
      isAsked = true;
      results.next().then(
        ({ value, done }: IteratorResult<ExecutionResult>) => {
          isAsked = false;
          if (done === true) complete();
          else deliver(value);
        },
        (error: unknown) => {
          // What fails because nobody is there any more is no fault.
          if (stream.destroyed) return;
          deliver({ errors: [new GraphQLError('', { originalError: error as Error })] });
          complete();
        },
      );
    },
    destroy(error, done) {
      clearInterval(ping);
      void end(results, error, done);
    },
  });
  const ping = setInterval(() => stream.push(':\n\n'), PING_MS);
  // Some browsers take a stream for open only once something came.
  stream.push(':\n\n');
  return stream;
}

/** Gives up what nobody listens to any more. */
async function end(
  results: AsyncIterableIterator<ExecutionResult>,
  error: Error | null,
  done: (error: Error | null) => void,
): Promise<void> {
  const failed = await Promise.resolve(results.return?.()).then(
    () => error,
    (reason: unknown) => error ?? (reason as Error),
  );
  done(failed);
}

/** What the parameters of the URL ask for. */
function askedIn({ query, operationName, variables }: Record<string, unknown>): Asked | GraphQLError {
  if (typeof query !== 'string') return refusal('query', 'query: expected an operation in the URL');
  if (operationName !== undefined && typeof operationName !== 'string') {
    return refusal('operationName', 'operationName: expected one name');
  }
  const given = typeof variables === 'string' ? parsedJson(variables) : variables;
  if (given === undefined || given === null) return { query, operationName };
  if (!isJsonObject(given)) return refusal('variables', 'variables: expected an object as JSON');
  return { query, operationName, variables: given };
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function draining(): ThroughlineError {
  return new ThroughlineError('UNAVAILABLE', 'the server is draining; try again');
}

function refusal(argument: string, message: string): GraphQLError {
  return new GraphQLError(message, { originalError: badInput(argument, message) });
}
