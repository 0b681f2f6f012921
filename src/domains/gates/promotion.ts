import type { DecidedRecord } from '../../kernel/decision.ts';
import { ThroughlineError } from '../../kernel/errors.ts';
import { contentHash, type JsonObject } from '../../kernel/json.ts';
import type { Position } from '../../kernel/moment.ts';
import { problemIn, type FactProblem } from '../../kernel/parse-fact.ts';
import { micros, parseTime, type Micros } from '../../kernel/time.ts';
import { formatUrn, type Urn } from '../../kernel/urn.ts';
import { viewerKept } from '../../kernel/viewer.ts';
import type { ReadAt } from '../../store/ports.ts';
import type { RequestContext } from '../kind/context.ts';
import type { Judged, Question } from '../kind/decide.ts';
import { timeOf } from '../kind/moment.ts';
import type { Report } from './assess.ts';

export interface PromotionProps extends JsonObject {
  readonly stage: string;
  /** Who promoted it, and what there is to say. */
  readonly by: string;
  readonly note: string | null;
  /** What was found, where, and for whom: the decision is never judged anew, and can be looked behind. */
  readonly report: Report;
  readonly hash: string;
  readonly position: Position;
  readonly viewer: JsonObject;
  /** Of what the stage is: the model, or the configuration. */
  readonly slot: string;
}

export interface PromotionRecord extends DecidedRecord {
  readonly about: Urn;
  readonly props: PromotionProps;
}

export function promotionStream(slot: string, stage: string): string {
  return `promotion ${contentHash([slot, stage])}`;
}

export function promotedMeanwhile(stage: string, about: Urn | null): ThroughlineError {
  const message = `input.stage: expected nothing to be promoted to ${stage} meanwhile; ${about} was`;
  return new ThroughlineError('CONFLICT', message, { argument: 'input.stage' });
}

/**
 * Promotes it, if nothing was promoted to the same stage of the same model since it was looked at.
 * @param seen how many promotions there were then
 */
export function promoting(about: Urn, props: PromotionProps, seen: number, at: Micros): Question {
  const stream = promotionStream(props.slot, props.stage);
  return {
    stream,
    judge({ decisions, record }): Judged | FactProblem {
      if (decisions !== seen) return problemIn(promotedMeanwhile(props.stage, record?.about ?? null));
      const id = formatUrn('PROMOTION', 'api', contentHash([stream, decisions]));
      return [{ event: 'PROMOTED', record: { id, kind: 'PROMOTION', about, since: at, until: at, props } }];
    },
  };
}

/** Where the decision was made, for whom it was. */
export function placeOf({ props: { report, position, viewer } }: PromotionRecord): ReadAt & { readonly asOf: Micros } {
  const asOf = micros(parseTime(report.asOf) ?? 0);
  return { position, asOf, now: asOf, viewer: viewerKept(viewer) };
}

/** Those of a release that had been decided by then, the latest first. */
export async function promotionsOf(release: Urn, at: ReadAt, context: RequestContext): Promise<PromotionRecord[]> {
  const query = { kind: 'PROMOTION', open: null, first: 1_000, after: null } as const;
  const { items } = await context.read.decidedOn(release, query, at);
  return (items as PromotionRecord[]).filter(({ since }) => since <= timeOf(at));
}
