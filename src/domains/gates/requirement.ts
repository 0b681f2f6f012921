import type { Json } from '../../kernel/json.ts';
import type { Attribute, AttributeType } from '../../kernel/ontology.ts';
import type { Micros } from '../../kernel/time.ts';
import type { EntityObject } from '../kind/entity.ts';
import type { Evidence } from './evidence.ts';

/** What may be said of a requirement where a policy makes it. */
export interface Parameter extends Omit<Attribute, 'members' | 'filter' | 'order' | 'facet' | 'search'> {
  readonly type: Exclude<AttributeType, 'versions'>;
  /** Where nothing is said; absent: it has to be said. Null: nothing is demanded by it then. */
  readonly default?: Json;
  /** What its texts name: what is no such thing is refused where a policy says it. */
  readonly names?: 'STAGE' | 'BUSINESS_KPI';
  /** How many characters a text of it may have, where it is no name. */
  readonly longest?: number;
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
