import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ontology } from '../../src/domains/index.ts';
import { openEmbeddedStore } from '../../src/store/embedded/index.ts';
import type { Store } from '../../src/store/ports.ts';

/** An embedded store in a folder of its own, which goes with it. */
export async function embeddedForTests(): Promise<{ store: Store; close(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-'));
  const store = await openEmbeddedStore({ folder, ontology });
  return {
    store,
    async close() {
      await store[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true });
    },
  };
}
