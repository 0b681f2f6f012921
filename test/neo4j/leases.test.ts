import { connect as connectTcp } from 'node:net';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { startNeo4jBroker } from '../kit/neo4j-broker.ts';
import { connect } from '../kit/neo4j-connection.ts';
import { neo4jForTests } from '../kit/neo4j.ts';
import { describeUnlessUnavailable } from '../kit/unavailable.ts';

describeUnlessUnavailable('the Neo4j that a run is given', await neo4jForTests(), (neo4j) => {
  const given = { TEST_NEO4J_URI: neo4j.uri, TEST_NEO4J_USER: neo4j.user, TEST_NEO4J_PASSWORD: neo4j.password };

  test('is the same for each call in a file', async () => {
    expect(await neo4jForTests()).toBe(neo4j);
  });

  test('is lent to one file after the other, and empty each time', async () => {
    await using broker = await startNeo4jBroker(given);
    const first = ask(broker.port);
    expect(await first.answer).toMatchObject({ uri: neo4j.uri });
    await using driver = connect(neo4j);
    await driver.executeQuery('CREATE (:Left {behind: true})');

    const second = ask(broker.port);
    const early = await Promise.race([second.answer, new Promise((resolve) => setTimeout(resolve, 200, 'waits'))]);
    expect(early).toBe('waits');
    first.giveBack();
    expect(await second.answer).toMatchObject({ uri: neo4j.uri });
    expect((await driver.executeQuery('MATCH (n) RETURN n')).records).toEqual([]);
    second.giveBack();
  });
});

test('a given Neo4j that does not answer is an error, and not a reason to skip', async () => {
  await using broker = await startNeo4jBroker({ TEST_NEO4J_URI: 'bolt://127.0.0.1:1' });
  for (const asked of [ask(broker.port), ask(broker.port)]) {
    expect(await asked.answer).toMatchObject({ error: expect.stringContaining('127.0.0.1:1') });
    asked.giveBack();
  }
});

test('where there is no Java the reason says so', async () => {
  const env = { HOME: '/nonexistent', PATH: '/nonexistent', XDG_CACHE_HOME: '/nonexistent' };
  await using broker = await startNeo4jBroker(env);
  const asked = ask(broker.port);
  expect(await asked.answer).toMatchObject({ unavailable: expect.stringMatching(/Java|mvn|nonexistent/) });
  asked.giveBack();
});

function ask(port: number): { answer: Promise<unknown>; giveBack(): void } {
  const socket = connectTcp(port, '127.0.0.1');
  const answer = new Promise((resolve) => {
    createInterface({ input: socket }).once('line', (line) => resolve(JSON.parse(line)));
  });
  return { answer, giveBack: () => socket.destroy() };
}
