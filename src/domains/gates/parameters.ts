import { badInput, shown } from '../../kernel/errors.ts';
import { isJsonObject, jsonProblem, type Json, type JsonObject } from '../../kernel/json.ts';
import { expected, parseValue } from '../../kernel/parse-props.ts';
import type { Micros } from '../../kernel/time.ts';
import { keyProblem } from '../../kernel/urn.ts';
import { urnOfKind } from '../kind/arguments.ts';
import type { Parameter, Requirement } from './requirement.ts';

/** More stages, or parts of a validation set, can nobody keep in mind. */
const MOST_TEXTS = 100;

/** Where what is said of a requirement is read. */
interface Reading {
  readonly path: string;
  readonly at: Micros;
  /** Those that there are. */
  readonly stages: readonly string[];
}

/** What a policy says of a requirement, with what it leaves out. @throws BAD_USER_INPUT naming what is wrong below `path` */
export function parseParameters(requirement: Requirement, said: Json, reading: Reading): JsonObject {
  const { path } = reading;
  const { type, parameters } = requirement;
  const given = said ?? {};
  if (!isJsonObject(given)) throw badInput(path, `${path}: ${expected('an object', given)}`);
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(parameters, name)) continue;
    const names = Object.keys(parameters).join(', ') || 'none';
    throw badInput(`${path}.${name}`, `${path}.${name}: expected a parameter of ${type} (${names}); came ${name}`);
  }
  const values = Object.entries(parameters).map(([name, parameter]) => {
    const value = given[name] ?? parameter.default;
    const place = `${path}.${name}`;
    if (value === undefined) throw badInput(place, `${place}: ${expected(phrase(parameter.description), undefined)}`);
    return [name, value === null ? null : valueAt(place, value, parameter, reading)] as const;
  });
  const read = Object.fromEntries(values);
  const problem = requirement.problem?.(read) ?? null;
  if (problem === null) return read;
  const place = `${path}.${problem.parameter}`;
  throw badInput(place, `${place}: ${problem.message}`);
}

function valueAt(place: string, said: Json, parameter: Parameter, reading: Reading): Json {
  const wrong = jsonProblem(said);
  if (wrong !== null) throw badInput(place, `${place}: it ${wrong}`);
  const value = parseValue(said, parameter, place, reading.at);
  if (typeof value === 'string') return textAt(place, value, parameter, reading);
  if (parameter.type !== 'strings') return value;
  const texts = value as readonly string[];
  // What says which ones are enough says nothing where there are none.
  const least = parameter.default === undefined ? 1 : 0;
  if (texts.length < least || texts.length > MOST_TEXTS) {
    throw badInput(place, `${place}: expected ${least} to ${MOST_TEXTS} texts; came ${texts.length}`);
  }
  return texts.map((text) => textAt(place, text, parameter, reading));
}

function textAt(place: string, text: string, { names, longest }: Parameter, { stages }: Reading): string {
  const problem = text.trim() === '' ? 'is empty' : keyProblem(text, longest);
  if (problem !== null) throw badInput(place, `${place}: it ${problem}`);
  // A demand that speaks of what is not there would never be looked at, or hold for want of it.
  if (names === 'BUSINESS_KPI') return urnOfKind(text, place, names);
  if (names === 'STAGE' && !stages.includes(text)) {
    throw badInput(place, `${place}: expected one of ${stages.join(', ')}; came ${shown(text)}`);
  }
  return text;
}

/** A sentence, as a part of another. */
function phrase(sentence: string): string {
  return `${sentence.charAt(0).toLowerCase()}${sentence.slice(1).replace(/\.$/, '')}`;
}
