import { once } from 'node:events';
import type { AddressInfo, Socket as Stream } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { readConfig } from '../../src/config.ts';
import { EVERYBODY } from '../../src/kernel/viewer.ts';
import { nextFrame } from '../../src/server/feeds/frame.ts';
import { Socket } from '../../src/server/feeds/socket.ts';
import { createTelemetry } from '../../src/telemetry/events.ts';
import { rawSocket } from '../kit/raw-socket.ts';

let sockets: WebSocketServer;
/** As the server has it. */
let socket: Socket;
/** What its client goes on, which answers nothing by itself. */
let client: Stream;
beforeEach(async () => {
  sockets = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(sockets, 'listening');
  const connected = new Promise<Socket>((resolve) => {
    sockets.once('connection', (each, { socket: stream }) => {
      const limits = readConfig({ THROUGHLINE_QUEUE_LIMIT: String(1024 ** 3) });
      resolve(new Socket(each, stream, EVERYBODY, limits, createTelemetry('silent')));
    });
  });
  client = (await rawSocket(`http://127.0.0.1:${(sockets.address() as AddressInfo).port}/`)).stream;
  socket = await connected;
});
afterEach(() => {
  client.destroy();
  for (const each of sockets.clients) each.terminate();
  sockets.close();
});

/** More than the system keeps for a connection on both sides. */
function writeMuch(): void {
  const frame = nextFrame('"a"', Buffer.alloc(1024 ** 2, '1'));
  for (let times = 0; times < 64; times++) socket.write(frame);
}

test('whoever says nothing at all is ended when asked again', () => {
  socket.check();
  expect(socket.isOpen).toBe(true);
  socket.check();
  expect(socket.isOpen).toBe(false);
});

test('so is whoever takes nothing of what waits', () => {
  writeMuch();
  socket.check();
  expect(socket.isOpen).toBe(true);
  socket.check();
  expect(socket.isOpen).toBe(false);
});

test('whoever is behind, but reads, is not, for as long as that is so', async () => {
  writeMuch();
  socket.check();
  expect(socket.stream.writableLength).toBeGreaterThan(0);
  client.resume();
  await expect.poll(() => socket.stream.writableLength).toBe(0);
  socket.check();
  expect(socket.isOpen).toBe(true);
  // What the system takes for a client that is not behind says nothing of it.
  socket.write(nextFrame('"a"', Buffer.from('1')));
  socket.check();
  expect(socket.isOpen).toBe(false);
});

test('any message is a sign of life', async () => {
  const come = new Promise<string>((resolve) => socket.onMessage(async (message) => resolve(message)));
  socket.check();
  // A text of one letter, masked by nothing.
  client.write(Buffer.from([0x81, 0x81, 0, 0, 0, 0, 0x61]));
  expect(await come).toBe('a');
  socket.check();
  expect(socket.isOpen).toBe(true);
});
