import { systemClock } from '../../kernel/clock.ts';
import { createOntology, type Declarations } from '../../kernel/ontology.ts';
import { serve } from '../../kernel/worker.ts';
import { receiveBatches } from '../send-batches.ts';
import { Database, type DatabaseOptions } from './database.ts';
import { readPart, type PartQuery } from './stream.ts';
import { applyBatches } from './writer.ts';

export interface WorkerData extends Declarations {
  readonly access: DatabaseOptions;
}

export type ThreadMethods = ReturnType<typeof threadMethods>;

function threadMethods({ access, kinds, relationships }: WorkerData) {
  const database = new Database(access);
  const to = { database, ontology: createOntology(kinds, relationships), clock: systemClock };
  return {
    ...receiveBatches(async (batches) => ({
      ...(await applyBatches(to, batches)),
      bookmarks: await database.bookmarks(),
    })),
    /** @param bookmarks of transactions that it must come behind */
    async part(query: PartQuery, bookmarks: readonly string[]) {
      await database.follow(bookmarks);
      return readPart(database, query);
    },
    close: () => database[Symbol.asyncDispose](),
  };
}

serve(threadMethods);
