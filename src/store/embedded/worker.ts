import { systemClock } from '../../kernel/clock.ts';
import { createOntology, type Declarations } from '../../kernel/ontology.ts';
import { receiveBatches } from '../send-batches.ts';
import { Connection } from './database.ts';
import { leaseConsumers, moveConsumers, readConsumers, releaseConsumers } from './consumers.ts';
import { readDecided, readDecidedOn, readStreamState } from './decided.ts';
import { find } from './find.ts';
import * as read from './reader.ts';
import { prepareSchema } from './schema.ts';
import type { Lease, WantedLease } from '../ports.ts';
import { serve } from '../../kernel/worker.ts';
import { applyBatches, readHead } from './writer.ts';

export interface WorkerData extends Declarations {
  readonly role: 'writer' | 'reader';
  readonly folder: string;
}

export type WriterMethods = ReturnType<typeof writerMethods>;
export type ReaderMethods = ReturnType<typeof readerMethods>;

function writerMethods(data: WorkerData) {
  const ontology = createOntology(data.kinds, data.relationships);
  const connection = new Connection(data.folder, { readOnly: false });
  prepareSchema(connection.database, ontology);
  return {
    ...receiveBatches((batches) => applyBatches(connection, batches, ontology, systemClock)),
    head: () => readHead(connection),
    lease: (wanted: readonly WantedLease[], holder: string, forMs: number) =>
      leaseConsumers(connection, wanted, holder, forMs, systemClock()),
    move: (steps: readonly Lease[]) => moveConsumers(connection, steps),
    release: (leases: readonly Pick<Lease, 'name' | 'token'>[]) => releaseConsumers(connection, leases),
    close(): void {
      connection.database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      connection[Symbol.dispose]();
    },
  };
}

function readerMethods(data: WorkerData) {
  const connection = new Connection(data.folder, { readOnly: true });
  const from: read.ReadFrom = { connection, ontology: createOntology(data.kinds, data.relationships) };
  /** Each read sees one state of the store, and holds it no longer than it runs. */
  const bind =
    <Args extends unknown[], Result>(method: (from: read.ReadFrom, ...args: Args) => Result) =>
    (...args: Args): Result =>
      connection.snapshot(() => method(from, ...args));
  return {
    records: bind(read.readRecords),
    recordsChanged: bind(read.readRecordsChanged),
    describedBy: bind(read.readDescribedBy),
    related: bind(read.readRelated),
    find: bind(find),
    relations: bind(read.readRelations),
    observations: bind(read.readObservations),
    segments: bind(read.readSegments),
    schedules: bind(read.readSchedules),
    stats: bind(read.readStats),
    streams: (names: readonly string[]) => names.map((name) => readStreamState(connection, name)),
    decided: bind(readDecided),
    decidedOn: bind(readDecidedOn),
    consumers: (names: readonly string[]) => readConsumers(connection, names),
    log: bind(read.readLog),
    about: bind(read.readAbout),
    changes: bind(read.readChanges),
    history: bind(read.readHistory),
    positionAt: bind(read.readPositionAt),
    close: () => connection[Symbol.dispose](),
  };
}

serve((data: WorkerData) => (data.role === 'writer' ? writerMethods(data) : readerMethods(data)));
