import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startThroughline, type Throughline } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';

export interface TestServer extends Throughline {
  /** Posts an operation; an answer with errors fails the test with everything that is needed to see why. */
  query<T = Record<string, never>>(document: string, variables?: Record<string, unknown>): Promise<T>;
  /** Posts an operation and gives the answer as it is. */
  answer(document: string, variables?: Record<string, unknown>, headers?: Record<string, string>): Promise<Answer>;
  /** Posts to a route: JSON, unless the body is bytes. */
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
}

export interface Answer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { message: string; path?: (string | number)[]; extensions: Record<string, unknown> }[];
  readonly extensions?: { readonly position?: string };
}

/** The real server on a free port, its data in a folder that goes when it closes. */
export async function startServer(env: Readonly<Record<string, string>> = {}): Promise<TestServer> {
  const folder = env['THROUGHLINE_DATA'] ?? mkdtempSync(join(tmpdir(), 'throughline-'));
  const config = readConfig({
    PORT: '0',
    THROUGHLINE_SEED: 'none',
    THROUGHLINE_DATA: folder,
    LOG_LEVEL: 'silent',
    ...env,
  });
  const throughline = await startThroughline(config);

  async function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
    const isBytes = body instanceof Uint8Array || typeof body === 'string';
    return fetch(throughline.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: (isBytes ? body : JSON.stringify(body)) as NonNullable<RequestInit['body']>,
    });
  }

  async function answer(document: string, variables = {}, headers = {}): Promise<Answer> {
    const response = await post('/graphql', { query: document, variables }, headers);
    return (await response.json()) as Answer;
  }

  return {
    ...throughline,
    post,
    answer,
    async query<T>(document: string, variables = {}) {
      const got = await answer(document, variables);
      if (got.errors !== undefined) {
        throw new Error(`${document}\n${JSON.stringify(variables)}\n${JSON.stringify(got.errors, null, 2)}`);
      }
      return got.data as T;
    },
    async [Symbol.asyncDispose]() {
      await throughline[Symbol.asyncDispose]();
      if (env['THROUGHLINE_DATA'] === undefined) rmSync(folder, { recursive: true });
    },
  };
}
