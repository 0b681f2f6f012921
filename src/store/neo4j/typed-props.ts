import neo4j from 'neo4j-driver';
import { canonicalJson, type Json, type JsonObject } from '../../kernel/json.ts';
import type { Attribute, Attributes } from '../../kernel/ontology.ts';
import { micros, parseTime, type Micros } from '../../kernel/time.ts';
import { int } from './database.ts';

/** No index takes a text of more than about 8,160 bytes. */
export const LONGEST_INDEXED = 8_000;

/** Where a text stands that is too long for the index of its attribute. */
export function longName(attribute: string): string {
  return `${attribute}Long`;
}

export function isIndexed(attribute: Attribute): boolean {
  return Boolean(attribute.filter || attribute.order) && isScalar(attribute);
}

/** Lists are in no index that would find their members; documents are texts that nobody compares. */
export function isScalar({ type }: Attribute): boolean {
  return type !== 'json' && type !== 'versions' && type !== 'strings';
}

/** Properties in the native types of the database, as far as they are declared: all but `json` and `versions`. */
export function typedProps(props: JsonObject, attributes: Attributes): Record<string, unknown> {
  const typed: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(props)) {
    const attribute = declared(attributes, name);
    const native = attribute === undefined ? undefined : nativeValue(value, attribute);
    if (attribute === undefined || native === undefined) continue;
    const isLong = isIndexed(attribute) && typeof value === 'string' && Buffer.byteLength(value) > LONGEST_INDEXED;
    typed[isLong ? longName(name) : name] = native;
  }
  return typed;
}

/** What has no native type, as JSON: each declared document by its name, and all that is not declared in `otherProps`. */
export function documentProps(props: JsonObject, attributes: Attributes): Record<string, string> {
  const documents: Record<string, string> = {};
  const others: Record<string, Json> = {};
  for (const [name, value] of Object.entries(props)) {
    const attribute = declared(attributes, name);
    if (attribute?.type === 'json' || attribute?.type === 'versions') documents[name] = canonicalJson(value);
    else if (attribute === undefined || nativeValue(value, attribute) === undefined) others[name] = value;
  }
  return Object.keys(others).length === 0 ? documents : { ...documents, otherProps: canonicalJson(others) };
}

/** Undefined where the value does not fit, as after a change of the declaration. */
function nativeValue(value: Json, { type }: Attribute): unknown {
  switch (type) {
    case 'string':
      return typeof value === 'string' ? value : undefined;
    case 'int':
      return Number.isSafeInteger(value) ? int(value as number) : undefined;
    case 'float':
      return typeof value === 'number' ? value : undefined;
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'strings':
      return Array.isArray(value) && value.every((each) => typeof each === 'string') ? value : undefined;
    case 'time': {
      const time = typeof value === 'string' ? parseTime(value) : null;
      return time === null ? undefined : nativeTime(time);
    }
    default:
      return undefined;
  }
}

/** A `datetime` in UTC, exact to the microsecond. */
export function nativeTime(time: Micros): unknown {
  const seconds = Math.floor(time / 1_000_000);
  const date = new Date(seconds * 1000);
  return new neo4j.types.DateTime(
    date.getUTCFullYear(),
    date.getUTCMonth() + 1,
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
    date.getUTCSeconds(),
    micros(time - seconds * 1_000_000) * 1000,
    0,
  );
}

function declared(attributes: Attributes, name: string): Attribute | undefined {
  return Object.hasOwn(attributes, name) ? attributes[name] : undefined;
}
