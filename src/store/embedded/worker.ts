import { systemClock } from '../../kernel/clock.ts';
import type { Fact } from '../../kernel/fact.ts';
import { createOntology, type KindDeclaration, type RelationshipDeclaration } from '../../kernel/ontology.ts';
import type { Batch } from '../ports.ts';
import { Connection } from './database.ts';
import { find } from './find.ts';
import * as read from './reader.ts';
import { prepareSchema } from './schema.ts';
import { serve } from '../../kernel/worker.ts';
import { applyBatches, readHead } from './writer.ts';

export interface WorkerData {
  readonly role: 'writer' | 'reader';
  readonly folder: string;
  readonly kinds: readonly KindDeclaration[];
  readonly relationships: readonly RelationshipDeclaration[];
}

export type BatchSize = Omit<Batch, 'facts'> & { readonly facts: number };

export type WriterMethods = ReturnType<typeof writerMethods>;
export type ReaderMethods = ReturnType<typeof readerMethods>;

function writerMethods(data: WorkerData) {
  const ontology = createOntology(data.kinds, data.relationships);
  const connection = new Connection(data.folder, { readOnly: false });
  prepareSchema(connection.database, ontology);
  const taken = new Map<number, Fact[]>();
  return {
    /** The facts of one call of `apply`, in parts and in order. */
    take(call: number, facts: readonly Fact[]): void {
      const before = taken.get(call);
      if (before === undefined) taken.set(call, [...facts]);
      else before.push(...facts);
    },
    /** @param sizes the batches, each with the number of its facts in place of them */
    apply(call: number, sizes: readonly BatchSize[]) {
      const facts = taken.get(call) ?? [];
      taken.delete(call);
      let end = 0;
      const batches = sizes.map((batch) => ({ ...batch, facts: facts.slice(end, (end += batch.facts)) }));
      return applyBatches(connection, batches, ontology, systemClock);
    },
    head: () => readHead(connection),
    close: () => connection[Symbol.dispose](),
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
    describedBy: bind(read.readDescribedBy),
    related: bind(read.readRelated),
    find: bind(find),
    relations: bind(read.readRelations),
    observations: bind(read.readObservations),
    segments: bind(read.readSegments),
    stats: bind(read.readStats),
    log: bind(read.readLog),
    changes: bind(read.readChanges),
    history: bind(read.readHistory),
    positionAt: bind(read.readPositionAt),
    close: () => connection[Symbol.dispose](),
  };
}

serve((data: WorkerData) => (data.role === 'writer' ? writerMethods(data) : readerMethods(data)));
