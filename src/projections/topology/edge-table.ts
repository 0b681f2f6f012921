import { grown } from './grown.ts';
import type { Kept } from './kept.ts';

/**
 * Edges in both directions, each a record of eight 32-bit numbers: half a cache line, so that looking at an edge
 * costs one miss. A node's edges are chained through the records, which makes an edge one append whenever it comes;
 * nothing has to be compacted. Edges loaded in the order of their upstream ends lie beside each other all the same.
 *
 * Records stand in chunks, so that growth never copies. Slot 0 is no edge: it ends the chains.
 */
export interface EdgeTable {
  /** Always the same array. */
  readonly chunks: readonly Int32Array[];
  /** Each node's first edge out and in. Other arrays after they have grown. */
  readonly firstOut: Int32Array;
  readonly firstIn: Int32Array;
  /** Each part's first membership, and what anything is owned by: on no other chain, and NEXT_IN leads to the next. */
  readonly firstWhole: Int32Array;
  readonly firstOwner: Int32Array;
  /** How many edges there are. */
  readonly count: number;
  /** One field of one edge, for whoever is in no hurry. */
  read(slot: number, field: number): number;
  discriminator(slot: number): string;
  /** Its number in the table of releases. */
  release(slot: number): number;
  append(edge: Edge): void;
  /** The edge's slot; 0 where it is not there. Looks at no more edges than twice what the lesser end has. */
  find(edge: Edge): number;
  /** The edge is not believed from this position on. */
  remove(slot: number, position: number): void;
  clear(): void;
  bytes(): number;
  keep(): Kept;
}

export interface Edge {
  readonly from: number;
  readonly to: number;
  readonly added: number;
  readonly removed: number;
  /** Its number in the table of intervals. */
  readonly interval: number;
  readonly type: number;
  /** Its place in PROVENANCES. */
  readonly provenance: number;
  readonly columnsKnown: boolean;
  /** Whether it is stale once it was not seen for long. */
  readonly lapses: boolean;
  /** As the relation states it, from 0 to 1; null where it does not. Four digits are kept. */
  readonly confidence: number | null;
  readonly discriminator: string;
  /** Its number in the table of releases; 0 where it is none. */
  readonly release: number;
  readonly chain: EdgeChain;
}

/** What an edge is there for: data flows along it, or it says of what its end is part, or who answers for it. */
export type EdgeChain = 'flow' | 'whole' | 'owner';

/** Fields of a record. */
export const FROM = 0;
export const TO = 1;
export const NEXT_OUT = 2;
export const NEXT_IN = 3;
export const ADDED = 4;
export const REMOVED = 5;
export const INTERVAL = 6;
/** Two bits of provenance, eight of type, one that says columns are known, one that it lapses; the upper sixteen are confidence. */
export const META = 7;

/** `slot >>> CHUNK_BITS` is the chunk, `(slot & CHUNK_MASK) << RECORD_BITS` the record in it. */
export const CHUNK_BITS = 14;
export const CHUNK_MASK = (1 << CHUNK_BITS) - 1;
export const RECORD_BITS = 3;

/** The part of META that walks choose edges by: type and provenance. */
export const CLASS_MASK = 0x3ff;
export const COLUMNS_KNOWN = 0x400;
export const LAPSES = 0x800;
const PROVENANCE_MASK = 0x3;
const TYPE_SHIFT = 2;
const CONFIDENCE_SHIFT = 16;
const CONFIDENCE_UNIT = 10_000;
const UNSTATED = 0xffff;

/** What REMOVED says of an edge that is still believed; the last position that fits. */
export const NEVER = 0x7fffffff;

export function edgeClass(type: number, provenance: number): number {
  return (type << TYPE_SHIFT) | provenance;
}

export function typeOf(meta: number): number {
  return (meta & CLASS_MASK) >>> TYPE_SHIFT;
}

export function provenanceOf(meta: number): number {
  return meta & PROVENANCE_MASK;
}

/** Null: the relation does not state it. */
export function confidenceOf(meta: number): number | null {
  const stated = meta >>> CONFIDENCE_SHIFT;
  return stated === UNSTATED ? null : stated / CONFIDENCE_UNIT;
}

/** What is no column of the table. */
type EdgeValues = {
  readonly end: number;
  readonly discriminators: readonly (readonly [slot: number, discriminator: string])[];
  readonly releases: readonly (readonly [slot: number, release: number])[];
};

const NONE: EdgeValues = { end: 1, discriminators: [], releases: [] };

