import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startThroughline } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import type { Urn } from '../../src/kernel/urn.ts';
import type { Table } from '../bench.ts';
import { withFolder } from '../server.ts';
import { compare } from './compare.ts';
import type { CypherForms, NodeRow } from './cypher.ts';

const SIZES = [300, 5_000];
const QUESTIONS = 30;
const QUERY = `query ($of: [ID!]!, $first: Int!) {
  lineage(of: $of, direction: DOWNSTREAM, first: $first) {
    nodes { depth entity { id kind namespace name description } }
  }
}`;

interface Answer {
  readonly data: { readonly lineage: { readonly nodes: readonly { depth: number; entity: Omit<NodeRow, 'depth'> }[] } };
}

/** @param largest starts that reach the most nodes, those with more first; by how many they reach */
export async function overHttp(uri: string, cypher: CypherForms, largest: ReadonlyMap<Urn, number>): Promise<Table> {
  return withFolder(async (folder) => {
    const settings = { PORT: '0', THROUGHLINE_SEED: 'none', THROUGHLINE_DATA: folder, LOG_LEVEL: 'silent' };
    await using server = await startThroughline(readConfig({ ...settings, NEO4J_URI: uri }));
    await using bare = await startBare(cypher);
    const rows: (string | number)[][] = [];
    for (const size of SIZES) {
      const enough = [...largest].filter(([, reached]) => reached >= size).map(([id]) => id);
      if (enough.length === 0) throw new Error(`No start reaches ${size} nodes; ask for a larger graph.`);
      const questions = Array.from({ length: QUESTIONS }, (_, index) => enough[index % enough.length]!);
      const compared = await compare(
        [
          { name: 'Throughline', answer: (id) => throughGraphql(server.url, id, size) },
          { name: 'the driver behind a bare HTTP server', answer: (id) => throughBare(bare.url, id, size) },
        ],
        questions,
      );
      for (const { name, p50, p95, ratio } of compared) {
        rows.push([size, name, p50.toFixed(1), p95.toFixed(1), ratio.toFixed(1)]);
      }
    }
    return {
      title: 'Over HTTP: nodes with five properties each',
      columns: ['nodes', 'answered by', 'p50, ms', 'p95, ms', 'times Throughline'],
      rows,
      notes: [
        `One client that asks one question after the other, both servers and the client in one process, the same Neo4j. The server is
whole: parsing, validation, limits, GraphQL, JSON; the records are in memory, as they are from the second question on.`,
      ],
    };
  });
}

async function throughGraphql(url: string, id: Urn, size: number): Promise<NodeRow[]> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: QUERY, variables: { of: [id], first: size } }),
  });
  const { data } = (await response.json()) as Answer;
  return data.lineage.nodes.slice(1).map(({ depth, entity }) => ({ depth, ...entity }));
}

async function throughBare(url: string, id: Urn, size: number): Promise<NodeRow[]> {
  const parameters = new URLSearchParams({ id, limit: String(size - 1) });
  return (await (await fetch(`${url}/?${parameters.toString()}`)).json()) as NodeRow[];
}

/** The least that a server can be: a question to the driver, and its rows as JSON. */
async function startBare(cypher: CypherForms): Promise<AsyncDisposable & { readonly url: string }> {
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '', 'http://bare');
    void cypher.nodes(searchParams.get('id') as Urn, Number(searchParams.get('limit'))).then((rows) => {
      response.setHeader('content-type', 'application/json').end(JSON.stringify(rows));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
