import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { Services } from '../domains/services.ts';
import { createExport, exportNames, type Export, type Query } from '../export/index.ts';
import { POSITION_HEADER } from '../kernel/cursor.ts';
import { ThroughlineError } from '../kernel/errors.ts';
import type { ExportOutcome, Telemetry } from '../telemetry/events.ts';
import { honestyHeaders } from './honesty-headers.ts';
import { pinnedContext } from './pinned-context.ts';
import { refuse } from './refuse.ts';

/** How long a client may take nothing of an answer, which is held for it meanwhile; docs/limits.md says so. */
const STALL_MS = 60_000;

/**
 * Mounts GET and HEAD of /api/v1/export/<name>. An answer is made as fast as the client takes it: of one that goes away,
 * or takes nothing for `stallMs`, no more is made.
 */
export function mountExport(
  app: FastifyInstance,
  services: Services,
  telemetry: Telemetry,
  stallMs: number = STALL_MS,
): void {
  for (const name of exportNames) {
    app.route({
      method: ['GET', 'HEAD'],
      url: `/api/v1/export/${name}`,
      handler: async (request, reply) => {
        const started = performance.now();
        const told = (outcome: ExportOutcome) =>
          telemetry.exported(name, outcome, (performance.now() - started) / 1000);
        try {
          const made = await createExport(name, request.query as Query, await pinnedContext(request.headers, services));
          void reply.headers(headersOf(made));
          if (request.method === 'HEAD') {
            told('sent');
            return await reply.send();
          }
          const body = Readable.from(await begun(made.text()), { objectMode: false });
          body.on('error', (error) => telemetry.fault(crypto.randomUUID(), error));
          body.once('close', () => told(outcomeOf(body)));
          reply.raw.setTimeout(stallMs, () => reply.raw.destroy());
          return await reply.send(body);
        } catch (error) {
          told(error instanceof ThroughlineError ? 'refused' : 'failed');
          return refuse(reply, error, telemetry);
        }
      },
    });
  }
}

function headersOf({ type, file, position, honesty }: Export): Record<string, string> {
  return {
    'content-type': type,
    'content-disposition': `attachment; filename="${file}"`,
    'cache-control': 'no-store',
    ...(honesty === null ? { [POSITION_HEADER]: position } : honestyHeaders(honesty.answer, honesty.total)),
  };
}

/** With its first piece made: what can not be read is refused while there still is a status to say so. */
async function begun(text: AsyncIterableIterator<string>): Promise<AsyncIterable<string>> {
  const first = await text.next();
  return {
    async *[Symbol.asyncIterator]() {
      if (first.done !== true) yield first.value;
      yield* text;
    },
  };
}

/** What is broken off has no end to its body, so that no client takes it for whole. */
function outcomeOf(body: Readable): ExportOutcome {
  if (body.readableEnded) return 'sent';
  return body.errored === null ? 'left' : 'failed';
}
