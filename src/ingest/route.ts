import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Services } from '../domains/services.ts';
import { takeSignals } from '../domains/alerts/index.ts';
import { formatPosition, positionOf } from '../kernel/cursor.ts';
import { ThroughlineError } from '../kernel/errors.ts';
import type { Json } from '../kernel/json.ts';
import { httpStatus } from '../kernel/http-status.ts';
import { parseJsonInTurns } from '../kernel/parse-json.ts';
import type { Position } from '../kernel/moment.ts';
import type { Telemetry } from '../telemetry/events.ts';
import type { Connector, Mapped } from './connector.ts';

/**
 * Mounts a connector: POST of JSON, plain or gzip, to its path. 201 with the position once everything is durable;
 * 400 with each wrong member named; 409, 413, 415 and 503 as HTTP means them. Facts are taken or refused together; of alerts
 * those that are right are taken, and the answer says which.
 */
export function mountConnector(
  app: FastifyInstance,
  connector: Connector,
  services: Services,
  telemetry: Telemetry,
  bodyLimit: number,
): void {
  const placeOf = (position: Position) => positionOf(services.reader.log(), formatPosition(position));

  /** Takes what is right of a payload, and says where it stands then; nothing where none of it is. */
  async function take(mapped: Mapped, payload: Json): Promise<object> {
    if ('signals' in mapped) {
      const { signals, cut, truncated } = mapped;
      const { position, unmapped } = await takeSignals(services, connector.name, signals);
      if (truncated > 0) telemetry.truncated(connector.name, truncated);
      return { position: placeOf(position), taken: signals.map(({ index }) => index), unmapped, cut, truncated };
    }
    if ('errors' in mapped) return {};
    const { name: scope } = connector;
    const result = await services.writer.submit({ scope, key: null, content: payload, facts: mapped.facts });
    if (result.refused !== null) throw new ThroughlineError(result.refused.code, result.refused.message);
    return { position: placeOf(result.position) };
  }

  app.post(connector.path, async (request, reply) => {
    const started = performance.now();
    const told = (outcome: 'taken' | 'refused' | 'failed') =>
      telemetry.ingested(connector.name, outcome, (performance.now() - started) / 1000);
    try {
      const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const payload = await parseJsonInTurns(await decode(bytes, request.headers['content-encoding'], bodyLimit));
      const mapped = await connector.map(payload, services.ontology);
      const taken = await take(mapped, payload);
      const errors = 'errors' in mapped ? mapped.errors : [];
      if (errors.length > 0) {
        told('refused');
        telemetry.refused(connector.name, errors);
        return await reply.code(400).send({ ...taken, errors });
      }
      told('taken');
      return await reply.code(201).send(taken);
    } catch (error) {
      told(error instanceof ThroughlineError ? 'refused' : 'failed');
      return refuse(reply, error, telemetry);
    }
  });
}

const inflate = promisify(gunzip);

async function decode(bytes: Buffer, encoding: string | undefined, limit: number): Promise<Buffer> {
  if (encoding === undefined || encoding === 'identity') return bytes;
  if (encoding !== 'gzip') throw new UnsupportedEncoding(encoding);
  try {
    return await inflate(bytes, { maxOutputLength: limit });
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') {
      throw new ThroughlineError('LIMIT_EXCEEDED', `a body may have ${limit} bytes when inflated; this one has more`);
    }
    throw new ThroughlineError('BAD_USER_INPUT', 'Content-Encoding says gzip, but the body is none');
  }
}

class UnsupportedEncoding extends Error {}

function refuse(reply: FastifyReply, error: unknown, telemetry: Telemetry): FastifyReply {
  const answer = (status: number, message: string) =>
    reply.code(status).send({ errors: [{ index: 0, path: '', message }] });
  if (error instanceof UnsupportedEncoding) return answer(415, 'expected Content-Encoding gzip, or none');
  if (error instanceof ThroughlineError) {
    if (error.code === 'UNAVAILABLE') void reply.header('retry-after', '1');
    return answer(httpStatus(error.code), error.message);
  }
  const id = crypto.randomUUID();
  telemetry.fault(id, error);
  return answer(500, `a fault of ours; it is in the log as ${id}`);
}
