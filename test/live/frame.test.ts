import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { asciiJson, nextFrame } from '../../src/server/feeds/frame.ts';

/** What a client reads that these frames are written to. */
async function readBy(frames: readonly Buffer[]): Promise<unknown[]> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const sockets = new WebSocketServer({ server });
  sockets.once('connection', (socket, { socket: stream }) => {
    for (const frame of frames) stream.write(frame);
    socket.close();
  });
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const read: unknown[] = [];
  client.on('message', (message: Buffer) => read.push(JSON.parse(message.toString())));
  await once(client, 'close');
  sockets.close();
  server.close();
  return read;
}

function answerOf(length: number): Buffer {
  const around = JSON.stringify({ data: '' }).length;
  return Buffer.from(JSON.stringify({ data: 'x'.repeat(length - around) }));
}

it('frames an item of any length for whatever name', async () => {
  const around = JSON.stringify({ id: 'a', type: 'next', payload: 0 }).length - 1;
  // Where a frame says its length in one byte, in two, and in eight.
  const lengths = [40, 125 - around, 126 - around, 65_535 - around, 65_536 - around, 200_000];
  const read = await readBy(lengths.map((length) => nextFrame(asciiJson('a'), answerOf(length))));
  expect(read).toEqual(
    lengths.map((length) => ({ id: 'a', type: 'next', payload: JSON.parse(answerOf(length).toString()) as unknown })),
  );
});

it('tells many the same, each by its name, whatever letters are in it', async () => {
  const answer = Buffer.from(JSON.stringify({ data: 'gelöst 🎈' }));
  const other = Buffer.from(JSON.stringify({ data: 'another' }));
  const names = ['one', 'two', 'a longer one', '"\\\n\u0007', 'grün', '🎈', '\ud800', 'three'];
  const read = await readBy([
    ...names.map((name) => nextFrame(asciiJson(name), answer)),
    nextFrame(asciiJson('six'), other),
    nextFrame(asciiJson('one'), answer),
  ]);
  const told = (id: string, data: string) => ({ id, type: 'next', payload: { data } });
  expect(read).toEqual([
    ...names.map((name) => told(name, 'gelöst 🎈')),
    told('six', 'another'),
    told('one', 'gelöst 🎈'),
  ]);
});
