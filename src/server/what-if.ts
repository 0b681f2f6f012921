import type { FastifyInstance, FastifyReply } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Services } from '../domains/services.ts';
import { reportWhatIf, whatIfMarkdown } from '../export/what-if/index.ts';
import type { Execute } from '../graphql/index.ts';
import { POSITION_HEADER } from '../kernel/cursor.ts';
import { ThroughlineError } from '../kernel/errors.ts';
import { parseJsonInTurns } from '../kernel/parse-json.ts';
import type { Telemetry } from '../telemetry/events.ts';
import { pinnedContext } from './pinned-context.ts';
import { preferred } from './preferred.ts';
import { refuse } from './refuse.ts';

const NAME = 'what-if';
const TYPES = ['application/json', 'text/markdown'] as const;

/** Mounts POST of /api/v1/what-if: the arguments of `whatIf` as JSON, its answer as JSON or as Markdown. */
export function mountWhatIf(
  app: FastifyInstance,
  schema: GraphQLSchema,
  execute: Execute,
  services: Services,
  telemetry: Telemetry,
): void {
  app.post('/api/v1/what-if', async (request, reply): Promise<FastifyReply> => {
    const started = performance.now();
    const told = (outcome: 'sent' | 'refused' | 'failed') =>
      telemetry.exported(NAME, outcome, (performance.now() - started) / 1000);
    try {
      const type = preferred(request.headers.accept, TYPES);
      if (type === null) {
        told('refused');
        const message = `expected an Accept of ${TYPES.join(' or ')}`;
        return await reply.code(406).send({ errors: [{ code: 'BAD_USER_INPUT', argument: 'accept', message }] });
      }
      const context = await pinnedContext(request.headers, services);
      const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const report = await reportWhatIf(await parseJsonInTurns(bytes), schema, execute, context);
      void reply.headers({
        'content-type': `${type}; charset=utf-8`,
        'cache-control': 'no-store',
        vary: 'accept',
        [POSITION_HEADER]: report.answer.watermark,
        'x-throughline-verdict': report.verdict,
      });
      told('sent');
      return await reply.send(type === 'text/markdown' ? whatIfMarkdown(report) : JSON.stringify(report));
    } catch (error) {
      told(error instanceof ThroughlineError ? 'refused' : 'failed');
      return refuse(reply, error, telemetry);
    }
  });
}
