import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ontology } from '../../src/domains/index.ts';
import { openEmbeddedStore } from '../../src/store/embedded/index.ts';
import { storeContract } from './store-contract.ts';

storeContract('the embedded store', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-'));
  const store = await openEmbeddedStore({ folder, ontology });
  return {
    store,
    async close() {
      await store[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true });
    },
  };
});
