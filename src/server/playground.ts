import type { FastifyInstance } from 'fastify';
import type { Loaded } from '../playground/operations.ts';
import { builtApp } from './built-app.ts';

/** The playground at /, its files and the saved operations below /playground/. */
export function mountPlayground(app: FastifyInstance, saved: Loaded): void {
  const playground = builtApp('playground');

  playground.mount(app, (routes) => {
    routes.get('/', (_request, reply) => playground.sendPage(reply));
    routes.get('/playground/operations.json', () => saved);
    routes.get<{ Params: { '*': string } }>('/playground/*', (request, reply) =>
      playground.sendFile(reply, request.params['*']),
    );
  });
}
