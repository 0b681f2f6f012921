import { ontology } from '../../src/domains/index.ts';
import { openNeo4jStore } from '../../src/store/neo4j/index.ts';
import { neo4jForTests } from '../kit/neo4j.ts';
import { describeUnlessUnavailable } from '../kit/unavailable.ts';
import { storeContract } from './store-contract.ts';

/** One takes half a second and more here; the LTS line is tested beside the newest, and has fewer. */
const EXAMPLES = process.env['THROUGHLINE_TEST_NEO4J'] === 'lts' ? 5 : 15;

describeUnlessUnavailable('on a real Neo4j', await neo4jForTests(), (connection) => {
  async function open() {
    const store = await openNeo4jStore({ ...connection, ontology });
    return { store, close: async () => store[Symbol.asyncDispose]() };
  }
  storeContract('the Neo4j store', open, EXAMPLES);
});
