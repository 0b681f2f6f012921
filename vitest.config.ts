import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { SlowFirst } from './test/kit/slow-first.ts';
import { Summary } from './test/kit/summary.ts';

/** Files that declare types of their own, which a schema that is built behind them in one process would have, too. */
const ALONE = ['test/graphql/toy-kind.test.ts'];
const EXCLUDE = ['**/node_modules/**', 'test/long/**'];

export default defineConfig({
  resolve: {
    // Without this graphql is loaded twice, once as CommonJS and once as ESM, and types of one are strangers to the other.
    alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }],
  },
  test: {
    // The application is loaded once by each worker, not once by each file: half of the time would go into that.
    projects: [
      {
        extends: true,
        test: { name: 'together', include: ['test/**/*.test.ts'], exclude: [...EXCLUDE, ...ALONE], isolate: false },
      },
      { extends: true, test: { name: 'alone', include: ALONE } },
    ],
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
