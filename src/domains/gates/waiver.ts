import type { DecidedRecord } from '../../kernel/decision.ts';
import { contentHash, type JsonObject } from '../../kernel/json.ts';
import type { FactProblem } from '../../kernel/parse-fact.ts';
import { formatTime, type Micros } from '../../kernel/time.ts';
import { formatUrn, type Urn } from '../../kernel/urn.ts';
import type { ReadAt } from '../../store/ports.ts';
import type { RequestContext } from '../kind/context.ts';
import type { Judged, Question } from '../kind/decide.ts';

export interface WaiverProps extends JsonObject {
  readonly stage: string;
  readonly policy: string;
  /** The id of the demand in that policy. */
  readonly demand: string;
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

/** Waives it until then. While another waiver of the same stands it is a CONFLICT: withdraw that one first. */
export function waiving(about: Urn, props: WaiverProps, until: Micros, at: Micros): Question {
  const stream = waiverStream(about, props);
  return {
    stream,
    judge({ decisions, record }): Judged | FactProblem {
      if (record !== null && at < (record as WaiverRecord).until) {
        const message = `input: expected a demand that is not waived; it is until ${formatTime(record.until as Micros)}`;
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

/** Those that stand for a release and a stage at this time, by policy and demand. */
export async function waiversFor(
  release: Urn,
  stage: string,
  at: ReadAt & { readonly asOf: Micros },
  context: RequestContext,
): Promise<ReadonlyMap<string, WaiverRecord>> {
  const query = { kind: 'WAIVER', open: true, first: 1_000, after: null } as const;
  const { items } = await context.read.decidedOn(release, query, at);
  const standing = (items as WaiverRecord[]).filter(({ props }) => props.stage === stage);
  return new Map(standing.map((waiver) => [waiverKey(waiver.props.policy, waiver.props.demand), waiver]));
}

export function waiverKey(policy: string, demand: string): string {
  return JSON.stringify([policy, demand]);
}
