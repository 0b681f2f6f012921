import { WebSocket } from 'ws';
import { filterOf, OPERATION } from './told.ts';

/** Connects so many at a time. */
const AT_ONCE = 100;
const SENT = /"title":"(\d+)"/;

/** Subscribers, each with a connection of its own, that say how long an event took to come to each of them. */
const [url = '', subscribers = '', filters = ''] = process.argv.slice(2);
const count = Number(subscribers);
let times: number[] = [];

/** The title of an alert says when it was raised, by the clock that all processes of the machine share. */
function take(message: Buffer): void {
  const sent = SENT.exec(message.toString('latin1'))?.[1];
  if (sent === undefined) throw new Error(`No alert came, but ${message.toString()}`);
  times.push(Number(process.hrtime.bigint() - BigInt(sent)) / 1e6);
  if (times.length < count) return;
  process.send?.(times);
  times = [];
}

async function connect(index: number): Promise<void> {
  const socket = new WebSocket(url, 'graphql-transport-ws', { perMessageDeflate: false });
  socket.on('error', (error) => {
    throw error;
  });
  socket.on('close', (code, reason) => {
    throw new Error(`A subscriber was closed: ${code} ${String(reason)}`);
  });
  await new Promise((resolve) => socket.once('open', resolve));
  socket.send('{"type":"connection_init"}');
  await new Promise((resolve) => socket.once('message', resolve));
  const payload = { query: OPERATION, variables: { filter: filterOf(index % Number(filters)) } };
  socket.send(JSON.stringify({ id: crypto.randomUUID(), type: 'subscribe', payload }));
  const start = await new Promise((resolve) =>
    socket.once('message', (message: Buffer) => resolve(message.toString())),
  );
  if (!String(start).includes('FeedStart')) throw new Error(`No feed began, but ${String(start)}`);
  socket.on('message', take);
}

for (let index = 0; index < count; index += AT_ONCE) {
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, count - index) }, (_, each) => connect(index + each)));
}
process.send?.('connected');
