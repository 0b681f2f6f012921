import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import compress from '@fastify/compress';
import type { FastifyInstance, FastifyReply } from 'fastify';

const isSource = import.meta.url.endsWith('.ts');

type App = 'playground' | 'explorer';

/**
 * What a page may load: itself and nothing else. Styles may stand in the page, because the playground's editor and the
 * controls of both write some of their own into it.
 */
const LOADS = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self' 'unsafe-inline'",
  'font-src': "'self'",
  'img-src': "'self' data:",
  'connect-src': "'self'",
  'worker-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
};

/** The playground's editor brings a font along in its styles, and starts its language services from blobs. */
const LOADS_MORE: Readonly<Record<App, Partial<typeof LOADS>>> = {
  playground: { 'font-src': "'self' data:", 'worker-src': "'self' blob:" },
  explorer: {},
};

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.woff2': 'font/woff2',
};

/** An app that Vite built into `dist/<name>`, by `npm run build:<name>`. */
export interface BuiltApp {
  /** Adds routes whose answers are compressed for who takes that. */
  mount(app: FastifyInstance, add: (routes: FastifyInstance) => void): void;
  sendPage(reply: FastifyReply): Promise<FastifyReply>;
  /** A file of it; 404 where there is none, or none that is meant to be served. */
  sendFile(reply: FastifyReply, path: string): Promise<FastifyReply>;
}

export function builtApp(name: App): BuiltApp {
  const folder = fileURLToPath(new URL(`${isSource ? '../../dist' : '../..'}/${name}/`, import.meta.url));
  const policy = Object.entries({ ...LOADS, ...LOADS_MORE[name] })
    .map((directive) => directive.join(' '))
    .join('; ');

  async function send(reply: FastifyReply, path: string, missing: string): Promise<FastifyReply> {
    const inside = normalize(`/${path}`);
    const type = TYPES[extname(inside)];
    const body = type === undefined ? null : await readFile(join(folder, inside)).catch(() => null);
    if (type === undefined || body === null) return reply.code(404).send({ errors: [{ message: missing }] });
    // An asset's name changes with its content, so that it never needs to be asked for again.
    const isImmutable = inside.startsWith('/assets/');
    return reply
      .type(type)
      .header('content-security-policy', policy)
      .header('cache-control', isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache')
      .send(body);
  }

  return {
    mount(app, add) {
      void app.register(async (routes) => {
        await routes.register(compress, { encodings: ['gzip'] });
        add(routes);
      });
    },
    sendPage: (reply) => send(reply, 'index.html', `the ${name} is not built: npm run build:${name}`),
    sendFile: (reply, path) => send(reply, path, 'there is no such path'),
  };
}
