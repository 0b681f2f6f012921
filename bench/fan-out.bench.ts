import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { urnParts } from '../src/kernel/urn.ts';
import { percentile, type Bench } from './bench.ts';
import type { Ready, Used } from './fan-out/server-process.ts';
import { SOURCE } from './fan-out/told.ts';
import { withFolder } from './server.ts';

const ROUNDS = 2;
const EVERY_MS = 1_000;
/** Of a round: where each is executed for each subscriber, one takes seconds. */
const EVENTS = { naive: 2, shared: 10, bare: 10 } as const;
const KINDS = ['naive', 'shared', 'bare'] as const;

export const bench: Bench = {
  about: 'Many subscribers of alerts on one process, with few different filters, beside graphql-ws as it comes.',
  run: ([subscribers = '10000', filters = '100']) =>
    withFolder((folder) => measure(folder, { subscribers: Number(subscribers), filters: Number(filters) })),
};

/** How many subscribe, and to how many different feeds. */
interface Size {
  readonly subscribers: number;
  readonly filters: number;
}

interface Started {
  readonly child: ChildProcess;
  /** When it ends before it is ended. */
  readonly gone: AbortSignal;
}

interface Side {
  readonly kind: (typeof KINDS)[number];
  readonly server: Started;
  readonly clients: Started;
  readonly http: string;
  /** In bytes for each subscriber. */
  readonly memory: Pick<Used, 'heap' | 'resident'>;
  cpuMs: number;
  readonly times: number[];
}

async function measure(folder: string, size: Size): ReturnType<Bench['run']> {
  const sides: Side[] = [];
  try {
    for (const kind of KINDS) sides.push(await start(kind, join(folder, kind), size));
    // What comes to run then is compiled.
    for (const side of sides) for (let event = 0; event < EVENTS[side.kind]; event += 1) await raise(side);
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const side of sides) {
        const before = await used(side.server);
        for (let event = 0; event < EVENTS[side.kind]; event += 1) side.times.push(...(await raise(side)));
        side.cpuMs += (await used(side.server)).cpuMs - before.cpuMs;
      }
    }
  } finally {
    for (const { clients, server } of sides) {
      clients.child.kill('SIGKILL');
      server.child.kill('SIGKILL');
    }
  }
  const figures = sides.map(({ kind, times, cpuMs, memory }) => {
    const sorted = times.sort((a, b) => a - b);
    const kib = (bytes: number) => bytes / 1024;
    return [
      ...[0.5, 0.99, 1].map((share) => percentile(sorted, share)),
      ...[cpuMs / (ROUNDS * EVENTS[kind]), kib(memory.heap), kib(memory.resident)],
    ];
  });
  const [naive = [], shared = [], bare = []] = figures;
  const row = (name: string, values: readonly number[], digits: number) => [
    name,
    ...values.map((each) => each.toFixed(digits)),
  ];
  return {
    versions: Object.fromEntries(['graphql', 'graphql-ws', 'ws'].map((name) => [name, versionOf(name)])),
    tables: [
      {
        title: `${size.subscribers} subscribers, ${size.filters} filters`,
        columns: [
          'by',
          'p50, ms',
          'p99, ms',
          'longest, ms',
          'processor, ms an event',
          'objects, KiB each',
          'process, KiB each',
        ],
        rows: [
          row('graphql-ws', naive, 1),
          row('shared', shared, 1),
          row('bare writes', bare, 1),
          row(
            'shared / graphql-ws',
            shared.map((each, index) => each / naive[index]!),
            3,
          ),
        ],
        notes: [
          `An alert a second, or as soon as the one before has come to all, that concerns every subscriber; ${ROUNDS} rounds in turn, of ${EVENTS.naive} for graphql-ws and ${EVENTS.shared} for the others, behind one to warm up. Each subscriber is a WebSocket of its own, all of one side in one process, which does no more than it must. Milliseconds are from before the alert is raised over HTTP until a subscriber has it; where the machine has two processors, clients take time from the server. Processor time is that of the server's process, with all its threads.`,
          'Memory is what the subscribers added, for each: objects and what they hold outside the heap after a collection, and the resident memory of the process. graphql-ws is `useServer` over the same schema and services. Bare writes are what the machine itself needs: a loop that writes one frame to each socket, by `ws` without any graph.',
        ],
      },
    ],
  };
}

async function start(kind: (typeof KINDS)[number], folder: string, size: Size): Promise<Side> {
  const settings = { PORT: '0', THROUGHLINE_SEED: 'none', THROUGHLINE_DATA: folder, LOG_LEVEL: 'error' };
  const server = run('server-process', [kind], settings);
  const { http, webSocket } = await said<Ready>(server);
  const { kind: of, namespace, name } = urnParts(SOURCE);
  const facts = [{ fact: 'entity', kind: of, namespace, name, at: '2026-01-01T00:00:00Z', source: 'bench' }];
  await ask(http, 'mutation ($facts: [JSON!]!) { applyFacts(facts: $facts) { refused { message } } }', { facts });
  const before = await used(server);
  const clients = run('clients-process', [webSocket, String(size.subscribers), String(size.filters)]);
  await said(clients);
  const after = await used(server);
  const each = (name: 'heap' | 'resident') => (after[name] - before[name]) / size.subscribers;
  return {
    kind,
    server,
    clients,
    http,
    memory: { heap: each('heap'), resident: each('resident') },
    cpuMs: 0,
    times: [],
  };
}

/** How long it took to come to each, in milliseconds. */
async function raise({ clients, http }: Side): Promise<number[]> {
  const begin = performance.now();
  const come = said<number[]>(clients);
  const now = String(process.hrtime.bigint());
  const input = { entity: SOURCE, key: now, title: now, severity: 'CRITICAL' };
  await ask(http, 'mutation ($input: RaiseAlertInput!) { raiseAlert(input: $input) { alert { id } } }', { input });
  const times = await come;
  await setTimeout(Math.max(0, EVERY_MS - (performance.now() - begin)));
  return times;
}

async function used(server: Started): Promise<Used> {
  const told = said<Used>(server);
  server.child.send('used');
  return told;
}

function run(name: string, args: readonly string[], settings: Readonly<Record<string, string>> = {}): Started {
  const path = fileURLToPath(new URL(`fan-out/${name}.js`, import.meta.url));
  const child = fork(path, args, { env: { ...process.env, ...settings } });
  const gone = new AbortController();
  child.once('exit', () => gone.abort());
  return { child, gone: gone.signal };
}

/** @throws Error where the process ends instead */
async function said<T>({ child, gone }: Started): Promise<T> {
  const [message] = (await once(child, 'message', { signal: gone })) as [T];
  return message;
}

async function ask(url: string, query: string, variables: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ query, variables }),
  });
  const text = await response.text();
  if (/"errors":|"refused":\[\{|"alert":null/.test(text)) throw new Error(text);
}

function versionOf(name: string): string {
  const { version } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')) as { version: string };
  return version;
}
