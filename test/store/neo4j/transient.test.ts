import { setTimeout } from 'node:timers/promises';
import type { Driver } from 'neo4j-driver';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ontology } from '../../../src/domains/index.ts';
import { formatUrn } from '../../../src/kernel/urn.ts';
import { openNeo4jStore } from '../../../src/store/neo4j/index.ts';
import type { Store } from '../../../src/store/ports.ts';
import { trusted } from '../../contract/trusted.ts';
import { applied, batchOf, headAt } from '../../contract/subject.ts';
import { connect } from '../../kit/neo4j-connection.ts';
import { neo4jForTests } from '../../kit/neo4j.ts';
import { describeUnlessUnavailable } from '../../kit/unavailable.ts';

const id = formatUrn('DATASET', 'transient', 'orders');
const counted = (rowCount: number) =>
  trusted({
    ...{ fact: 'entity', kind: 'DATASET', namespace: 'transient', name: 'orders', source: 'dbt' },
    ...{ props: { rowCount }, at: `2026-01-01T00:00:${String(rowCount).padStart(2, '0')}Z` },
  });

describeUnlessUnavailable('a failure that passes', await neo4jForTests(), (connection) => {
  let driver: Driver;
  let store: Store;
  let before: number;
  beforeAll(async () => {
    driver = connect(connection);
    store = await openNeo4jStore({ ...connection, ontology });
    await applied(store, [counted(0)]);
  });
  beforeEach(async () => {
    before = (await store.log.head()).position;
  });
  afterAll(async () => {
    await store[Symbol.asyncDispose]();
    await driver.close();
  });

  test('a write that loses a deadlock is made again, once', async () => {
    const stranger = driver.session().beginTransaction();
    const gate = driver.session().beginTransaction();
    // Of two in a deadlock the one with fewer locks loses.
    await stranger.run('UNWIND range(1, 200) AS n CREATE (m:Mine) SET m.n = n');
    await stranger.run('MATCH (e:Entity {id: $id}) SET e.mine = true', { id });
    await gate.run('MATCH (s:TlEntityState {id: $id}) SET s.mine = true', { id });

    let answered = false;
    const write = applied(store, [counted(1)]).finally(() => (answered = true));
    // The write has the head of the log and stands at the gate, the stranger has the entity and wants the head.
    await waitingForLocks(1);
    const strangersHead = stranger.run('MATCH (h:TlHead {one: 1}) SET h.mine = true');
    await waitingForLocks(2);
    await gate.rollback();
    await strangersHead;
    // That the stranger has the head now says that the first attempt was rolled back.
    expect(answered).toBe(false);
    await stranger.rollback();

    expect(await write).toMatchObject({ position: before + 1, applied: 1 });
    expect(await store.log.read(before, 10)).toHaveLength(1);
    expect(await rowCount()).toBe(1);
  });

  test('a write whose transaction is ended from outside is UNAVAILABLE, and comes through when sent again', async () => {
    const gate = driver.session().beginTransaction();
    await gate.run('MATCH (s:TlEntityState {id: $id}) SET s.mine = true', { id });
    const batch = batchOf([counted(2)]);
    const refused = store.graph.apply([batch]).catch((error: unknown) => error);
    const [blocked] = await waitingForLocks(1);
    await driver.executeQuery('TERMINATE TRANSACTION $blocked', { blocked });
    expect(await refused).toMatchObject({ code: 'UNAVAILABLE' });
    await gate.rollback();

    expect(await store.log.read(before, 10)).toEqual([]);
    expect(await store.graph.apply([batch])).toMatchObject([{ outcome: 'applied', position: before + 1 }]);
    expect(await rowCount()).toBe(2);
  });

  async function rowCount(): Promise<unknown> {
    const [record] = await store.graph.records([id], await headAt(store));
    return record?.props['rowCount'];
  }

  /** Ids of the transactions that wait for a lock, once there are so many. */
  async function waitingForLocks(count: number): Promise<string[]> {
    for (;;) {
      const { records } = await driver.executeQuery('SHOW TRANSACTIONS YIELD transactionId, status');
      const blocked = records.filter((row) => String(row.get('status')).startsWith('Blocked'));
      if (blocked.length >= count) return blocked.map((row) => String(row.get('transactionId')));
      await setTimeout(20);
    }
  }
});
