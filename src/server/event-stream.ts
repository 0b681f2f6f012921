import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError, OperationTypeNode } from 'graphql';
import { badInput, isUnavailable, ThroughlineError, type ErrorCode } from '../kernel/errors.ts';
import { httpStatus } from '../kernel/http-status.ts';
import { isJsonObject } from '../kernel/json.ts';
import type { Telemetry } from '../telemetry/events.ts';
import { toldErrors, type Admitted, type Asked } from './admit.ts';
import type { Connections } from './feeds/connections.ts';
import type { Feeds } from './feeds/feeds.ts';
import { Subscription } from './feeds/subscription.ts';
import { preferred } from './preferred.ts';
import { viewerOf } from './viewer.ts';

const TYPE = 'text/event-stream';
/** As what is posted is answered. */
const ANSWERS = ['application/json', 'application/graphql-response+json'] as const;
const HEADERS = {
  ...{ 'content-type': `${TYPE}; charset=utf-8`, 'cache-control': 'no-cache' },
  // A proxy is not to gather what it is to hand on at once; nginx asks for this.
  'x-accel-buffering': 'no',
};
/** What stands between here and the client may take a connection for dead on which nothing goes. */
const PING_MS = 12_000;
const EVENT = Buffer.from('event: next\ndata: ');
const END = Buffer.from('\n\n');

/**
 * Serves subscriptions on `GET /graphql` to whoever likes `text/event-stream` best, as graphql-sse has it with a connection
 * for each. Nothing but subscriptions, so that what guards other requests against pages of strangers is not passed by here.
 * Mount it before GraphQL, and dispose it before the server closes.
 */
export function mountEventStream(
  app: FastifyInstance,
  { admit, subscribe, connections, telemetry }: Feeds,
): AsyncDisposable {
  const open = new Set<Readable>();
  let isClosing = false;

  async function serve(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const refuse = (given: readonly GraphQLError[], status?: number): void => {
      const errors = toldErrors(given, telemetry);
      const [code] = errors.map(({ extensions }) => extensions?.['code'] as ErrorCode);
      if (code === 'UNAVAILABLE') void reply.header('retry-after', '1');
      void reply.code(status ?? httpStatus(code ?? 'INTERNAL_SERVER_ERROR')).send({ errors });
    };
    if (request.method === 'POST') {
      return refuse([refusal('accept', `accept: ${TYPE} goes by GET; expected one that takes ${ANSWERS[0]}`)], 406);
    }
    const asked = askedIn(request.query as Record<string, unknown>);
    if (asked instanceof GraphQLError) return refuse([asked]);
    const outcome = admit(viewerOf(request.headers), asked);
    if (!('args' in outcome)) return refuse(outcome);
    if (outcome.type !== OperationTypeNode.SUBSCRIPTION) {
      void reply.header('allow', 'POST');
      return refuse([refusal('query', `query: expected a subscription where ${TYPE} is accepted first`)], 405);
    }
    const begun = await begin(outcome);
    if (begun instanceof Readable) void reply.headers(HEADERS).send(begun);
    else refuse(begun);
  }

  /** The stream, or why there is none. */
  async function begin(admitted: Admitted): Promise<Readable | readonly GraphQLError[]> {
    // First of all, as to begin a subscription may take a walk.
    if (!connections.open()) {
      telemetry.connectionClosed('connections');
      return [unavailable('the server has too many connections; try again')];
    }
    let stream: Readable | null = null;
    try {
      const subscription = await subscribe(admitted);
      if (!(subscription instanceof Subscription)) return subscription.errors ?? [];
      if (isClosing) {
        // It would be open for as long as the shutdown waits for anybody.
        subscription.ended();
        return [unavailable('the server is draining; try again')];
      }
      stream = streamOf(subscription, connections, telemetry);
      return keep(stream);
    } finally {
      if (stream === null) connections.closed();
    }
  }

  function keep(stream: Readable): Readable {
    open.add(stream);
    return stream.once('close', () => {
      open.delete(stream);
      connections.closed();
    });
  }

  // Going on is asked for: where it is by what was returned, a stream whose client leaves has the route answer behind it.
  app.addHook('preHandler', (request, reply, goOn) => {
    if (isForStream(request)) {
      serve(request, reply).catch(goOn);
    } else {
      goOn();
    }
  });
  return {
    async [Symbol.asyncDispose]() {
      isClosing = true;
      for (const stream of open) stream.destroy();
    },
  };
}

/** What is posted is so only where nothing else is taken, which GraphQL would not say before it executed it. */
function isForStream({ method, url, headers: { accept = '' } }: FastifyRequest): boolean {
  if (url.split('?')[0] !== '/graphql') return false;
  if (method === 'POST') return preferred(accept, ANSWERS) === null && preferred(accept, [TYPE]) !== null;
  const [first = ''] = accept.split(/[,;]/);
  return method === 'GET' && first.trim().toLowerCase() === TYPE;
}

/** Each item as an event; a comment where there is none for long. Whoever leaves too much waiting is cut off. */
function streamOf(subscription: Subscription, { limits }: Connections, telemetry: Telemetry): Readable {
  let isRead = (): void => {};
  const stream = new Readable({
    read: () => isRead(),
    destroy(error, done) {
      clearInterval(ping);
      subscription.ended();
      isRead();
      done(error);
    },
  });

  function deliver(answer: Buffer, taken?: () => void): void {
    isRead = taken ?? isRead;
    if (stream.destroyed) return isRead();
    if (stream.readableLength > limits.queueLimit) {
      telemetry.connectionClosed('slow');
      stream.destroy();
    } else if (stream.push(Buffer.concat([EVENT, answer, END]))) isRead();
  }

  function complete(): void {
    // Behind its end a stream takes no ping.
    clearInterval(ping);
    stream.push('event: complete\ndata:\n\n');
    stream.push(null);
  }

  const ping = setInterval(() => stream.push(':\n\n'), PING_MS);
  // Some browsers take a stream for open only once something came.
  stream.push(':\n\n');
  subscription.deliverTo({ deliver }).then(
    () => {
      if (!stream.destroyed) complete();
    },
    (error: unknown) => {
      // What fails because nobody is there any more is no fault.
      if (stream.destroyed) return;
      // Without an end it is asked for again.
      if (isUnavailable(error)) return void stream.destroy();
      deliver(Buffer.from(JSON.stringify({ errors: toldErrors([failure(error)], telemetry) })));
      complete();
    },
  );
  return stream;
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

function unavailable(message: string): GraphQLError {
  return failure(new ThroughlineError('UNAVAILABLE', message));
}

function failure(error: unknown): GraphQLError {
  return new GraphQLError('', { originalError: error as Error });
}

function refusal(argument: string, message: string): GraphQLError {
  return new GraphQLError(message, { originalError: badInput(argument, message) });
}
