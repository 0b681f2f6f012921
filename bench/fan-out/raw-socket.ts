import { createConnection, type Socket } from 'node:net';

const TEXT = 0x1;
const CLOSE = 0x8;
const PING = 0x9;
const PONG = 0xa;
const FINAL = 0x80;
const MASKED = 0x80;
const END_OF_HEAD = '\r\n\r\n';

/** All sockets read into it, one after the other. */
const shared = Buffer.allocUnsafe(64 * 1024);

/**
 * A WebSocket that does no more than it must, so that ten thousand clients take as little as they can from a server on the
 * same machine: one buffer for all, messages below 64 KiB, masked by zeros.
 */
export class RawSocket {
  readonly #socket: Socket;
  #isOpen = false;
  /** What came of a frame or a head that is not whole yet. */
  #rest: Buffer | null = null;

  /** @param take is told of each message, in bytes that are overwritten once it returns */
  constructor(
    { hostname, port, host, pathname }: URL,
    protocol: string,
    readonly opened: () => void,
    public take: (bytes: Buffer) => void,
  ) {
    this.#socket = createConnection({
      ...{ host: hostname, port: Number(port), noDelay: true },
      onread: {
        buffer: shared,
        callback: (count) => {
          this.#read(shared.subarray(0, count));
          return true;
        },
      },
    });
    this.#socket.on('close', () => {
      throw new Error('A subscriber was cut off');
    });
    this.#socket.write(
      `GET ${pathname} HTTP/1.1\r\nHost: ${host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n` +
        `Sec-WebSocket-Key: ${'A'.repeat(22)}==\r\nSec-WebSocket-Protocol: ${protocol}${END_OF_HEAD}`,
    );
  }

  send(message: string): void {
    this.#write(TEXT, Buffer.from(message));
  }

  #write(opcode: number, payload: Buffer): void {
    const isShort = payload.length < 126;
    const header = Buffer.alloc(isShort ? 6 : 8);
    header[0] = FINAL | opcode;
    header[1] = MASKED | (isShort ? payload.length : 126);
    if (!isShort) header.writeUInt16BE(payload.length, 2);
    this.#socket.write(Buffer.concat([header, payload]));
  }

  #read(come: Buffer): void {
    const bytes = this.#rest === null ? come : Buffer.concat([this.#rest, come]);
    let at = 0;
    if (!this.#isOpen) {
      const end = bytes.indexOf(END_OF_HEAD);
      if (end >= 0) {
        at = end + END_OF_HEAD.length;
        this.#isOpen = true;
        this.opened();
      }
    }
    if (this.#isOpen) for (let next; (next = this.#frame(bytes, at)) > at;) at = next;
    this.#rest = at === bytes.length ? null : Buffer.from(bytes.subarray(at));
  }

  /** @returns where the next one begins; where this one does, if it is not whole */
  #frame(bytes: Buffer, at: number): number {
    const short = bytes[at + 1];
    if (short === undefined) return at;
    const begin = at + (short === 126 ? 4 : 2);
    if (begin > bytes.length) return at;
    const end = begin + (short === 126 ? bytes.readUInt16BE(at + 2) : short);
    if (end > bytes.length) return at;
    const opcode = (bytes[at] as number) & 0xf;
    if (opcode === TEXT) this.take(bytes.subarray(begin, end));
    else if (opcode === PING) this.#write(PONG, bytes.subarray(begin, end));
    else if (opcode === CLOSE) throw new Error(`A subscriber was closed: ${bytes.readUInt16BE(begin)}`);
    return end;
  }
}
