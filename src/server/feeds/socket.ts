import { CloseCode } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { Viewer } from '../../kernel/viewer.ts';
import type { Telemetry } from '../../telemetry/events.ts';
import type { FeedLimits } from './connections.ts';
import type { Outlet } from './outlet.ts';

/** Closed by us, beside the codes of the protocol; `docs/subscriptions.md` lists them all. */
export const CLOSE = {
  /** Clients of graphql-ws take it for final. */
  subscriptions: [CloseCode.TooManyInitialisationRequests, 'Too many subscriptions'],
  connections: [4503, 'Too many connections'],
  slow: [4507, 'Too slow: go on behind the last item'],
} as const;

/** A WebSocket as graphql-ws writes to it and reads from it; what waits in it is bounded. */
export class Socket {
  readonly protocol: string;
  /** Whether anything came since it was last asked for a sign of life. */
  isAlive = true;

  constructor(
    readonly socket: WebSocket,
    readonly viewer: Viewer,
    readonly limits: FeedLimits,
    readonly telemetry: Telemetry,
  ) {
    this.protocol = socket.protocol;
    // What is wrong with what came closes it, with its code.
    socket.on('error', () => {});
    socket.on('pong', () => (this.isAlive = true));
  }

  get isOpen(): boolean {
    return this.socket.readyState === WebSocket.OPEN;
  }

  /** Waits until it is on its way. */
  send(message: string): Promise<void> {
    return new Promise((taken) => this.write(message, taken));
  }

  write(message: string, taken?: () => void): void {
    if (this.isOpen && this.socket.bufferedAmount > this.limits.queueLimit) this.refuse('slow');
    if (this.isOpen) this.socket.send(message, taken);
    else taken?.();
  }

  refuse(why: keyof typeof CLOSE): void {
    this.telemetry.connectionClosed(why);
    const [code, reason] = CLOSE[why];
    this.close(code, reason);
  }

  close(code?: number, reason?: string): void {
    this.socket.close(code, reason);
  }

  onMessage(take: (message: string) => Promise<void>): void {
    this.socket.on('message', (message: Buffer) => {
      take(message.toString()).catch((error: unknown) => {
        this.telemetry.fault(crypto.randomUUID(), error);
        this.close(CloseCode.InternalServerError, 'Internal server error');
      });
    });
  }

  /** Asks for a sign of life, or ends what gave none. */
  check(): void {
    if (!this.isAlive) return this.socket.terminate();
    this.isAlive = false;
    if (this.isOpen) this.socket.ping();
  }
}

/** Where the items of one subscription of a socket go: what is the same for many is joined to its id alone. */
export class SocketOutlet implements Outlet {
  constructor(
    readonly socket: Socket,
    readonly id: string,
  ) {}

  deliver(answer: string, taken?: () => void): void {
    this.socket.write(`{"id":${JSON.stringify(this.id)},"type":"next","payload":${answer}}`, taken);
  }
}
