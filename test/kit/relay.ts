import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** Something between a client and a server of this machine that can be cut, as if the server were stopped. */
export interface Relay extends AsyncDisposable {
  readonly url: string;
  /** Ends all connections and takes no more. */
  cut(): Promise<void>;
  /** Takes connections again, at the same place. */
  mend(): Promise<void>;
}

/** @param url of the server; the path goes along */
export async function startRelay(url: string): Promise<Relay> {
  const { hostname, port, pathname } = new URL(url);
  const open = new Set<Socket>();
  const keep = (socket: Socket): void => {
    open.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => open.delete(socket));
  };
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    keep(client);
    keep(upstream);
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
    client.pipe(upstream).pipe(client);
  });
  const listen = (at: number): Promise<void> => new Promise((resolve) => server.listen(at, '127.0.0.1', resolve));
  await listen(0);
  const own = (server.address() as AddressInfo).port;

  async function cut(): Promise<void> {
    if (!server.listening) return;
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of open) socket.destroy();
    await closed;
  }

  return { url: `http://127.0.0.1:${own}${pathname}`, cut, mend: () => listen(own), [Symbol.asyncDispose]: cut };
}
