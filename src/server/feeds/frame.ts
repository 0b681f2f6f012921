const FINAL_TEXT = 0x81;
/** From there on the length takes two more bytes, or eight. */
const MOST_OF_ONE = 125;
const MOST_OF_TWO = 0xffff;
const BEGIN = '{"id":';

/** The answer that was written last, in a frame, and where in it the subscription's name goes. */
let last: { readonly answer: Buffer; readonly name: string; readonly at: number; readonly frame: Buffer } | null = null;

/**
 * An item of a subscription as one whole frame of a WebSocket (RFC 6455, 5.2), in one piece, as one write to a socket costs
 * less than two. Where many are told the same, their frames differ in nothing but the name.
 * @param answer as JSON in UTF-8
 * @param name of the subscription, as JSON in ASCII
 */
export function nextFrame(name: string, answer: Buffer): Buffer {
  if (last?.answer !== answer || last.name.length !== name.length) last = framed(name, answer);
  const frame = Buffer.allocUnsafe(last.frame.length);
  frame.set(last.frame);
  frame.write(name, last.at, 'latin1');
  return frame;
}

function framed(name: string, answer: Buffer): NonNullable<typeof last> {
  const begin = Buffer.from(`${BEGIN}${name},"type":"next","payload":`, 'latin1');
  const header = headerOf(begin.length + answer.length + 1);
  const frame = Buffer.concat([header, begin, answer, Buffer.from('}')]);
  return { answer, name, at: header.length + BEGIN.length, frame };
}

function headerOf(length: number): Buffer {
  const header = Buffer.alloc(length <= MOST_OF_ONE ? 2 : length <= MOST_OF_TWO ? 4 : 10);
  header[0] = FINAL_TEXT;
  if (length <= MOST_OF_ONE) header[1] = length;
  else if (length <= MOST_OF_TWO) header.writeUInt16BE(length, header.writeUInt8(126, 1));
  else header.writeBigUInt64BE(BigInt(length), header.writeUInt8(127, 1));
  return header;
}

/** A text as JSON in ASCII, of one byte a letter. */
export function asciiJson(text: string): string {
  return JSON.stringify(text).replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
