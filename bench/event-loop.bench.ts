import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Throughline } from '../src/app.ts';
import type { Services } from '../src/domains/services.ts';
import { openLineage } from '../src/ingest/openlineage/index.ts';
import type { Json } from '../src/kernel/json.ts';
import { isFact, parseFact } from '../src/kernel/parse-fact.ts';
import { mapInTurns } from '../src/kernel/turns.ts';
import type { Bench, Table } from './bench.ts';
import { watch, type Held } from './event-loop-watch.ts';
import { catalogFacts, runEvent } from './lineage-events.ts';
import { withFolder, withServer } from './server.ts';

const FACTS = 50_000;
const BODY_BYTES = 10 * 1024 * 1024;
const MOST_TRIES = 3;
/** The share of its time for which the thread may have waited for a processor, if a measurement is to count as calm. */
const CALM = 0.1;
const COLUMNS = ['seconds', 'longest delay, ms', 'longest turn, ms', 'processor time, ms', 'p99 turn, ms', 'waited, %'];

export const bench: Bench = {
  about:
    'How long writing holds up the event loop (at most 50 ms are allowed), and how fast the embedded store takes facts; [part of a name].',
  async run([part = '']) {
    return { tables: [await throughWriter(part), await overHttp(part)] };
  },
};

interface Scenario {
  readonly name: string;
  /** Requests as texts, as they come in. */
  readonly requests: readonly string[];
  readonly writers: number;
  /** What a route does with one; gives the number of its facts. */
  readonly take: (text: string, services: Services) => Promise<number>;
}

async function throughWriter(part: string): Promise<Table> {
  const rows: (string | number)[][] = [];
  for (const { name, requests, writers, take } of scenarios().filter((each) => each.name.includes(part))) {
    const held = await measured(async ({ services }) => {
      const rest = requests.values();
      const write = async () => {
        let facts = 0;
        for (const text of rest) facts += await take(text, services);
        return facts;
      };
      const facts = await Promise.all(Array.from({ length: writers }, write));
      return facts.reduce((sum, each) => sum + each, 0);
    });
    rows.push([name, held.facts, Math.round(held.facts / held.seconds), ...cells(held)]);
  }
  return {
    title: `${FACTS} facts through the writer`,
    columns: ['what', 'facts', 'facts a second', ...COLUMNS],
    rows,
    notes: [
      `Requests as they come in, read, checked and submitted as the routes do it, by so many writers at once, each of which
waits for one request to be durable and visible before the next. An empty embedded store each; topology and search
index follow on the same main thread.`,
      `Delay: the longest that \`monitorEventLoopDelay\` saw. Turn: the time between two calls of a timer of 1 ms. Processor
time: the most that this thread used in one such turn, to which other programs add nothing. Waited: for which part of the
whole time this thread waited for a processor, the calmest of up to three tries; where that is more than a few percent,
the machine was too busy to tell.`,
    ],
  };
}

function scenarios(): Scenario[] {
  const events = Array.from({ length: FACTS / 11 }, (_, index) => JSON.stringify(runEvent(index)));
  const catalog = Array.from({ length: FACTS / 10 }, (_, index) => catalogFacts(index));
  const applyFacts = (facts: number, writers: number): Scenario => ({
    name: `applyFacts of ${facts}, ${writers} at once`,
    requests: Array.from({ length: FACTS / facts }, (_, index) =>
      JSON.stringify(catalog.slice((index * facts) / 10, ((index + 1) * facts) / 10).flat()),
    ),
    writers,
    take: takeFacts,
  });
  return [
    ...[1, 32, 128].map((writers) => ({
      ...{ name: `OpenLineage events of 11 facts, ${writers} at once`, requests: events, writers, take: takeEvent },
    })),
    ...[applyFacts(500, 1), applyFacts(500, 32), applyFacts(5_000, 1), applyFacts(5_000, 4)],
  ];
}

