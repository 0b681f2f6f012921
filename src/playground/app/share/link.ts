/** What a link opens: never headers, which may hold secrets. */
export interface Shared {
  readonly document: string;
  /** As they were written. */
  readonly variables: string;
  /** Null: the only operation in the document. */
  readonly operationName: string | null;
  readonly view: View;
}

/** How an answer is looked at. */
export type View = 'answer' | 'graph';

/** Longer ones are cut off by some of the programs that they are sent with. */
export const LONGEST_LINK = 8_000;
/** A link is anybody's: it may not fill the memory of whoever opens it. */
const MOST_BYTES = 1_000_000;

const NAME = 'shared';

/**
 * The address of the page with all that it opens in the fragment, which no server gets to see.
 * @returns null where that is longer than LONGEST_LINK
 */
export async function linkOf(
  page: string,
  { document, variables, operationName, view }: Shared,
): Promise<string | null> {
  const text = JSON.stringify([document, variables, operationName, view]);
  const bytes = await throughStream(text, new CompressionStream('deflate-raw'), LONGEST_LINK);
  if (bytes === null) return null;
  const letters = btoa(String.fromCharCode(...bytes));
  const link = `${page}#${NAME}=${letters.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`;
  return link.length > LONGEST_LINK ? null : link;
}

/**
 * What a fragment opens; null where it is none of ours.
 * @throws Error where it is broken, as one that was cut off
 */
export async function sharedIn(fragment: string): Promise<Shared | null> {
  const letters = new URLSearchParams(fragment.replace(/^#/, '')).get(NAME);
  if (letters === null) return null;
  try {
    return await opened(letters);
  } catch (error) {
    throw new Error('the link is broken', { cause: error });
  }
}

async function opened(letters: string): Promise<Shared> {
  const bytes = Uint8Array.from(atob(letters.replaceAll('-', '+').replaceAll('_', '/')), (each) => each.charCodeAt(0));
  const inflated = await throughStream(bytes, new DecompressionStream('deflate-raw'), MOST_BYTES);
  const text = inflated === null ? '[]' : new TextDecoder().decode(inflated);
  const [document, variables, operationName, view] = JSON.parse(text) as unknown[];
  if (typeof document !== 'string' || typeof variables !== 'string') throw new Error('no operation');
  return {
    ...{ document, variables },
    operationName: typeof operationName === 'string' ? operationName : null,
    view: view === 'graph' ? 'graph' : 'answer',
  };
}

/** Null where more than `most` bytes come out of it. @throws Error where what goes in does not fit the stream */
async function throughStream(
  content: string | Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
  most: number,
): Promise<Uint8Array | null> {
  const reader = new Blob([content]).stream().pipeThrough(stream).getReader();
  const whole = new Uint8Array(most);
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return whole.subarray(0, length);
    const bytes = value as Uint8Array;
    if (length + bytes.length > most) {
      await reader.cancel();
      return null;
    }
    whole.set(bytes, length);
    length += bytes.length;
  }
}
