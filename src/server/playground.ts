import type { FastifyInstance } from 'fastify';

/** A page at / until the playground is built in. */
export function mountPlayground(app: FastifyInstance): void {
  app.get('/', (_request, reply) => reply.type('text/html').send('<!doctype html><title>Throughline</title>'));
}