async function takeEvent(text: string, { writer, ontology }: Services): Promise<number> {
  const payload = JSON.parse(text) as Json;
  const mapped = await openLineage.map(payload, ontology);
  if ('errors' in mapped) throw new Error(JSON.stringify(mapped.errors));
  await writer.submit({ scope: 'openlineage', key: null, content: payload, facts: mapped.facts });
  return mapped.facts.length;
}

async function takeFacts(text: string, { writer, ontology }: Services): Promise<number> {
  const content = JSON.parse(text) as Json[];
  const parsed = await mapInTurns(content, (fact) => parseFact(fact, ontology));
  const facts = parsed.filter(isFact);
  await writer.submit({ scope: 'graphql.applyFacts', key: null, content, facts });
  return facts.length;
}

async function overHttp(part: string): Promise<Table> {
  const query = 'mutation ($facts: [JSON!]!) { applyFacts(facts: $facts) { applied unchanged refused { message } } }';
  const facts = Array.from({ length: 1_000 }, (_, index) => catalogFacts(index)).flat();
  const requests = [
    { name: 'OpenLineage array, events of 2 columns', path: '/api/v1/lineage', body: eventsOf(2) },
    { name: 'OpenLineage array, events of 50 columns', path: '/api/v1/lineage', body: eventsOf(50) },
    { name: 'applyFacts of 10,000', path: '/graphql', body: JSON.stringify({ query, variables: { facts } }) },
  ];
  const rows: (string | number)[][] = [];
  for (const { name, path, body } of requests.filter((each) => each.name.includes(part))) {
    const begin = performance.now();
    JSON.parse(body);
    const parsing = performance.now() - begin;
    const held = await measured(async ({ url, services }) => {
      await post(url + path, body);
      return services.reader.head().position;
    });
    const { facts: taken, seconds } = held;
    rows.push([name, body.length, taken, Math.round(taken / seconds), parsing.toFixed(0), ...cells(held)]);
  }
  return {
    title: 'One large request over HTTP',
    columns: ['what', 'bytes', 'facts', 'facts a second', 'JSON.parse alone, ms', ...COLUMNS],
    rows,
    notes: [
      `Posted by another process. The body is parsed in parts; what one \`JSON.parse\` of it takes is for comparison. With 50
columns the longest turn is one collection of garbage: the facts of that one request take some 200 MB.`,
    ],
  };
}

type Measured = Held & { readonly facts: number };

/** On a server of its own each time; up to three times where the machine had other things to do. Gives the calmest. */
async function measured(work: (server: Throughline) => Promise<number>): Promise<Measured> {
  const tries: Measured[] = [];
  while (tries.length < MOST_TRIES && tries.every((each) => each.waited > CALM)) {
    let facts = 0;
    const held = await withServer((server) =>
      watch(async () => {
        facts = await work(server);
      }),
    );
    tries.push({ ...held, facts });
  }
  return tries.reduce((best, each) => (each.waited < best.waited ? each : best));
}

/** An array of as many events as a body may hold. */
function eventsOf(columns: number): string {
  const events: string[] = [];
  let bytes = 2;
  for (let index = 0; ; index++) {
    const text = JSON.stringify(runEvent(index, { columns }));
    bytes += Buffer.byteLength(text) + 1;
    if (bytes > BODY_BYTES) return `[${events.join(',')}]`;
    events.push(text);
  }
}

async function post(url: string, body: string): Promise<void> {
  await withFolder(async (folder) => {
    const file = join(folder, 'body.json');
    writeFileSync(file, body);
    const script = fileURLToPath(new URL('./post-process.js', import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, [script, url, file]);
    const { status, text } = JSON.parse(stdout) as { status: number; text: string };
    if (status >= 300 || text.includes('"errors"')) throw new Error(`${status}: ${text}`);
  });
}

function cells({ seconds, delay, turn, used, p99, waited }: Held): string[] {
  return [seconds.toFixed(2), ...[delay, turn, used, p99].map((each) => each.toFixed(1)), (waited * 100).toFixed(0)];
}
