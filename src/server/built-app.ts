import { readFileSync } from 'node:fs';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyReply } from 'fastify';

const isSource = import.meta.url.endsWith('.ts');

/**
 * What a page may load: itself and nothing else. Styles may stand in the page, because the playground's editor and the
 * explorer's canvas write their own into it; workers may come from blobs, because the editor starts its language
 * services so.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

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
  sendPage(reply: FastifyReply): FastifyReply;
  /** A file of it; 404 where there is none, or none that is meant to be served. */
  sendFile(reply: FastifyReply, path: string): FastifyReply;
}

export function builtApp(name: 'playground' | 'explorer'): BuiltApp {
  const folder = fileURLToPath(new URL(`${isSource ? '../../dist' : '../..'}/${name}/`, import.meta.url));

  function send(reply: FastifyReply, path: string, missing: string): FastifyReply {
    const inside = normalize(`/${path}`);
    const type = TYPES[extname(inside)];
    const body = type === undefined ? null : readOrNull(join(folder, inside));
    if (type === undefined || body === null) return reply.code(404).send({ errors: [{ message: missing }] });
    // An asset's name changes with its content, so that it never needs to be asked for again.
    const isImmutable = inside.startsWith('/assets/');
    return reply
      .type(type)
      .header('content-security-policy', CONTENT_SECURITY_POLICY)
      .header('cache-control', isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache')
      .send(body);
  }

  return {
    sendPage: (reply) => send(reply, 'index.html', `the ${name} is not built: npm run build:${name}`),
    sendFile: (reply, path) => send(reply, path, 'there is no such path'),
  };
}

function readOrNull(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch {
    return null;
  }
}
