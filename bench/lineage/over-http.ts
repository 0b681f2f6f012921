import { Agent, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { Urn } from '../../src/kernel/urn.ts';
import type { Table } from '../bench.ts';
import { startProcess, startScript, withFolder } from '../server.ts';
import { compare, type Form } from './compare.ts';
import type { NodeRow } from './cypher.ts';

const SIZES = [300, 5_000];
const QUESTIONS = 30;
/** Some hundreds of answers, until each server runs what was compiled for it. */
const WARM_UPS = 12;
const QUERY = `query ($of: [ID!]!, $first: Int!) {
  lineage(of: $of, direction: DOWNSTREAM, first: $first) {
    nodes { depth entity { id kind namespace name description } }
  }
}`;

interface Answer {
  readonly data: { readonly lineage: { readonly nodes: readonly { depth: number; entity: Omit<NodeRow, 'depth'> }[] } };
}

/** @param reached starts, each with how many nodes it reaches, those that reach the most first */
export async function overHttp(uri: string, reached: ReadonlyMap<Urn, number>): Promise<Table> {
  return withFolder(async (folder) => {
    await using server = await startProcess(folder, { NEO4J_URI: uri, LOG_LEVEL: 'silent' });
    await using bare = await startScript('./lineage/bare-process.js', { NEO4J_URI: uri });
    using client = createClient();
    const rows: (string | number)[][] = [];
    for (const size of SIZES) {
      const enough = [...reached].filter(([, count]) => count >= size);
      if (enough.length === 0) throw new Error(`No start reaches ${size} nodes; ask for a larger graph.`);
      // Those that reach about as many as are asked for, and the greatest there are, of which that is the first page.
      for (const [which, starts] of [
        ['about as many', enough.slice(-QUESTIONS)],
        ['the most', enough.slice(0, QUESTIONS)],
      ] as const) {
        const questions = Array.from({ length: QUESTIONS }, (_, index) => starts[index % starts.length]![0]);
        const counts = starts.map(([, count]) => count);
        const compared = await compare(
          [throughline(client, server.url, size), driver(client, bare.url, size)],
          questions,
          WARM_UPS,
        );
        for (const { name, p50, p95, ratio } of compared) {
          rows.push([
            size,
            `${which}: ${Math.min(...counts)} to ${Math.max(...counts)}`,
            name,
            p50.toFixed(1),
            p95.toFixed(1),
            ratio.toFixed(1),
          ]);
        }
      }
    }
    return {
      title: 'Over HTTP: nodes with five properties each',
      columns: ['nodes', 'the starts reach', 'answered by', 'p50, ms', 'p95, ms', 'times Throughline'],
      rows,
      notes: [
        `One client that asks one question after the other until the last byte is there; it and both servers are processes of their own,
the same Neo4j. The server is whole: parsing, validation, limits, GraphQL, JSON; the records are in memory, as they are from
the second question on.`,
      ],
    };
  });
}

function throughline(client: Client, url: string, size: number): Form<Urn, Buffer> {
  return {
    name: 'Throughline',
    answer: (id) =>
      client.post(`${url}/graphql`, JSON.stringify({ query: QUERY, variables: { of: [id], first: size } })),
    told: (body) => {
      const { data } = JSON.parse(body.toString()) as Answer;
      return data.lineage.nodes.slice(1).map(({ depth, entity }) => ({ depth, ...entity }));
    },
  };
}

function driver(client: Client, url: string, size: number): Form<Urn, Buffer> {
  return {
    name: 'the driver behind a bare HTTP server',
    answer: (id) => client.get(`${url}/?${new URLSearchParams({ id, limit: String(size - 1) }).toString()}`),
    told: (body) => JSON.parse(body.toString()) as unknown,
  };
}

interface Client extends Disposable {
  get(url: string): Promise<Buffer>;
  post(url: string, json: string): Promise<Buffer>;
}

/** The least that a client can be, so that what it takes itself counts little. */
function createClient(): Client {
  const agent = new Agent({ keepAlive: true });
  const ask = (url: string, method: string, body: string) =>
    new Promise<Buffer>((resolve, reject) => {
      request(url, { agent, method, headers: { 'content-type': 'application/json' } }, (response) => {
        buffer(response).then(resolve, reject);
      })
        .on('error', reject)
        .end(body);
    });
  return {
    get: (url) => ask(url, 'GET', ''),
    post: (url, json) => ask(url, 'POST', json),
    [Symbol.dispose]: () => agent.destroy(),
  };
}
