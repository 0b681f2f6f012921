import { ontology } from '../../src/domains/index.ts';
import { openNeo4jStore } from '../../src/store/neo4j/index.ts';
import { neo4jForTests } from '../kit/neo4j.ts';
import { describeUnlessUnavailable } from '../kit/unavailable.ts';
import { storeContract } from './store-contract.ts';

describeUnlessUnavailable('on a real Neo4j', await neo4jForTests(), (connection) => {
  storeContract('the Neo4j store', async () => {
    const store = await openNeo4jStore({ ...connection, ontology });
    return { store, close: async () => store[Symbol.asyncDispose]() };
  });
});
