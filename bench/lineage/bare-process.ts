import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import neo4j from 'neo4j-driver';
import type { Urn } from '../../src/kernel/urn.ts';
import { cypherForms } from './cypher.ts';

/** The least that a server can be: a question to the driver, and its rows as JSON. */
const driver = neo4j.driver(process.env['NEO4J_URI'] ?? '', undefined, { disableLosslessIntegers: true });
const { nodes } = cypherForms(driver);
const server = createServer((request, response) => {
  const { searchParams } = new URL(request.url ?? '', 'http://bare');
  void nodes(searchParams.get('id') as Urn, Number(searchParams.get('limit'))).then((rows) => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify(rows));
  });
}).listen(0, '127.0.0.1', () => {
  console.log(`answers at http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
