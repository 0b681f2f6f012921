import { defineConfig } from 'vitest/config';
import config from './vitest.config.ts';

/** What takes too long for every run; CI runs it as well. */
export default defineConfig({
  ...config,
  test: {
    ...config.test,
    projects: [],
    include: ['test/long/**/*.test.ts'],
    exclude: ['**/node_modules/**'],
    testTimeout: 300_000,
  },
});
