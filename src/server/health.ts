import { setTimeout } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { Services } from '../domains/services.ts';
import type { Telemetry } from '../telemetry/events.ts';

const PING_MS = 2_000;
/** Log entries; more are some seconds of work for the projections. */
const MOST_BEHIND = 10_000;

/** /healthz: the process answers. /readyz: the store answers, and reads have reached it. /metrics: for Prometheus. */
export function mountHealth(
  app: FastifyInstance,
  services: Services,
  telemetry: Telemetry,
  draining: () => boolean,
): void {
  app.get('/healthz', () => ({ status: 'ok' }));

  app.get('/readyz', async (_request, reply) => {
    const reason = draining() ? 'the server is shutting down' : await unready(services);
    if (reason === null) return { status: 'ok', position: services.reader.head().position };
    return reply.code(503).send({ status: 'unavailable', reason });
  });

  app.get('/metrics', async (_request, reply) => {
    telemetry.position(services.reader.head().position);
    void reply.type(telemetry.registry.contentType);
    return telemetry.registry.metrics();
  });
}

async function unready({ store, reader }: Services): Promise<string | null> {
  try {
    await within(PING_MS, store.ping());
  } catch {
    return 'the store does not answer';
  }
  const { position } = await store.log.head();
  const behind = position - reader.head().position;
  return behind > MOST_BEHIND ? `reads are ${behind} log entries behind` : null;
}

/** A store that hangs does not answer, either. */
async function within(ms: number, answer: Promise<void>): Promise<void> {
  const late = new AbortController();
  const deadline = setTimeout(ms, null, { signal: late.signal }).then(() => {
    throw new Error(`no answer within ${ms} ms`);
  });
  await Promise.race([answer, deadline]).finally(() => late.abort());
}
