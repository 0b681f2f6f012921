import type { Clock } from '../../kernel/clock.ts';
import type { Ontology } from '../../kernel/ontology.ts';
import type { Store } from '../ports.ts';
import { Database, type DatabaseOptions } from './database.ts';
import { find } from './find.ts';
import { followHead } from './head.ts';
import { readChanges, readHistory, readLog, readPositionAt } from './log-reader.ts';
import * as read from './reader.ts';
import { prepareSchema } from './schema.ts';
import { applyBatches, type WriteTo } from './writer.ts';

export { DatabaseRefused } from './database.ts';

export interface Neo4jStoreOptions extends DatabaseOptions {
  readonly ontology: Ontology;
  readonly clock: Clock;
}

/**
 * Opens a store in a Neo4j, which any number of instances may share. The database may hold what others put there, as
 * long as they leave the labels of the ontology and those that begin with `Tl` alone.
 * @throws DatabaseRefused where nothing answers, or not to these options, or the graph there is none that we can read
 */
export async function openNeo4jStore(options: Neo4jStoreOptions): Promise<Store> {
  const { ontology, clock } = options;
  const database = new Database(options);
  try {
    await database.connect();
    await prepareSchema(database, ontology);
    return await storeIn({ database, ontology, clock });
  } catch (error) {
    await database[Symbol.asyncDispose]();
    throw error;
  }
}

async function storeIn(to: WriteTo): Promise<Store> {
  const { database } = to;
  const head = await followHead(database);
  return {
    ping: () => database.ping(),
    graph: {
      async apply(batches) {
        const applied = await applyBatches(to, batches);
        if (applied.head !== null) head.moved(applied.head);
        return applied.outcomes;
      },
      records: (ids, at) => read.readRecords(to, ids, at),
      describedBy: (ids, at) => read.readDescribedBy(to, ids, at),
      related: (ids, query, at) => read.readRelated(to, ids, query, at),
      relations: (keys, at) => read.readRelations(to, keys, at),
      find: (query, at) => find(to, query, at),
      observations: (ids, query, at) => read.readObservations(to, ids, query, at),
      segments: (after, upTo) => read.readSegments(to, after, upTo),
      stats: (at) => read.readStats(to, at),
    },
    log: {
      read: (after, limit) => readLog(database, head.current().position, after, limit),
      changes: (after, limit) => readChanges(database, head.current().position, after, limit),
      history: (ids, query, at) => readHistory(database, ids, query, at),
      head: () => Promise.resolve(head.current()),
      positionAt: (time) => readPositionAt(database, head.current().position, time),
      wake: (listener) => head.wake(listener),
    },
    async [Symbol.asyncDispose]() {
      await head[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}
