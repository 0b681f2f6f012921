import { findProgram } from './find-program.ts';
import { startProgram } from './process.ts';
import type { Unavailable } from './unavailable.ts';

/** Where a Redis is, or why tests of it can not run. */
export function findRedis(): { redis: string } | Unavailable {
  const redis = findProgram(['redis-server']);
  return redis === null ? { unavailable: 'no Redis: looked for redis-server on the PATH' } : { redis };
}

/** One on this port of loopback that keeps nothing. */
export async function startRedis(program: string, port: number): Promise<AsyncDisposable> {
  const { child, exit, said } = startProgram(program, [
    ...['--port', String(port), '--bind', '127.0.0.1'],
    ...['--save', '', '--appendonly', 'no'],
  ]);
  await said(/(Ready to accept connections)/);
  return {
    async [Symbol.asyncDispose]() {
      child.kill();
      await exit;
    },
  };
}
