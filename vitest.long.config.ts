import { defineConfig } from 'vitest/config';
import config from './vitest.config.ts';

const { projects: _projects, ...test } = config.test!;

/** What takes too long for every run; CI runs it as well. Few files, each in a process of its own. */
export default defineConfig({
  ...config,
  test: { ...test, include: ['test/long/**/*.test.ts'], exclude: ['**/node_modules/**'], testTimeout: 300_000 },
});
