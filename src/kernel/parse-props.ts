import { badInput, shown } from './errors.ts';
import { isJsonObject, type Json, type JsonObject } from './json.ts';
import type { Attribute, Attributes, AttributeType } from './ontology.ts';
import { EXPECTED_TIME, formatTime, parseTime, type Micros } from './time.ts';
import { nameProblem } from './urn.ts';

export function expected(what: string, came: unknown): string {
  return `expected ${what}; came ${came === undefined ? 'nothing' : shown(came)}`;
}

/**
 * Checks properties against their declarations and gives them in canonical form (times in UTC, lists sorted).
 * What is not declared is kept as it came: organisations have attributes of their own. Null passes: it withdraws.
 * @throws BAD_USER_INPUT with the path of the property
 */
export function parseProps(props: JsonObject, attributes: Attributes, at: Micros): JsonObject {
  const parsed: Record<string, Json> = {};
  for (const [key, value] of Object.entries(gatherVersions(props, attributes))) {
    if (nameProblem(key) !== null || key === '__proto__') throw badInput('props', expected('a property name', key));
    const attribute = Object.hasOwn(attributes, key) ? attributes[key] : undefined;
    parsed[key] = value === null || attribute === undefined ? value : parseValue(value, attribute, `props.${key}`, at);
  }
  return parsed;
}

const SCALARS: Partial<Record<AttributeType, { what: string; fits: (value: Json) => boolean }>> = {
  string: { what: 'a text', fits: (value) => typeof value === 'string' },
  int: { what: 'a whole number', fits: (value) => Number.isSafeInteger(value) },
  float: { what: 'a number', fits: (value) => typeof value === 'number' },
  boolean: { what: 'true or false', fits: (value) => typeof value === 'boolean' },
};

/** @throws BAD_USER_INPUT with the path */
export function parseValue(value: Json, attribute: Attribute, path: string, at: Micros): Json {
  const scalar = SCALARS[attribute.type];
  if (scalar !== undefined && !scalar.fits(value)) throw badInput(path, expected(scalar.what, value));
  if (attribute.values !== undefined && !Object.hasOwn(attribute.values.of, value as string)) {
    throw badInput(path, expected(`one of ${Object.keys(attribute.values.of).join(', ')}`, value));
  }
  const [least, most] = attribute.range ?? [-Infinity, Infinity];
  if (typeof value === 'number' && !(value >= least && value <= most)) {
    throw badInput(path, expected(`a number from ${least} to ${most}`, value));
  }
  if (attribute.type === 'time') return parseTimeValue(value, path);
  if (attribute.type === 'strings') return parseStrings(value, path);
  if (attribute.type === 'versions') return parseVersion(value, attribute.members ?? {}, path, at);
  return value;
}

function parseTimeValue(value: Json, path: string): string {
  const time = typeof value === 'string' ? parseTime(value) : null;
  if (time === null) throw badInput(path, expected(EXPECTED_TIME, value));
  return formatTime(time);
}

function parseStrings(value: Json, path: string): Json {
  if (!Array.isArray(value) || value.some((each) => typeof each !== 'string')) {
    throw badInput(path, expected('a list of texts', value));
  }
  return [...new Set(value as string[])].sort();
}

function parseVersion(value: Json, members: Attributes, path: string, at: Micros): Json {
  const names = ['id', 'validFrom', 'validTo', ...Object.keys(members)];
  // Without any of these it is misspelt, and would take the place of what there is.
  if (!isJsonObject(value) || !names.some((name) => name in value)) {
    throw badInput(path, expected(`one object with some of ${names.join(', ')}`, value));
  }
  const { id = 'default', validFrom = formatTime(at), validTo = null, ...rest } = value;
  if (typeof id !== 'string') throw badInput(`${path}.id`, expected('a text', id));
  const parsed: Record<string, Json> = {
    id,
    validFrom: parseTimeValue(validFrom, `${path}.validFrom`),
    validTo: validTo === null ? null : parseTimeValue(validTo, `${path}.validTo`),
  };
  if (parsed['validTo'] !== null && String(parsed['validTo']) <= String(parsed['validFrom'])) {
    throw badInput(`${path}.validTo`, expected('a time after validFrom', validTo));
  }
  for (const [key, member] of Object.entries(rest)) {
    const attribute = Object.hasOwn(members, key) ? members[key] : undefined;
    parsed[key] =
      member === null || attribute === undefined ? member : parseValue(member, attribute, `${path}.${key}`, at);
  }
  return parsed;
}

/** A version's members may also stand in the properties themselves, as the form of facts with an `id` writes them. */
function gatherVersions(props: JsonObject, attributes: Attributes): JsonObject {
  for (const [name, attribute] of Object.entries(attributes)) {
    if (attribute.type !== 'versions') continue;
    const members = new Set([...Object.keys(attribute.members ?? {}), 'id', 'validFrom', 'validTo']);
    const inside = Object.entries(props).filter(([key]) => members.has(key));
    if (inside.length === 0 || name in props) continue;
    const others = Object.entries(props).filter(([key]) => !members.has(key));
    return { ...Object.fromEntries(others), [name]: Object.fromEntries(inside) };
  }
  return props;
}
