import type { DecidedRecord } from '../../kernel/decision.ts';
import { badInput, shown } from '../../kernel/errors.ts';
import { sameJson, type JsonObject } from '../../kernel/json.ts';
import type { FactProblem } from '../../kernel/parse-fact.ts';
import { formatTime, type Micros } from '../../kernel/time.ts';
import { formatUrn, type Urn } from '../../kernel/urn.ts';
import type { ReadAt } from '../../store/ports.ts';
import type { RequestContext } from '../kind/context.ts';
import type { Judged, Question } from '../kind/decide.ts';
import { rulesOf } from './rules.ts';

/** One demand of a policy. */
export interface Demand extends JsonObject {
  /** Unique in its policy: by it the demand is waived. */
  readonly id: string;
  /** Which requirement. */
  readonly type: string;
  readonly parameters: JsonObject;
}

export interface PolicyProps extends JsonObject {
  readonly name: string;
  /** The stage that it stands before. */
  readonly stage: string;
  /** Of models of this tier alone; null: of all. */
  readonly tier: string | null;
  readonly demands: readonly Demand[];
  /** Who may waive one of them; absent: anybody who says who it is. */
  readonly mayWaive?: readonly string[];
  /** How often it was said anew, from 1. */
  readonly version: number;
}

export interface PolicyRecord extends DecidedRecord {
  readonly props: PolicyProps;
}

/** The policy that follows from which stages there are: none can be set under this name. */
export const STAGES = 'stages';

export function policyId(name: string): Urn {
  return formatUrn('POLICY', 'api', name);
}

/** What must hold for a release to this stage, by the policies that are in force at this position; by name. */
export async function policiesFor(
  stage: string,
  tier: string | null,
  at: ReadAt,
  context: RequestContext,
): Promise<readonly PolicyRecord[]> {
  const policies = (await rulesOf('POLICY', at, context)) as readonly PolicyRecord[];
  return policies
    .filter(({ props }) => props.stage === stage && (props.tier === null || props.tier === tier))
    .sort((a, b) => (a.props.name < b.props.name ? -1 : 1));
}

/** @throws BAD_USER_INPUT naming the argument, for one that is not in force */
export async function policyNamed(
  name: string,
  argument: string,
  at: ReadAt,
  context: RequestContext,
): Promise<PolicyRecord> {
  const policies = (await rulesOf('POLICY', at, context)) as readonly PolicyRecord[];
  const policy = policies.find(({ props }) => props.name === name);
  if (policy !== undefined) return policy;
  const names = policies.map(({ props }) => props.name).join(', ') || 'none is in force';
  throw badInput(argument, `${argument}: expected a policy in force (${names}); came ${shown(name)}`);
}

/** Has it in force in this form from now on; the same again changes nothing. */
export function setting(said: Omit<PolicyProps, 'version'>, at: Micros): Question {
  return {
    stream: policyStream(said['name'] as string),
    judge({ record }): Judged {
      const before = record as PolicyRecord | null;
      const version = (before?.props.version ?? 0) + 1;
      const props = { ...said, version } as PolicyProps;
      if (before?.until === null && sameJson(before.props, { ...props, version: before.props.version })) return [];
      const id = policyId(props.name);
      return [{ event: 'SET', record: { id, kind: 'POLICY', about: null, since: at, until: null, props } }];
    },
  };
}

/** It demands nothing any more. */
export function retiring(name: string, at: Micros): Question {
  return {
    stream: policyStream(name),
    judge({ record }): Judged | FactProblem {
      if (record === null) return { path: 'name', code: 'NOT_FOUND', message: `name: there is no policy ${name}` };
      if (record.until !== null) {
        const message = `name: expected a policy in force; it was retired at ${formatTime(record.until)}`;
        return { path: 'name', code: 'CONFLICT', message };
      }
      return [{ event: 'RETIRED', record: { ...record, until: at } }];
    },
  };
}

/** All decisions on one policy. */
export function policyStream(name: string): string {
  return `policy ${name}`;
}
