import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

interface RawSocket {
  readonly stream: Socket;
  /** What the server answered; nothing behind that is read as yet. */
  readonly status: number;
  readonly closed: Promise<unknown>;
}

/** What offers to be a WebSocket, and answers nothing by itself. */
export async function rawSocket(url: string): Promise<RawSocket> {
  const { hostname, port, pathname, host } = new URL(url);
  const stream = connect(Number(port), hostname);
  stream.on('error', () => {});
  const closed = new Promise((resolve) => stream.once('close', resolve));
  stream.write(
    [
      ...[`GET ${pathname} HTTP/1.1`, `Host: ${host}`, 'Connection: Upgrade', 'Upgrade: websocket'],
      ...['Sec-WebSocket-Version: 13', `Sec-WebSocket-Key: ${Buffer.alloc(16).toString('base64')}`],
      ...['Sec-WebSocket-Protocol: graphql-transport-ws', '\r\n'],
    ].join('\r\n'),
  );
  const [first] = (await once(stream, 'data')) as [Buffer];
  stream.pause();
  return { stream, status: Number(first.toString('latin1').split(' ')[1]), closed };
}
