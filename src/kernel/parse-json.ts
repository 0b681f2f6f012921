import { isUtf8 } from 'node:buffer';
import { ThroughlineError } from './errors.ts';
import { NestsTooDeep, Outline, type Run, type Span } from './json-outline.ts';
import { DEEPEST_JSON, type Json, type JsonObject } from './json.ts';
import { mapInTurns } from './turns.ts';

/** So much is parsed at once: it takes a millisecond or two. */
const AT_ONCE = 131_072;
/** As often a large member of a large member is divided: each time its bytes are read once more. */
const MOST_DIVISIONS = 6;

/**
 * The JSON in these bytes, as `JSON.parse` reads it. What is large is parsed in parts, with turns of the event loop in
 * between: a single call takes over 100 ms where there are 10 MiB.
 * @throws ThroughlineError BAD_USER_INPUT
 */
export async function parseJsonInTurns(
  bytes: Buffer,
  { mostDeep = DEEPEST_JSON, atOnce = AT_ONCE } = {},
): Promise<Json> {
  // Decoded with replacements two broken names would become one.
  if (!isUtf8(bytes)) throw new ThroughlineError('BAD_USER_INPUT', 'expected a body in UTF-8');
  try {
    return await parse(bytes, { from: 0, to: bytes.length }, { mostDeep, runBytes: atOnce }, MOST_DIVISIONS);
  } catch (error) {
    if (error instanceof NestsTooDeep)
      throw new ThroughlineError('BAD_USER_INPUT', `a body may nest ${mostDeep} levels deep`);
    if (error instanceof SyntaxError) throw new ThroughlineError('BAD_USER_INPUT', 'expected a body of JSON');
    throw error;
  }
}

async function parse(bytes: Buffer, span: Span, limits: Outline['limits'], divisions: number): Promise<Json> {
  const outline = new Outline(bytes, span, limits);
  const size = span.to - span.from;
  const stretches = Array.from({ length: Math.ceil(size / AT_ONCE) }, (_, index) => span.from + (index + 1) * AT_ONCE);
  await mapInTurns(stretches, (to) => outline.read(Math.min(to, span.to)));
  const divided = size > limits.runBytes && divisions > 0 ? outline.runs() : null;
  if (divided === null) return parseSpan(bytes, span);
  const { isArray, runs } = divided;
  const parts = await mapInTurns(runs, (run) => (run.isLarge ? null : parseRun(bytes, run, isArray)));
  for (const [index, run] of runs.entries()) {
    if (!run.isLarge) continue;
    const from = isArray ? run.from : run.colon + 1;
    const value = await parse(bytes, { from, to: run.to }, { ...limits, mostDeep: limits.mostDeep - 1 }, divisions - 1);
    parts[index] = isArray ? [value] : withOwn({}, keyOf(bytes, run), value);
  }
  if (isArray) return (parts as Json[][]).flat();
  const whole: JsonObject = {};
  await mapInTurns(parts as JsonObject[], (part) => {
    for (const key of Object.keys(part)) withOwn(whole, key, part[key]);
  });
  return whole;
}

function parseSpan(bytes: Buffer, { from, to }: Span): Json {
  return JSON.parse(bytes.toString('utf8', from, to)) as Json;
}

function parseRun(bytes: Buffer, { from, to }: Run, isArray: boolean): readonly Json[] | JsonObject {
  const text = bytes.toString('utf8', from, to);
  if (text.trim() === '') throw new SyntaxError('a comma with nothing behind it');
  return JSON.parse(isArray ? `[${text}]` : `{${text}}`) as readonly Json[] | JsonObject;
}

function keyOf(bytes: Buffer, { from, colon }: Run): string {
  const key = colon === -1 ? null : parseSpan(bytes, { from, to: colon });
  if (typeof key !== 'string') throw new SyntaxError('a member without a key');
  return key;
}

/** As `JSON.parse` does it: the last value of a key counts, and `__proto__` is a key like any other. */
function withOwn(target: JsonObject, key: string, value: Json | undefined): JsonObject {
  return Object.defineProperty(target, key, { value, configurable: true, enumerable: true, writable: true });
}
