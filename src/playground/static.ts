import { readFileSync } from 'node:fs';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const isSource = import.meta.url.endsWith('.ts');
const BUILT = fileURLToPath(new URL(isSource ? '../../dist/playground/' : '../../playground/', import.meta.url));

/** The folder of saved operations that comes with the package. */
export const OPERATIONS = fileURLToPath(
  new URL(isSource ? '../../schema/operations/' : '../../../schema/operations/', import.meta.url),
);

/**
 * What the page may load: itself and nothing else. Styles may stand in the page, because the editor writes its own
 * into it; workers may come from blobs, because the editor starts its language services so.
 */
export const CONTENT_SECURITY_POLICY = [
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

export interface Asset {
  readonly body: Buffer;
  readonly type: string;
  /** Its name changes with its content, so that it never needs to be asked for again. */
  readonly immutable: boolean;
}

/** A file of the built playground; null where there is none, or none that is meant to be served. */
export function playgroundAsset(path: string): Asset | null {
  const inside = normalize(`/${path}`);
  const type = TYPES[extname(inside)];
  if (type === undefined) return null;
  try {
    return { body: readFileSync(join(BUILT, inside)), type, immutable: inside.startsWith('/assets/') };
  } catch {
    return null;
  }
}
