import type { Json } from '../../kernel/json.ts';
import { urnParts, type Urn } from '../../kernel/urn.ts';
import { grown } from './grown.ts';
import { createHashIndex, mixed } from './hash-index.ts';
import type { Kept } from './kept.ts';

/**
 * URNs as small numbers. The texts are kept as bytes, apart from what all URNs of one kind and namespace begin with:
 * as JavaScript strings in a Map they alone would take more memory than the whole topology may.
 */
export interface NodeTable {
  readonly count: number;
  /** Each node's kind, as its place in `kindNames`. Another array after it has grown. */
  readonly kinds: Uint8Array;
  readonly kindNames: readonly string[];
  kindOf(urn: Urn): string;
  /** -1 where no edge ever named it. */
  find(urn: Urn): number;
  intern(urn: Urn): number;
  urn(node: number): Urn;
  bytes(): number;
  keep(): Kept;
}

const CHUNK_BITS = 18;
const CHUNK_BYTES = 1 << CHUNK_BITS;
/** A name stands behind two bytes that tell its length. Escaped it is at most nine times LONGEST_NAME. */
const LENGTH_BYTES = 2;

/** At most so many URNs that were asked for last are kept as strings, each in the one place that its node has there. */
const MOST_RECENT = 1 << 16;

/** What is no column of the table. */
type NodeValues = {
  readonly index: Json;
  readonly prefixes: readonly { readonly text: string; readonly kind: number }[];
  /** Where the next name goes. */
  readonly free: number;
};

const NONE: NodeValues = { index: 0, prefixes: [], free: 0 };

export function createNodeTable(kindNames: readonly string[], kept: Kept | null = null): NodeTable {
  const [keptKinds, keptPrefixOf, keptNameAt, hashes, slots, ...names] = kept?.columns ?? [];
  const values = (kept?.values ?? NONE) as NodeValues;
  const index = createHashIndex(kept && { values: values.index, columns: [hashes!, slots!] });
  const prefixes = [...values.prefixes];
  const prefixIds = new Map(prefixes.map(({ text }, id) => [text, id]));
  const chunks = names.map(({ buffer }) => Buffer.from(buffer));
  let { free } = values;
  let kinds = (keptKinds as Uint8Array | undefined) ?? new Uint8Array(1024);
  let prefixOf = (keptPrefixOf as Uint32Array | undefined) ?? new Uint32Array(1024);
  let nameAt = (keptNameAt as Uint32Array | undefined) ?? new Uint32Array(1024);

  let recent: Urn[] = [];
  let recentNodes = new Int32Array(0);

  // What `isSought` compares with: fields instead of a closure for each search.
  let soughtPrefix = 0;
  let soughtUrn = '';
  let soughtStart = 0;
  const isSought = (node: number): boolean => prefixOf[node] === soughtPrefix && hasSoughtName(nameAt[node]!);

  function hasSoughtName(at: number): boolean {
    const chunk = chunks[at >>> CHUNK_BITS]!;
    const start = at & (CHUNK_BYTES - 1);
    const length = soughtUrn.length - soughtStart;
    if (chunk.readUInt16LE(start) !== length) return false;
    for (let i = 0; i < length; i++) {
      if (chunk[start + LENGTH_BYTES + i] !== soughtUrn.charCodeAt(soughtStart + i)) return false;
    }
    return true;
  }

  /** Sets what is sought; its prefix is -1 where no URN begins so. */
  function seek(urn: Urn): void {
    soughtUrn = urn;
    soughtStart = urn.lastIndexOf(':') + 1;
    soughtPrefix = prefixIds.get(urn.slice(0, soughtStart)) ?? -1;
  }

  function soughtHash(): number {
    let hash = 0x811c9dc5 ^ soughtPrefix;
    for (let i = soughtStart; i < soughtUrn.length; i++) hash = Math.imul(hash ^ soughtUrn.charCodeAt(i), 0x01000193);
    return mixed(hash);
  }

  function prefixId(urn: Urn): number {
    const text = urn.slice(0, urn.lastIndexOf(':') + 1);
    let id = prefixIds.get(text);
    if (id === undefined) {
      id = prefixes.length;
      prefixes.push({ text, kind: kindNames.indexOf(urnParts(urn).kind) });
      prefixIds.set(text, id);
    }
    return id;
  }

  function write(name: string): number {
    const size = LENGTH_BYTES + name.length;
    if (free + size > chunks.length * CHUNK_BYTES) {
      free = chunks.length * CHUNK_BYTES;
      chunks.push(Buffer.allocUnsafeSlow(CHUNK_BYTES));
    }
    const at = free;
    const chunk = chunks[at >>> CHUNK_BITS]!;
    chunk.writeUInt16LE(name.length, at & (CHUNK_BYTES - 1));
    chunk.write(name, (at & (CHUNK_BYTES - 1)) + LENGTH_BYTES, 'latin1');
    free += size;
    return at;
  }

  /** As many places as there are nodes, where those are few: some topologies live for one question. */
  function growRecent(): void {
    let size = 16;
    while (size < index.count && size < MOST_RECENT) size *= 2;
    recent = [];
    recentNodes = new Int32Array(size).fill(-1);
  }

  function read(node: number): Urn {
    const at = nameAt[node]!;
    const chunk = chunks[at >>> CHUNK_BITS]!;
    const start = at & (CHUNK_BYTES - 1);
    const name = chunk.toString('latin1', start + LENGTH_BYTES, start + LENGTH_BYTES + chunk.readUInt16LE(start));
    return (prefixes[prefixOf[node]!]!.text + name) as Urn;
  }

  return {
    get count() {
      return index.count;
    },
    get kinds() {
      return kinds;
    },
    kindNames,
    kindOf: (urn) => kindNames[prefixes[prefixId(urn)]!.kind]!,
    find(urn) {
      seek(urn);
      return soughtPrefix === -1 ? -1 : index.find(soughtHash(), isSought);
    },
    intern(urn) {
      seek(urn);
      if (soughtPrefix === -1) soughtPrefix = prefixId(urn);
      const hash = soughtHash();
      const found = index.find(hash, isSought);
      if (found !== -1) return found;
      const node = index.add(hash);
      kinds = grown(kinds, index.count);
      prefixOf = grown(prefixOf, index.count);
      nameAt = grown(nameAt, index.count);
      kinds[node] = prefixes[soughtPrefix]!.kind;
      prefixOf[node] = soughtPrefix;
      nameAt[node] = write(urn.slice(soughtStart));
      return node;
    },
    urn(node) {
      if (recentNodes.length < MOST_RECENT && recentNodes.length < index.count) growRecent();
      const place = node & (recentNodes.length - 1);
      if (recentNodes[place] === node) return recent[place]!;
      const urn = read(node);
      recentNodes[place] = node;
      recent[place] = urn;
      return urn;
    },
    bytes: () =>
      chunks.length * CHUNK_BYTES + kinds.byteLength + prefixOf.byteLength + nameAt.byteLength + index.bytes(),
    keep() {
      const { values: kept, columns } = index.keep();
      return { values: { index: kept, prefixes, free }, columns: [kinds, prefixOf, nameAt, ...columns, ...chunks] };
    },
  };
}