export function createEdgeTable(kept: Kept | null = null): EdgeTable {
  const [out, into, whole, owner, ...chunks] = (kept?.columns ?? []) as readonly Int32Array[] as Int32Array[];
  const values = (kept?.values ?? NONE) as EdgeValues;
  const discriminators = new Map(values.discriminators);
  const releases = new Map(values.releases);
  let firstOut = out ?? new Int32Array(1024);
  let firstIn = into ?? new Int32Array(1024);
  let firstWhole = whole ?? new Int32Array(1024);
  let firstOwner = owner ?? new Int32Array(1024);
  let { end } = values;

  function read(slot: number, field: number): number {
    return chunks[slot >>> CHUNK_BITS]![((slot & CHUNK_MASK) << RECORD_BITS) + field]!;
  }

  function chainInto(chain: EdgeChain): Int32Array {
    if (chain === 'flow') return firstIn;
    return chain === 'whole' ? firstWhole : firstOwner;
  }

  return {
    chunks,
    get firstOut() {
      return firstOut;
    },
    get firstIn() {
      return firstIn;
    },
    get firstWhole() {
      return firstWhole;
    },
    get firstOwner() {
      return firstOwner;
    },
    get count() {
      return end - 1;
    },
    read,
    discriminator: (slot) => discriminators.get(slot) ?? '',
    release: (slot) => releases.get(slot) ?? 0,
    append(edge) {
      const slot = end++;
      if (slot >>> CHUNK_BITS === chunks.length) chunks.push(new Int32Array(1 << (CHUNK_BITS + RECORD_BITS)));
      const nodes = Math.max(edge.from, edge.to) + 1;
      firstOut = grown(firstOut, nodes);
      firstIn = grown(firstIn, nodes);
      firstWhole = grown(firstWhole, nodes);
      firstOwner = grown(firstOwner, nodes);
      const chainIn = chainInto(edge.chain);
      const isFlow = edge.chain === 'flow';
      const chunk = chunks[slot >>> CHUNK_BITS]!;
      const at = (slot & CHUNK_MASK) << RECORD_BITS;
      chunk[at + FROM] = edge.from;
      chunk[at + TO] = edge.to;
      chunk[at + NEXT_OUT] = isFlow ? firstOut[edge.from]! : 0;
      chunk[at + NEXT_IN] = chainIn[edge.to]!;
      chunk[at + ADDED] = edge.added;
      chunk[at + REMOVED] = edge.removed;
      chunk[at + INTERVAL] = edge.interval;
      const confidence = edge.confidence === null ? UNSTATED : Math.round(edge.confidence * CONFIDENCE_UNIT);
      chunk[at + META] =
        edgeClass(edge.type, edge.provenance) |
        (edge.columnsKnown ? COLUMNS_KNOWN : 0) |
        (edge.lapses ? LAPSES : 0) |
        (confidence << CONFIDENCE_SHIFT);
      if (isFlow) firstOut[edge.from] = slot;
      chainIn[edge.to] = slot;
      if (edge.discriminator !== '') discriminators.set(slot, edge.discriminator);
      if (edge.release !== 0) releases.set(slot, edge.release);
    },
    find(edge) {
      const isIt = (slot: number) =>
        read(slot, FROM) === edge.from &&
        read(slot, TO) === edge.to &&
        read(slot, ADDED) === edge.added &&
        read(slot, INTERVAL) === edge.interval &&
        typeOf(read(slot, META)) === edge.type &&
        (discriminators.get(slot) ?? '') === edge.discriminator;
      const isFlow = edge.chain === 'flow';
      let into = chainInto(edge.chain)[edge.to] ?? 0;
      let out = firstOut[edge.from] ?? 0;
      while (into !== 0 && (out !== 0 || !isFlow)) {
        if (isIt(into)) return into;
        into = read(into, NEXT_IN);
        if (!isFlow) continue;
        if (isIt(out)) return out;
        out = read(out, NEXT_OUT);
      }
      return 0;
    },
    remove(slot, position) {
      chunks[slot >>> CHUNK_BITS]![((slot & CHUNK_MASK) << RECORD_BITS) + REMOVED] = position;
    },
    clear() {
      chunks.length = 0;
      discriminators.clear();
      releases.clear();
      firstOut.fill(0);
      firstIn.fill(0);
      firstWhole.fill(0);
      firstOwner.fill(0);
      end = 1;
    },
    bytes: () =>
      [...chunks, firstOut, firstIn, firstWhole, firstOwner].reduce((sum, array) => sum + array.byteLength, 0),
    keep: () => ({
      values: { end, discriminators: [...discriminators], releases: [...releases] },
      columns: [firstOut, firstIn, firstWhole, firstOwner, ...chunks],
    }),
  };
}
