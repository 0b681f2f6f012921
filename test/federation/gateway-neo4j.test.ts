import { afterAll, beforeAll } from 'vitest';
import { startTestGateway, type TestGateway } from '../kit/gateway.ts';
import { environmentOf } from '../kit/neo4j-connection.ts';
import { neo4jForTests } from '../kit/neo4j.ts';
import { describeUnlessUnavailable } from '../kit/unavailable.ts';
import { feedsThrough } from './gateway-feeds.ts';
import { writesThrough } from './gateway-writes.ts';
import { sameAnswers } from './same-answers.ts';

describeUnlessUnavailable('Hive Gateway over processes with one Neo4j', await neo4jForTests(), (connection) => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway(environmentOf(connection));
  });
  afterAll(() => gateway[Symbol.asyncDispose]());

  // What differs between stores is compared without a gateway, in test/e2e/both-stores.test.ts.
  sameAnswers(() => gateway, 60);
  writesThrough(() => gateway);
  feedsThrough(() => gateway);
});
