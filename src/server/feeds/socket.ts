import type { Socket as Stream } from 'node:net';
import { CloseCode } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { Viewer } from '../../kernel/viewer.ts';
import type { Telemetry } from '../../telemetry/events.ts';
import type { FeedLimits } from './connections.ts';
import { asciiJson, nextFrame } from './frame.ts';
import { Operations } from './operations.ts';
import type { Outlet } from './outlet.ts';

/** Closed by us, beside the codes of the protocol; `docs/subscriptions.md` lists them all. */
export const CLOSE = {
  /** Clients of graphql-ws take it for final. */
  subscriptions: [CloseCode.TooManyInitialisationRequests, 'Too many subscriptions'],
  connections: [4503, 'Too many connections'],
  /** As registered for it: clients of graphql-ws connect anew. */
  away: [1013, 'Try again later'],
  slow: [4507, 'Too slow: go on behind the last item'],
} as const;

/** In bytes, as RFC 6455, 5.5 has it for what a closing frame says beside its code. */
const LONGEST_REASON = 123;

/** A WebSocket as graphql-ws writes to it and reads from it; what waits in it is bounded. */
export class Socket {
  readonly protocol: string;
  /** How many bytes had come, had been taken by the system, and waited, when it was last asked for a sign of life. */
  #seen = { came: 0, taken: 0, waited: 0 };

  constructor(
    readonly socket: WebSocket,
    /** What it goes on; only whole frames may be written to it. */
    readonly stream: Stream,
    readonly viewer: Viewer,
    readonly limits: FeedLimits,
    readonly telemetry: Telemetry,
  ) {
    this.protocol = socket.protocol;
    // What is wrong with what came closes it, with its code.
    socket.on('error', () => {});
  }

  get isOpen(): boolean {
    return this.socket.readyState === WebSocket.OPEN;
  }

  /** Waits until it is on its way. */
  send(message: string): Promise<void> {
    return new Promise((taken) => {
      if (this.#takes()) this.socket.send(message, () => taken());
      else taken();
    });
  }

  /** Writes a whole frame as it is: some things less to do for each who gets it than the library has. */
  write(frame: Buffer, taken?: () => void): void {
    if (this.#takes()) this.stream.write(frame, taken);
    else taken?.();
  }

  /** Whether it is open; one in which too much waits is closed. */
  #takes(): boolean {
    if (this.isOpen && this.stream.writableLength > this.limits.queueLimit) this.refuse('slow');
    return this.isOpen;
  }

  /** Says and counts why at most once: what fails behind it, fails of that. */
  refuse(why: keyof typeof CLOSE): void {
    if (!this.isOpen) return;
    this.telemetry.connectionClosed(why);
    const [code, reason] = CLOSE[why];
    this.close(code, reason);
  }

  close(code?: number, reason = ''): void {
    // With a client's own long id in it, it is one that no frame has room for.
    this.socket.close(code, Buffer.byteLength(reason) > LONGEST_REASON ? '' : reason);
  }

  onMessage(take: (message: string) => Promise<void>): void {
    const operations = new Operations(this, take);
    this.socket.on('message', (message: Buffer) => {
      // A client that has not heard yet that it is closed goes on asking.
      if (!this.isOpen) return;
      operations.take(message.toString()).catch((error: unknown) => {
        this.telemetry.fault(crypto.randomUUID(), error);
        this.close(CloseCode.InternalServerError, 'Internal server error');
      });
    });
  }

  /**
   * Asks for a sign of life, or ends what gave none since the last time: nothing came, nor was anything taken of what waited.
   * Of one that waits already more is taken only as its client reads.
   */
  check(): void {
    const { bytesRead: came, bytesWritten, writableLength: waited } = this.stream;
    const [before, taken] = [this.#seen, bytesWritten - waited];
    this.#seen = { came, taken, waited };
    if (came === before.came && (before.waited === 0 || taken === before.taken)) this.socket.terminate();
    else if (this.isOpen) this.socket.ping();
  }
}

/** Where the items of one subscription of a socket go: what is the same for many is joined to its id alone. */
export class SocketOutlet implements Outlet {
  readonly #name: string;

  constructor(
    readonly socket: Socket,
    id: string,
  ) {
    this.#name = asciiJson(id);
  }

  deliver(answer: Buffer, taken?: () => void): void {
    this.socket.write(nextFrame(this.#name, answer), taken);
  }
}
