import { onFaultPoint } from '../../src/kernel/fault-point.ts';

// The server, which dies as by a power cut when it comes to DIES_AT for the DIES_AFTER-th time.
const { DIES_AT, DIES_AFTER = '1' } = process.env;
let left = Number(DIES_AFTER);
onFaultPoint((point) => {
  if (point !== DIES_AT || (left -= 1) > 0) return;
  process.kill(process.pid, 'SIGKILL');
  // The signal comes a little later; nothing else is done until then.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10_000);
});
await import('../../src/main.ts');
