import { createHash, hash } from 'node:crypto';
import { mapInTurns } from './turns.ts';

/** Any JSON value, trusted and never mutated once inside. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** No payload that means something nests deeper; what does would only exhaust the stack of whoever reads it. */
export const DEEPEST_JSON = 200;

/** Why a value that came from outside can not be kept as it came; null where it can. */
export function jsonProblem(value: Json): string | null {
  let level: readonly Json[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST_JSON) return `nests deeper than ${DEEPEST_JSON} levels`;
    // What is written as 1e999 is read as infinity, which JSON has no word for.
    if (level.some((each) => typeof each === 'number' && !Number.isFinite(each))) return 'has a number too large in it';
    level = level.flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each) : []));
  }
  return null;
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The one spelling of a JSON value: keys in code unit order, no white space. Equal values have equal spellings. */
export function canonicalJson(value: Json | undefined): string {
  if (value === undefined) return 'null';
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (isJsonArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members: string[] = [];
  for (const key of Object.keys(value).sort()) {
    const member = value[key];
    if (member !== undefined) members.push(`${JSON.stringify(key)}:${canonicalJson(member)}`);
  }
  return `{${members.join(',')}}`;
}

/** The first 128 bits in hex: enough that two contents never meet. */
const HASH_DIGITS = 32;

/** SHA-256 of the canonical spelling. */
export function contentHash(value: Json | undefined): string {
  return hash('sha256', canonicalJson(value), 'hex').slice(0, HASH_DIGITS);
}

/** The same as `contentHash`; the members of a long list are taken in turns. */
export async function contentHashInTurns(value: Json): Promise<string> {
  if (!isJsonArray(value) || value.length === 0) return contentHash(value);
  const sum = createHash('sha256');
  await mapInTurns(value, (member, index) => {
    sum.update(index === 0 ? '[' : ',').update(canonicalJson(member));
  });
  return sum.update(']').digest('hex').slice(0, HASH_DIGITS);
}

export function sameJson(a: Json | undefined, b: Json | undefined): boolean {
  return a === b || canonicalJson(a) === canonicalJson(b);
}

function isJsonArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
