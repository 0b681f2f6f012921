/** What takes less is not worth a line. */
const SAID_EVERY_MS = 2_000;

/** Says how far a long start has come, one line now and then, until it is over. */
export interface Progress {
  /** For a part of the start, as `relations`: what takes how many of them are there. */
  of(part: string): (count: number) => void;
  over(): void;
}

export function createProgress(say: (line: string) => void): Progress {
  let isOver = false;
  return {
    of(part) {
      let saidAt = performance.now();
      return (count) => {
        if (isOver || performance.now() < saidAt + SAID_EVERY_MS) return;
        saidAt = performance.now();
        say(`Loading: ${count.toLocaleString('en')} ${part}`);
      };
    },
    over() {
      isOver = true;
    },
  };
}
