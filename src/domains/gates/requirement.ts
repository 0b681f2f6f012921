import { badInput } from '../../kernel/errors.ts';
import { isJsonObject, type Json, type JsonObject } from '../../kernel/json.ts';
import type { Attribute, AttributeType } from '../../kernel/ontology.ts';
import { expected, parseValue } from '../../kernel/parse-props.ts';
import type { Micros } from '../../kernel/time.ts';
import { urnOfKind } from '../kind/arguments.ts';
import type { EntityObject } from '../kind/entity.ts';
import type { Evidence } from './evidence.ts';

/** What may be said of a requirement where a policy makes it. */
export interface Parameter extends Omit<Attribute, 'members' | 'filter' | 'order' | 'facet' | 'search'> {
  readonly type: Exclude<AttributeType, 'versions'>;
  /** Where nothing is said; absent: it has to be said. Null: nothing is demanded by it then. */
  readonly default?: Json;
  /** What its value names: a stage that there is, or an entity of this kind. */
  readonly names?: 'STAGE' | 'BUSINESS_KPI';
}

export type Parameters = Readonly<Record<string, Parameter>>;

/** What is to be released, where, and when. */
export interface Candidate {
  readonly release: EntityObject;
  readonly stage: string;
  readonly asOf: Micros;
}

export type Verdict = 'PASS' | 'FAIL' | 'UNKNOWN';

/** What came of looking. */
export interface Finding {
  readonly verdict: Verdict;
  /** In one sentence, with what was looked at and what was found. */
  readonly why: string;
  /** What makes it pass; null where it does. */
  readonly todo: string | null;
}

/**
 * Something that a policy can demand of a release: one file each. It is a pure function of what it reads of the graph; no
 * input says that it holds.
 */
export interface Requirement<P extends Parameters = Parameters> {
  readonly type: string;
  readonly description: string;
  readonly parameters: P;
  /** The paths of the graph that it reads, from the release on. */
  readonly reads: readonly string[];
  /** Why these can not be demanded, by the name of the parameter; where each by itself may be right. */
  problem?(parameters: Values<P>): { readonly parameter: string; readonly message: string } | null;
  assess(candidate: Candidate, parameters: Values<P>, evidence: Evidence): Promise<Finding>;
}

type Scalar<T extends AttributeType> = T extends 'string' | 'time'
  ? string
  : T extends 'int' | 'float'
    ? number
    : T extends 'boolean'
      ? boolean
      : T extends 'strings'
        ? readonly string[]
        : Json;

export type Values<P extends Parameters> = {
  readonly [Name in keyof P]: Scalar<P[Name]['type']> | (P[Name] extends { default: null } ? null : never);
};

export function defineRequirement<const P extends Parameters>(requirement: Requirement<P>): Requirement {
  return requirement as unknown as Requirement;
}

export function pass(why: string): Finding {
  return { verdict: 'PASS', why, todo: null };
}

export function fail(why: string, todo: string): Finding {
  return { verdict: 'FAIL', why, todo };
}

/** Where what would have to be looked at is not there. */
export function unknown(why: string, todo: string): Finding {
  return { verdict: 'UNKNOWN', why, todo };
}

/** Where what is said of a requirement is read. */
interface Reading {
  readonly path: string;
  readonly at: Micros;
  /** Those that there are. */
  readonly stages: readonly string[];
}

/** What a policy says of a requirement, with what it leaves out. @throws BAD_USER_INPUT naming what is wrong below `path` */
export function parseParameters(requirement: Requirement, said: Json, { path, at, stages }: Reading): JsonObject {
  const { type, parameters } = requirement;
  const given = said ?? {};
  if (!isJsonObject(given)) throw badInput(path, `${path}: ${expected('an object', given)}`);
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(parameters, name)) continue;
    const known = Object.keys(parameters).join(', ') || 'none';
    throw badInput(`${path}.${name}`, `${path}.${name}: expected a parameter of ${type} (${known}); came ${name}`);
  }
  const values = Object.entries(parameters).map(([name, parameter]) => {
    const value = given[name] ?? parameter.default;
    const place = `${path}.${name}`;
    if (value === undefined) throw badInput(place, `${place}: ${expected(parameter.description, undefined)}`);
    if (value === null) return [name, null] as const;
    const parsed = parseValue(value, parameter, place, at);
    if (parameter.names !== undefined) checkNames([parsed].flat() as string[], parameter.names, place, stages);
    return [name, parsed] as const;
  });
  const read = Object.fromEntries(values);
  const problem = requirement.problem?.(read) ?? null;
  if (problem === null) return read;
  const place = `${path}.${problem.parameter}`;
  throw badInput(place, `${place}: ${problem.message}`);
}

/** A demand that speaks of what is not there would never be looked at, or hold for want of it. @throws BAD_USER_INPUT */
function checkNames(said: readonly string[], names: string, place: string, stages: readonly string[]): void {
  for (const each of said) {
    if (names !== 'STAGE') urnOfKind(each, place, names);
    else if (!stages.includes(each)) throw badInput(place, `${place}: ${expected(`one of ${stages.join(', ')}`, each)}`);
  }
}
