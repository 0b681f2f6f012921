import { crc32 } from 'node:zlib';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import type { Column } from './grown.ts';
import type { Kept } from './kept.ts';
import type { KeptTopology } from './topology.ts';
import type { Place } from '../place.ts';

/** A topology on disk: of which form it is, and how far it had come. */
export interface KeptFile {
  readonly form: string;
  readonly place: Place;
  readonly tables: KeptTopology;
}

const TYPES = { Int32Array, Uint32Array, Uint8Array, Float64Array };

/**
 * The file begins with the length of its head as eight bytes, then the head as JSON, then all columns as bytes, and ends with
 * a checksum of all that.
 */
interface Head extends Pick<KeptFile, 'form' | 'place'> {
  readonly tables: Readonly<Record<string, HeadTable>>;
}

interface HeadTable extends Pick<Kept, 'values'> {
  readonly columns: readonly { readonly type: keyof typeof TYPES; readonly length: number }[];
}

const NUMBER_BYTES = 8;

/** Writes beside the file and puts it in its place once it is on disk, so that the file is whole whatever happens. */
export async function writeKept(file: string, { form, place, tables }: KeptFile): Promise<void> {
  const headed = Object.entries(tables).map(([name, { values, columns }]): [string, HeadTable] => [
    name,
    { values, columns: columns.map((column) => ({ type: typeOf(column), length: column.length })) },
  ]);
  const head: Head = { form, place, tables: Object.fromEntries(headed) };
  const text = Buffer.from(JSON.stringify(head));
  const length = numberBytes(text.length);
  const beside = `${file}.new`;
  try {
    {
      await using handle = await open(beside, 'w');
      let sum = 0;
      for (const part of [length, text, ...Object.values(tables).flatMap(({ columns }) => columns.map(bytesOf))]) {
        sum = crc32(part, sum);
        await writeAll(handle, part);
      }
      await writeAll(handle, numberBytes(sum));
      await handle.sync();
    }
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

/** Null where there is none, where it is of another form, or where it can not be read. */
export async function readKept(file: string, form: string): Promise<KeptFile | null> {
  try {
    await using handle = await open(file, 'r');
    let left = (await handle.stat()).size;
    let sum = 0;
    const read = async (bytes: Uint8Array): Promise<Buffer> => {
      left -= bytes.length;
      const part = await readAll(handle, bytes);
      sum = crc32(part, sum);
      return part;
    };
    /** What says that there is more than there is, is damaged: nothing is allocated for that. */
    const sized = (length: number): number => {
      if (!(length >= 0 && length <= left)) throw new Error('The file is too short for what it says.');
      return length;
    };
    const length = (await read(new Uint8Array(sized(NUMBER_BYTES)))).readDoubleLE();
    const head = JSON.parse((await read(new Uint8Array(sized(length)))).toString()) as Head;
    if (head.form !== form) return null;
    const tables: Record<string, Kept> = {};
    for (const [name, { values, columns }] of Object.entries(head.tables)) {
      const restored: Column[] = [];
      for (const { type, length: numbers } of columns) {
        sized(numbers * TYPES[type].BYTES_PER_ELEMENT);
        const column = new TYPES[type](numbers);
        await read(bytesOf(column));
        restored.push(column);
      }
      tables[name] = { values, columns: restored };
    }
    const expected = sum;
    if ((await read(new Uint8Array(sized(NUMBER_BYTES)))).readDoubleLE() !== expected || left !== 0) return null;
    return { form, place: head.place, tables: tables as KeptTopology };
  } catch {
    // Whatever is wrong with it: all that it could tell is told by the store.
    return null;
  }
}

function numberBytes(value: number): Buffer {
  const bytes = Buffer.alloc(NUMBER_BYTES);
  bytes.writeDoubleLE(value);
  return bytes;
}

function typeOf(column: Column): keyof typeof TYPES {
  // A Buffer is one of bytes, too.
  return column instanceof Uint8Array ? 'Uint8Array' : (column.constructor.name as keyof typeof TYPES);
}

function bytesOf({ buffer, byteOffset, byteLength }: Column): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += (await handle.write(bytes, at)).bytesWritten;
}

async function readAll(handle: FileHandle, bytes: Uint8Array): Promise<Buffer> {
  for (let at = 0; at < bytes.length;) {
    const { bytesRead } = await handle.read(bytes, at, bytes.length - at);
    if (bytesRead === 0) throw new Error('The file ends too early.');
    at += bytesRead;
  }
  return Buffer.from(bytes.buffer);
}
