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

/**
 * What every store does. An adapter calls it in a few lines and adds only what is its own.
 * @param most examples of each property; CONTRACT_RUNS: for a longer search than each run of the tests has time for
 */
export function storeContract(
  name: string,
  open: () => Promise<{ store: Store; close(): Promise<void> }>,
  most = 30,
): void {
  const runs = Number(process.env['CONTRACT_RUNS'] ?? most);
  describe(name, () => {
    let opened: Awaited<ReturnType<typeof open>>;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened.close());
    const store = () => opened.store;
    claimsContract(store, runs);
    logContract(store);
    decisionsContract(store);
    consumersContract(store);
    supersessionContract(store);
    stalenessContract(store, runs);
    pagesContract(store);
    recordCacheContract(store, runs);
    visibilityContract(store, runs);
  });
}
