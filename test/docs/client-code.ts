import { readdirSync, readFileSync, statSync } from 'node:fs';
import { expect } from 'vitest';
import type { Block } from './blocks.ts';

const FOLDER = new URL('../clients/', import.meta.url);

/** The code of docs/clients.md stands so in what test/clients/clients.test.ts runs. */
export function isOfAClient({ text }: Block): void {
  const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .map((file) => new URL(file, FOLDER))
    .filter((file) => statSync(file).isFile());
  const holders = files.filter((file) => readFileSync(file, 'utf8').includes(text));
  expect(holders).toHaveLength(1);
}
