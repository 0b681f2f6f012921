import { endianness } from 'node:os';
import type { Position } from '../../kernel/moment.ts';
import type { Ontology } from '../../kernel/ontology.ts';
import type { Store } from '../../store/ports.ts';
import { formOf, isPlaceOf, placeAt } from '../place.ts';
import { follow, type TopologyFollower } from './follow.ts';
import { readKept, writeKept } from './kept-file.ts';
import { createTopology } from './topology.ts';

export interface KeptFollower extends TopologyFollower, AsyncDisposable {
  /** Keeps the topology for the next start, unless what is kept is nearly as good. */
  keep(): Promise<void>;
}

export interface OpenTopology {
  readonly store: Store;
  readonly ontology: Ontology;
  /** Where it is kept from one start to the next. */
  readonly file: string;
  /** Is told how many rows have been taken in since a reading of the store began. */
  readonly onRows?: (rows: number) => void;
  /** Is told why it could not be kept: no reason not to start or stop, as the next start reads more of the log then. */
  readonly onError?: (error: unknown) => void;
}

/** Raised with every change of what the tables hold: what is kept of another form is read from the store instead. */
const FORM = 4;
/** What is not kept costs the next start so many log entries to read, which is a second at the most. */
const ENTRIES_LEFT = 100_000;

/**
 * A topology that follows the store's log, from where it was kept if that was of this very log, else from its beginning.
 * A clean stop keeps all of it.
 */
export async function openTopology({
  store,
  ontology,
  file,
  onRows,
  onError = () => {},
}: OpenTopology): Promise<KeptFollower> {
  // The numbers of kinds and relationships follow from the ontology; numbers are written as this machine writes its own.
  const form = formOf(ontology, FORM, endianness());
  const kept = await readKept(file, form);
  const isOurs = kept !== null && (await isPlaceOf(store.log, kept.place));
  const begin = isOurs
    ? { topology: createTopology(ontology, kept.tables), position: kept.place.position }
    : { topology: createTopology(ontology), position: 0 };
  const follower = follow(store.graph, ontology, begin, onRows);
  let keptAt: Position = begin.position;

  async function write(): Promise<void> {
    const { position } = follower;
    const place = await placeAt(store.log, position);
    if (place === null) return;
    await writeKept(file, { form, place, tables: follower.topology.keep() });
    keptAt = position;
  }

  return {
    topology: follower.topology,
    get position() {
      return follower.position;
    },
    catchUp: (position) => follower.catchUp(position),
    still: (work) => follower.still(work),
    async keep() {
      if (follower.position - keptAt > ENTRIES_LEFT) await follower.still(write).catch(onError);
    },
    async [Symbol.asyncDispose]() {
      if (follower.position > keptAt) await follower.still(write).catch(onError);
    },
  };
}
