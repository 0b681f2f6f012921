/** JSON that nests deeper than is read. */
export class NestsTooDeep extends Error {}

/** A stretch of bytes: the first, and the one behind the last. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Members of an array or an object that stand behind each other, without the commas around them. */
export interface Run extends Span {
  /** Of a run that is one large member of an object: where the colon behind its key is. */
  readonly colon: number;
  /** Whether it is one member, larger than a run should be. */
  readonly isLarge: boolean;
}

const code = (sign: string) => sign.charCodeAt(0);
const [QUOTE, BACKSLASH, COMMA, COLON] = [code('"'), code('\\'), code(','), code(':')];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [code('['), code(']'), code('{'), code('}')];
const BLANKS: readonly (number | undefined)[] = [...' \t\n\r'].map(code);

/**
 * Divides the one array or object in a stretch of JSON into runs of its members. It reads no more than quotes, brackets,
 * commas and colons: what stands between them is wrong or right for whoever parses the runs.
 */
export class Outline {
  readonly #runs: Run[] = [];
  #depth = 0;
  #isInText = false;
  #at: number;
  #open = -1;
  #close = -1;
  /** Where the present run and its present member begin, and the member's colon. */
  #run = 0;
  #member = 0;
  #colon = -1;

  constructor(
    readonly bytes: Buffer,
    readonly span: Span,
    readonly limits: { readonly mostDeep: number; readonly runBytes: number },
  ) {
    this.#at = span.from;
  }

  /** Goes on to there. @throws NestsTooDeep */
  read(to: number): void {
    const { bytes } = this;
    let at = this.#at;
    for (; at < to; at++) {
      const byte = bytes[at];
      if (this.#isInText) {
        if (byte === BACKSLASH) at++;
        else if (byte === QUOTE) this.#isInText = false;
      } else if (byte === QUOTE) this.#isInText = true;
      else if (byte === OPEN_LIST || byte === OPEN_OBJECT) this.#enter(at);
      else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) this.#leave(at);
      else if (this.#depth !== 1) continue;
      else if (byte === COMMA) this.#endMember(at, false);
      else if (byte === COLON && this.#colon === -1) this.#colon = at;
    }
    this.#at = at;
  }

  /** Once all is read: what it is, in runs; null where it is neither array nor object, or empty, or not whole. */
  runs(): { readonly isArray: boolean; readonly runs: readonly Run[] } | null {
    const isArray = this.bytes[this.#open] === OPEN_LIST;
    const isWhole =
      this.#close !== -1 &&
      this.bytes[this.#close] === (isArray ? CLOSE_LIST : CLOSE_OBJECT) &&
      this.#isBlank(this.span.from, this.#open) &&
      this.#isBlank(this.#close + 1, this.span.to) &&
      !this.#isBlank(this.#open + 1, this.#close);
    return isWhole ? { isArray, runs: this.#runs } : null;
  }

  #enter(at: number): void {
    this.#depth += 1;
    const { mostDeep } = this.limits;
    if (this.#depth > mostDeep) throw new NestsTooDeep(`JSON that nests deeper than ${mostDeep} levels`);
    if (this.#depth > 1 || this.#open !== -1) return;
    this.#open = at;
    this.#run = this.#member = at + 1;
  }

  #leave(at: number): void {
    this.#depth -= 1;
    if (this.#depth !== 0 || this.#close !== -1) return;
    this.#endMember(at, true);
    this.#close = at;
  }

  #endMember(at: number, isLast: boolean): void {
    if (this.#close !== -1) return;
    const isLarge = at - this.#member > this.limits.runBytes;
    if (isLarge && this.#run < this.#member) this.#endRun(this.#member - 1, false);
    if (isLarge || isLast || at - this.#run > this.limits.runBytes) this.#endRun(at, isLarge);
    this.#member = at + 1;
    this.#colon = -1;
  }

  #endRun(to: number, isLarge: boolean): void {
    this.#runs.push({ from: this.#run, to, colon: this.#colon, isLarge });
    this.#run = to + 1;
  }

  #isBlank(from: number, to: number): boolean {
    let at = from;
    while (at < to && BLANKS.includes(this.bytes[at])) at++;
    return at >= to;
  }
}
