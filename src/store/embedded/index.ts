import { declarationsOf, type Ontology } from '../../kernel/ontology.ts';
import type { Position } from '../../kernel/moment.ts';
import { sendBatches } from '../send-batches.ts';
import { visibleStore } from '../visible.ts';
import type { LogHead, Store } from '../ports.ts';
import { scheduleOfTuple, segmentOfTuple } from './rows.ts';
import type { StreamPart, StreamPlace, StreamRange } from './stream.ts';
import type { ReaderMethods, WorkerData, WriterMethods } from './worker.ts';
import { readAhead } from '../../kernel/read-ahead.ts';
import { startWorker } from '../../kernel/worker.ts';

const ROWS_A_PART = 1_000;

/**
 * Opens the embedded store in a folder: SQLite, one writer and one reader, each in a thread of its own, so that neither
 * reading nor writing holds up the event loop. One process a folder; whoever starts the process sees to that.
 */
export async function openEmbeddedStore(options: { folder: string; ontology: Ontology }): Promise<Store> {
  const { folder, ontology } = options;
  const data = (role: WorkerData['role']): WorkerData => ({
    role,
    folder,
    ...declarationsOf(ontology),
  });
  // The writer first: it makes the tables that the reader opens.
  const writer = await startWorker<WriterMethods>(import.meta.url, data('writer'));
  const reader = await startWorker<ReaderMethods>(import.meta.url, data('reader'));
  const listeners = new Set<() => void>();
  const send = sendBatches(writer.remote);
  let head: LogHead = await writer.remote.head();

  function streamed<Tuple, Row extends { readonly removedAt: Position | null }>(
    read: (range: StreamRange, behind: StreamPlace | null, limit: number) => Promise<StreamPart<Tuple>>,
    rowOf: (tuple: Tuple) => Row,
  ) {
    return (after: Position, upTo: Position): AsyncIterable<readonly Row[]> =>
      readAhead(async (behind: StreamPlace | null) => {
        const { rows, last } = await read({ after, upTo }, behind, ROWS_A_PART);
        // What ceased to be believed past the end of the stretch is still believed at it.
        const items = rows.map((tuple) => {
          const row = rowOf(tuple);
          return row.removedAt !== null && row.removedAt > upTo ? { ...row, removedAt: null } : row;
        });
        return { items, next: last };
      });
  }

  return visibleStore({
    ping: async () => void (await reader.remote.changes({ position: 0, ordinal: 0 }, 1)),
    graph: {
      async apply(batches) {
        const outcomes = await send(batches);
        const before = head.position;
        head = await writer.remote.head();
        if (head.position > before) for (const listener of listeners) listener();
        return outcomes;
      },
      records: (ids, at) => reader.remote.records(ids, at),
      recordsChanged: (after, upTo, most) => reader.remote.recordsChanged(after, upTo, most),
      describedBy: (ids, at) => reader.remote.describedBy(ids, at),
      related: (ids, query, at) => reader.remote.related(ids, query, at),
      relations: (keys, at) => reader.remote.relations(keys, at),
      find: (query, at) => reader.remote.find(query, at),
      observations: (ids, query, at) => reader.remote.observations(ids, query, at),
      segments: streamed(reader.remote.segments, segmentOfTuple),
      schedules: streamed(reader.remote.schedules, scheduleOfTuple),
      stats: (at) => reader.remote.stats(at),
      streams: (names) => reader.remote.streams(names),
      decided: (ids, at) => reader.remote.decided(ids, at),
      decidedOn: (scopes, query, at) => reader.remote.decidedOn(scopes, query, at),
    },
    log: {
      read: (after, limit) => reader.remote.log(after, limit),
      about: (subjects, upTo) => reader.remote.about(subjects, upTo),
      changes: (after, limit) => reader.remote.changes(after, limit),
      history: (ids, query, at) => reader.remote.history(ids, query, at),
      head: () => Promise.resolve(head),
      positionAt: (time) => reader.remote.positionAt(time),
      wake(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    consumers: {
      lease: (wanted, holder, forMs) => writer.remote.lease(wanted, holder, forMs),
      move: (steps) => writer.remote.move(steps),
      release: (leases) => writer.remote.release(leases),
      consumers: (names) => reader.remote.consumers(names),
    },
    async [Symbol.asyncDispose]() {
      // Who closes last folds the write-ahead log into the database, which one that only reads can not.
      await reader.remote.close();
      await reader[Symbol.asyncDispose]();
      await writer.remote.close();
      await writer[Symbol.asyncDispose]();
    },
  });
}
