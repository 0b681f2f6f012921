import type * as faultPoints from '../../src/kernel/fault-point.ts';

const built = (file: string): Promise<unknown> => import(new URL(`../../dist/src/${file}`, import.meta.url).href);

// The server as it is built, which dies as by a power cut when it comes to DIES_AT for the DIES_AFTER-th time.
const { DIES_AT, DIES_AFTER = '1' } = process.env;
let left = Number(DIES_AFTER);
const { onFaultPoint } = (await built('kernel/fault-point.js')) as typeof faultPoints;
onFaultPoint((point) => {
  if (point !== DIES_AT || (left -= 1) > 0) return;
  process.kill(process.pid, 'SIGKILL');
  // The signal comes a little later; nothing else is done until then.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10_000);
});
await built('main.js');
