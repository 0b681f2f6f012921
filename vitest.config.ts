import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: {
    // Without this graphql is loaded twice, once as CommonJS and once as ESM, and types of one are strangers to the other.
    alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }],
  },
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'test/long/**'],
    testTimeout: 30_000,
    hookTimeout: 120_000,
    fileParallelism: true,
    maxWorkers: 2,
  },
});
