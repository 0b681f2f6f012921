import { isStretchOver, nextTurn } from '../../kernel/turns.ts';
import type { Socket } from './socket.ts';

/** So often each client is asked for a sign of life; one that gives none until the next time is gone. */
const CHECK_MS = 12_000;
/** Not all at once: where there are ten thousand, asking them takes as long as telling them something. */
const PARTS = 24;

/** The sockets that are open, each looked after until it closes. */
export class OpenSockets implements Disposable {
  readonly #parts = Array.from({ length: PARTS }, () => new Set<Socket>());
  readonly #timer = setInterval(() => void this.#checkNext(), CHECK_MS / PARTS);
  #added = 0;
  #checked = 0;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** @returns what takes it out again, to be called once */
  add(socket: Socket): () => void {
    const part = this.#parts[this.#added++ % PARTS] as Set<Socket>;
    part.add(socket);
    this.#size += 1;
    return () => {
      part.delete(socket);
      this.#size -= 1;
    };
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  async #checkNext(): Promise<void> {
    for (const socket of this.#parts[this.#checked++ % PARTS] as Set<Socket>) {
      if (isStretchOver()) await nextTurn();
      socket.check();
    }
  }
}
