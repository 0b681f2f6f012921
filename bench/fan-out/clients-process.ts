import { RawSocket } from './raw-socket.ts';
import { filterOf, OPERATION } from './told.ts';

/** Connects so many at a time. */
const AT_ONCE = 100;
const TITLE = '"title":"';

/** Subscribers, each with a connection of its own, that say how long an event took to come to each of them. */
const [url = '', subscribers = '', filters = ''] = process.argv.slice(2);
const count = Number(subscribers);
let times: number[] = [];

/** The title of an alert says when it was raised, by the clock that all processes of the machine share. */
function take(message: Buffer): void {
  const begin = message.indexOf(TITLE) + TITLE.length;
  const sent = message.toString('latin1', begin, message.indexOf('"', begin));
  if (!/^\d+$/.test(sent)) throw new Error(`No alert came, but ${message.toString()}`);
  times.push(Number(process.hrtime.bigint() - BigInt(sent)) / 1e6);
  if (times.length < count) return;
  process.send?.(times);
  times = [];
}

async function connect(index: number): Promise<void> {
  const payload = { query: OPERATION, variables: { filter: filterOf(index % Number(filters)) } };
  const subscribe = JSON.stringify({ id: crypto.randomUUID(), type: 'subscribe', payload });
  await new Promise<void>((begun) => {
    const socket = new RawSocket(
      new URL(url),
      'graphql-transport-ws',
      () => socket.send('{"type":"connection_init"}'),
      () => {
        socket.send(subscribe);
        socket.take = (message) => {
          if (!message.includes('FeedStart')) throw new Error(`No feed began, but ${message.toString()}`);
          socket.take = take;
          begun();
        };
      },
    );
  });
}

for (let index = 0; index < count; index += AT_ONCE) {
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, count - index) }, (_, each) => connect(index + each)));
}
process.send?.('connected');
