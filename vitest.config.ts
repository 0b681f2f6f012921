import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { SlowFirst } from './test/kit/slow-first.ts';
import { Summary } from './test/kit/summary.ts';

export default defineConfig({
  resolve: {
    // Without this graphql is loaded twice, once as CommonJS and once as ESM, and types of one are strangers to the other.
    alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }],
  },
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'test/long/**'],
    globalSetup: [join(import.meta.dirname, 'test/kit/global-setup.ts')],
    reporters: ['default', new Summary()],
    // For what hangs, not for what is slow: a machine may have much else to do.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 60_000 } },
    fileParallelism: true,
    maxWorkers: 2,
    sequence: { sequencer: SlowFirst },
  },
});
