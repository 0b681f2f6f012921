import type { FastifyInstance } from 'fastify';
import { loadOperations, OPERATIONS } from '../playground/operations.ts';
import { builtApp } from './built-app.ts';

/** The playground at /, its files and the saved operations below /playground/. */
export function mountPlayground(app: FastifyInstance): void {
  const operations = loadOperations(OPERATIONS);
  const playground = builtApp('playground');

  app.get('/', (_request, reply) => playground.sendPage(reply));
  app.get('/playground/operations.json', () => operations);
  app.get<{ Params: { '*': string } }>('/playground/*', (request, reply) =>
    playground.sendFile(reply, request.params['*']),
  );
}
