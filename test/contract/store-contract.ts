import { afterAll, beforeAll, describe } from 'vitest';
import type { Store } from '../../src/store/ports.ts';
import { claimsContract } from './claims.ts';
import { consumersContract } from './consumers.ts';
import { decisionsContract } from './decisions.ts';
import { logContract } from './log.ts';
import { pagesContract } from './pages.ts';
import { recordCacheContract } from './record-cache.ts';
import { stalenessContract } from './staleness.ts';
import { supersessionContract } from './supersession.ts';
import { visibilityContract } from './visibility.ts';

/** So many examples of each property; `npm run test:lts` takes half as many. */
const RUNS = Number(process.env['CONTRACT_RUNS'] ?? 30);

/** What every store does. An adapter calls it in a few lines and adds only what is its own. */
export function storeContract(name: string, open: () => Promise<{ store: Store; close(): Promise<void> }>): void {
  describe(name, () => {
    let opened: Awaited<ReturnType<typeof open>>;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened.close());
    const store = () => opened.store;
    claimsContract(store, RUNS);
    logContract(store);
    decisionsContract(store);
    consumersContract(store);
    supersessionContract(store);
    stalenessContract(store, RUNS);
    pagesContract(store);
    recordCacheContract(store, RUNS);
    visibilityContract(store, RUNS);
  });
}
