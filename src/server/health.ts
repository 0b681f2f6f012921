import type { FastifyInstance } from 'fastify';
import type { Services } from '../domains/services.ts';
import type { Telemetry } from '../telemetry/events.ts';

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
    const { position } = await store.log.head();
    const behind = position - reader.head().position;
    return behind > 10_000 ? `reads are ${behind} log entries behind` : null;
  } catch {
    return 'the store does not answer';
  }
}
