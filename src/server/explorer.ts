import type { FastifyInstance } from 'fastify';
import { builtApp } from './built-app.ts';

/** The explorer: one page at /explore and below it, which reads in its address what to show, and its files. */
export function mountExplorer(app: FastifyInstance): void {
  const explorer = builtApp('explorer');

  app.get<{ Params: { '*': string } }>('/explore/assets/*', (request, reply) =>
    explorer.sendFile(reply, `assets/${request.params['*']}`),
  );
  app.get('/explore/icon.svg', (_request, reply) => explorer.sendFile(reply, 'icon.svg'));
  app.get('/explore', (_request, reply) => explorer.sendPage(reply));
  app.get('/explore/*', (_request, reply) => explorer.sendPage(reply));
}
