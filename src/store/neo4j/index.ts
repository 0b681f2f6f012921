import { declarationsOf, type Ontology } from '../../kernel/ontology.ts';
import { startWorker } from '../../kernel/worker.ts';
import { sendBatches } from '../send-batches.ts';
import type { Store } from '../ports.ts';
import { visibleStore } from '../visible.ts';
import { Database, type DatabaseOptions } from './database.ts';
import { createConsumers } from './consumers.ts';
import { readDecided, readDecidedOn, readStreams } from './decided.ts';
import { find } from './find.ts';
import { followHead, type FollowOptions } from './head.ts';
import { readAbout, readChanges, readHistory, readLog, readPositionAt } from './log-reader.ts';
import { createLookup } from './lookup.ts';
import * as read from './reader.ts';
import { prepareSchema } from './schema.ts';
import { readPart, readSchedules, readSegments, type ReadPart } from './stream.ts';
import type { ThreadMethods, WorkerData } from './worker.ts';

export { DatabaseRefused } from './database.ts';

export interface Neo4jStoreOptions extends DatabaseOptions, FollowOptions {
  readonly ontology: Ontology;
}

/**
 * Opens a store in a Neo4j, which any number of instances may share. The database may hold what others put there, as
 * long as they leave the labels of the ontology and those that begin with `Tl` alone.
 * @throws DatabaseRefused where nothing answers, or not to these options, or the graph there is none that we can read
 */
export async function openNeo4jStore(options: Neo4jStoreOptions): Promise<Store> {
  const { ontology, nudges, pollMs, ...access } = options;
  const database = new Database(access);
  try {
    await database.connect();
    await prepareSchema(database, ontology);
    return await storeIn(database, access, ontology, { nudges, pollMs });
  } catch (error) {
    await database[Symbol.asyncDispose]();
    throw error;
  }
}

async function storeIn(
  database: Database,
  access: DatabaseOptions,
  ontology: Ontology,
  following: FollowOptions,
): Promise<Store> {
  const head = await followHead(database, following);
  // Planning and packing of large writes takes a tenth of a second at a time, and unpacking millions of rows as long as all
  // that is made of them: both are done in a thread of their own.
  const thread = await startWorker<ThreadMethods>(import.meta.url, {
    access,
    ...declarationsOf(ontology),
  } satisfies WorkerData);
  const send = sendBatches(thread.remote);
  // A first reading comes before anything is written here; later ones are short, and must not wait behind what is written.
  const part: ReadPart = async (query) =>
    query.after === 0 ? thread.remote.part(query, await database.bookmarks()) : readPart(database, query);
  const to = { database, ontology };
  return visibleStore({
    ping: () => database.ping(),
    graph: {
      async apply(batches) {
        const { outcomes, head: reached, bookmarks } = await send(batches);
        await database.follow(bookmarks);
        if (reached !== null) head.moved(reached);
        return outcomes;
      },
      records: (ids, at) => read.readRecords(to, ids, at),
      recordsChanged: (after, upTo, most) => read.readRecordsChanged(to, after, upTo, most),
      describedBy: (ids, at) => read.readDescribedBy(to, ids, at),
      related: (ids, query, at) => read.readRelated(to, ids, query, at),
      relations: (keys, at) => read.readRelations(to, keys, at),
      find: (query, at) => find(to, query, at),
      observations: (ids, query, at) => read.readObservations(to, ids, query, at),
      segments: (after, upTo) => readSegments(part, after, upTo),
      schedules: (after, upTo) => readSchedules(part, after, upTo),
      stats: (at) => read.readStats(to, at),
      streams: (names) => readStreams((cypher, parameters) => database.read(cypher, parameters), names),
      decided: (ids, at) => readDecided(database, ids, at),
      decidedOn: (scopes, query, at) => readDecidedOn(database, scopes, query, at),
      lookup: createLookup({ ...to, part }),
    },
    log: {
      read: (after, limit) => readLog(database, head.current().position, after, limit),
      about: (subjects, upTo) => readAbout(database, subjects, upTo),
      changes: (after, limit) => readChanges(database, head.current().position, after, limit),
      history: (ids, query, at) => readHistory(database, ids, query, at),
      head: () => Promise.resolve(head.current()),
      positionAt: (time) => readPositionAt(database, head.current().position, time),
      wake: (listener) => head.wake(listener),
    },
    consumers: createConsumers(database),
    async [Symbol.asyncDispose]() {
      await head[Symbol.asyncDispose]();
      await thread.remote.close();
      await thread[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  });
}
