import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

test('the checker is short enough to be read by whoever relies on it', () => {
  const lines = readFileSync('src/cli/check-proof/main.mjs', 'utf8').trimEnd().split('\n');
  expect(lines.length).toBeLessThanOrEqual(150);
});
