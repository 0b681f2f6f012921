import type { FastifyReply } from 'fastify';
import { ThroughlineError } from '../kernel/errors.ts';
import { httpStatus } from '../kernel/http-status.ts';
import type { Telemetry } from '../telemetry/events.ts';

/** Answers an error as the routes of exports tell it: `{"errors": [{"code", "argument", "message"}]}`. */
export function refuse(reply: FastifyReply, error: unknown, telemetry: Telemetry): FastifyReply {
  for (const header of Object.keys(reply.getHeaders())) reply.removeHeader(header);
  if (error instanceof ThroughlineError) {
    const { code, argument, message } = error;
    if (code === 'UNAVAILABLE') void reply.header('retry-after', '1');
    return reply.code(httpStatus(code)).send({ errors: [{ code, argument, message }] });
  }
  const id = crypto.randomUUID();
  telemetry.fault(id, error);
  const message = `a fault of ours; it is in the log as ${id}`;
  return reply.code(500).send({ errors: [{ code: 'INTERNAL_SERVER_ERROR', id, message }] });
}
