import type { DecidedRecord } from '../../kernel/decision.ts';
import { contentHash, sameJson, type JsonObject } from '../../kernel/json.ts';
import type { FactProblem } from '../../kernel/parse-fact.ts';
import { formatTime, type Micros } from '../../kernel/time.ts';
import { formatUrn, type Urn } from '../../kernel/urn.ts';
import type { ReadAt } from '../../store/ports.ts';
import type { RequestContext } from '../kind/context.ts';
import type { Judged, Question } from '../kind/decide.ts';
import type { Demand, PolicyRecord } from './policy.ts';
import { rulesOf } from './rules.ts';

export interface WaiverProps extends JsonObject {
  readonly stage: string;
  readonly policy: string;
  /** The id of the demand in that policy. */
  readonly demand: string;
  /** What it demanded when it was waived: said otherwise it is another demand, for which nobody answers. */
  readonly type: string;
  readonly parameters: JsonObject;
  /** Who answers for it, and why it may be. */
  readonly by: string;
  readonly reason: string;
}

/** That one demand does not count for one release; always with an end. */
export interface WaiverRecord extends DecidedRecord {
  readonly about: Urn;
  readonly until: Micros;
  readonly props: WaiverProps;
}

/** A demand of one release is waived once at a time: this stream has what happened to it. */
export function waiverStream(about: Urn, { stage, policy, demand }: WaiverProps): string {
  return `waiver ${contentHash([about, stage, policy, demand])}`;
}

/**
 * Waives it until then. While another waiver of the same stands it is a CONFLICT: withdraw that one first. One of what is not
 * demanded any more stands in nobody's way.
 */
export function waiving(about: Urn, props: WaiverProps, until: Micros, at: Micros): Question {
  const stream = waiverStream(about, props);
  return {
    stream,
    judge({ decisions, record }): Judged | FactProblem {
      const before = record as WaiverRecord | null;
      if (before !== null && at < before.until && isSameDemand(before.props, props)) {
        const message = `input: expected a demand that is not waived; it is until ${formatTime(before.until)}`;
        return { path: 'input', code: 'CONFLICT', message };
      }
      const id = formatUrn('WAIVER', 'api', contentHash([stream, decisions]));
      return [{ event: 'WAIVED', record: { id, kind: 'WAIVER', about, since: at, until, props } }];
    },
  };
}

/** Ends it before its time. */
export function withdrawing({ id, about, props }: WaiverRecord, at: Micros): Question {
  return {
    stream: waiverStream(about, props),
    judge({ record }): Judged | FactProblem {
      const before = record as WaiverRecord | null;
      if (before?.id !== id || before.until <= at) {
        const message = 'id: expected a waiver that stands; it is over';
        return { path: 'id', code: 'CONFLICT', message };
      }
      return [{ event: 'WITHDRAWN', record: { ...before, until: at } }];
    },
  };
}

function isSameDemand(waived: WaiverProps, demand: Pick<Demand, 'type' | 'parameters'>): boolean {
  return waived.type === demand.type && sameJson(waived.parameters, demand.parameters);
}

/** Those that stand for a release and a stage at this time, and what they are for is demanded still; by policy and demand. */
export async function waiversFor(
  release: Urn,
  stage: string,
  at: ReadAt & { readonly asOf: Micros },
  context: RequestContext,
): Promise<ReadonlyMap<string, WaiverRecord>> {
  const query = { kind: 'WAIVER', open: true, first: 1_000, after: null } as const;
  const { items } = await context.read.decidedOn(release, query, at);
  const standing = (items as WaiverRecord[]).filter(({ props }) => props.stage === stage);
  if (standing.length === 0) return new Map();
  const demands = await demandsBefore(stage, at, context);
  const counting = standing.filter(({ props }) => {
    const demand = demands.get(waiverKey(props.policy, props.demand));
    return demand !== undefined && isSameDemand(props, demand);
  });
  return new Map(counting.map((waiver) => [waiverKey(waiver.props.policy, waiver.props.demand), waiver]));
}

async function demandsBefore(stage: string, at: ReadAt, context: RequestContext): Promise<ReadonlyMap<string, Demand>> {
  const policies = (await rulesOf('POLICY', at, context)) as readonly PolicyRecord[];
  const before = policies.filter(({ props }) => props.stage === stage);
  return new Map(
    before.flatMap(({ props: { name, demands } }) => demands.map((demand) => [waiverKey(name, demand.id), demand])),
  );
}

export function waiverKey(policy: string, demand: string): string {
  return JSON.stringify([policy, demand]);
}
