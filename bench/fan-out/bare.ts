import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import { WebSocketServer } from 'ws';
import { nextFrame } from '../../src/server/feeds/frame.ts';

const START = '{"id":"1","type":"next","payload":{"data":{"alerts":{"__typename":"FeedStart"}}}}';

/**
 * What the machine itself needs: answers each request by writing the same item to every socket, in one go, and knows of no
 * graph. @returns where it is
 */
export async function startBare(): Promise<string> {
  const streams: Duplex[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { variables } = JSON.parse(body) as { variables: { input?: { title: string } } };
      if (variables.input !== undefined) tell(variables.input.title);
      response.end('{}');
    });
  });

  function tell(title: string): void {
    const alert = { title, severity: 'CRITICAL', state: 'OPEN', entity: { id: '', name: '' } };
    const answer = Buffer.from(JSON.stringify({ data: { alerts: { __typename: 'AlertEvent', alert } } }));
    for (const stream of streams) stream.write(nextFrame(`"${crypto.randomUUID()}"`, answer));
  }

  new WebSocketServer({ server }).on('connection', (socket, { socket: stream }) => {
    streams.push(stream);
    socket.once('message', () => {
      socket.send('{"type":"connection_ack"}');
      socket.once('message', () => socket.send(START));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
