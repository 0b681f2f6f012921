/** What takes less is not worth a line. */
const SAID_EVERY_MS = 2_000;

/**
 * Says how far a long start has come, now and then: one line for each part of it.
 * @returns for a part, as `relations`, what takes how many of them are there
 */
export function createProgress(say: (line: string) => void): (part: string) => (count: number) => void {
  return (part) => {
    let saidAt = performance.now();
    return (count) => {
      if (performance.now() < saidAt + SAID_EVERY_MS) return;
      saidAt = performance.now();
      say(`Loading: ${count.toLocaleString('en')} ${part}`);
    };
  };
}
