import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { buildGraph } from '../../src/graphql/index.ts';
import { loadTheirOperations } from '../../src/playground/operations.ts';
import type { TestServer } from '../kit/server.ts';

/** The block is a file that a team may put into its folder, and is answered. */
export async function isAnOperationOfTheirs(text: string, server: TestServer): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-operations-'));
  try {
    writeFileSync(join(folder, 'any-name.graphql'), text);
    const { operations, leftOut } = loadTheirOperations(folder, buildGraph(), []);
    expect(leftOut).toEqual([]);
    expect(operations).toHaveLength(1);
    await server.query(operations[0]!.document);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
