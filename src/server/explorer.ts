import type { FastifyInstance, FastifyReply } from 'fastify';
import { builtApp } from './built-app.ts';

export interface Explorer {
  mount(app: FastifyInstance): void;
  /** Answers with the page where a path that can not be decoded is one of its own: it says what is wrong, and searches. */
  answersPath(path: string, reply: FastifyReply): boolean;
}

/** The explorer: one page at /explore and below it, which reads in its address what to show, and its files. */
export function createExplorer(): Explorer {
  const explorer = builtApp('explorer');
  return {
    mount: (app) =>
      explorer.mount(app, (routes) => {
        routes.get<{ Params: { '*': string } }>('/explore/assets/*', (request, reply) =>
          explorer.sendFile(reply, `assets/${request.params['*']}`),
        );
        for (const path of ['/explore/icon.svg', '/favicon.ico']) {
          routes.get(path, (_request, reply) => explorer.sendFile(reply, 'icon.svg'));
        }
        routes.get('/explore', (_request, reply) => explorer.sendPage(reply));
        routes.get('/explore/*', (_request, reply) => explorer.sendPage(reply));
      }),
    answersPath(path, reply) {
      if (!path.startsWith('/explore/')) return false;
      void explorer.sendPage(reply);
      return true;
    },
  };
}
