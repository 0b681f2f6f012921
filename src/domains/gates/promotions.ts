import { Arg, Args, Ctx, Field, ID, InputType, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import { formatPosition } from '../../kernel/cursor.ts';
import { ThroughlineError } from '../../kernel/errors.ts';
import type { DecisionFact } from '../../kernel/fact.ts';
import { parseUrn } from '../../kernel/urn.ts';
import { EVERYBODY, keptViewer } from '../../kernel/viewer.ts';
import type { ReadAt } from '../../store/ports.ts';
import type { RequestContext } from '../kind/context.ts';
import { firstDecisionsOn } from '../kind/decide.ts';
import { DecidedArgs, decidedPage, readScope } from '../kind/decided-page.ts';
import type { EntityObject } from '../kind/entity.ts';
import { resolved } from '../kind/moment-input.ts';
import { owned, priced } from '../kind/owner.ts';
import { decideOne, orRefused } from '../kind/refused.ts';
import { LogPositionScalar } from '../kind/scalars.ts';
import { here, Refusal } from '../kind/write.ts';
import { assessRelease, isReady, type Places, type Report } from './assess.ts';
import { BY } from './by.ts';
import {
  promotedMeanwhile,
  promoting,
  promotionStream,
  type PromotionProps,
  type PromotionRecord,
} from './promotion.ts';
import { Promotion, PromotionConnection, promotionOf } from './promotion-type.ts';
import { ASSESS_COST, hashOf, PromotionReadiness, readinessOf, whyNot } from './readiness-type.ts';
import { releaseNamed } from './release-argument.ts';
import { REGISTERED, stageNamed, type StageRecord } from './stage.ts';
import { nameAt, textAt } from './texts.ts';
import { wholeOf } from './whole.ts';

@InputType('PromoteInput', { description: 'A release that is to go to a stage.' })
class PromoteInput {
  @Field(() => ID, { description: 'A model version or configuration version: a URN.' })
  readonly release!: string;

  @Field(() => String, { description: 'Where it is to go.' })
  readonly stage!: string;

  @Field(() => String, { description: 'Who promotes it.' })
  readonly by!: string;

  @Field(() => String, { nullable: true, description: 'What there is to say of it.' })
  readonly note!: string | null;
}

@ObjectType('PromotePayload', { simpleResolvers: true, description: 'What became of a promotion.' })
export class PromotePayload {
  @Field(() => LogPositionScalar, { description: 'The log position behind which reads see it.' })
  readonly position!: string;

  @Field(() => Promotion, { nullable: true, description: 'The promotion; null where it was refused.' })
  readonly promotion!: Promotion | null;

  @Field(() => PromotionReadiness, {
    nullable: true,
    description: 'What was found, whether it was let through or not; null where it could not be looked at.',
  })
  readonly readiness!: PromotionReadiness | null;

  @Field(() => Refusal, {
    nullable: true,
    description: 'Null where it was let through. NOT_READY: `readiness` says what is missing.',
  })
  readonly refused!: Refusal | null;
}

@Resolver()
export class Promotions {
  @Query(() => PromotionConnection, { description: 'Promotions, the latest first.' })
  @owned('gates')
  promotions(@Args(() => DecidedArgs) args: DecidedArgs, @Ctx() context: RequestContext) {
    return decidedPage(
      args,
      {
        kind: 'PROMOTION',
        open: null,
        question: ['promotions'],
        read: readScope('ALL', context),
        nodeOf: (record, at) => promotionOf(record as PromotionRecord, at),
      },
      context.at,
      context,
    );
  }

  @Mutation(() => PromotePayload, {
    description:
      'Lets a release to a stage, if all that is demanded before it holds or is waived; else NOT_READY, with the report. Of ' +
      'two that are promoted to one stage of one model at a time one is let through, and the other a CONFLICT.',
  })
  @owned('gates')
  @priced(ASSESS_COST)
  promote(
    @Arg('input', () => PromoteInput, { description: 'What goes where.' }) input: PromoteInput,
    @Ctx() context: RequestContext,
  ): Promise<PromotePayload> {
    return orRefused<PromotePayload>(context, { promotion: null, readiness: null }, async () => {
      const place = here(context);
      const release = await releaseNamed(input.release, 'input.release', place, context);
      const to = await stageNamed(input.stage, 'input.stage', place, context);
      return letThrough(release, to, nameAt('input.by', input.by), textAt('input.note', input.note), context);
    });
  }
}

/** Lets it through, or says what does not pass. @throws CONFLICT where another was let through meanwhile */
export async function letThrough(
  release: EntityObject,
  to: StageRecord,
  by: string,
  note: string | null,
  context: RequestContext,
): Promise<PromotePayload> {
  const place = resolved(here(context));
  const stage = to.props.name;
  const slot = await slotOf(release, stage, place, context);
  const seen = await promotedBy(slot, stage, place, context);
  const report = await assessRelease(release, to, { facts: place, rules: place }, context);
  const readiness = readinessOf(report, place);
  if (!isReady(report)) return notReady(readiness, context);
  const question = promoting(release.id, propsOf(report, { by, note, slot }, place), seen, place.asOf);
  const { position, record } = await decideOne(question, BY, context);
  return { position, promotion: promotionOf(record as PromotionRecord, here(context)), readiness, refused: null };
}

/**
 * A promotion as the decision that is the first to its stage: by what was known where it is looked at.
 * @throws Error where it would have been refused
 */
export async function promotionDecisions(
  { release, stage, by, note }: PromoteInput,
  place: Places['facts'],
  source: string,
  context: RequestContext,
): Promise<DecisionFact[]> {
  const subject = await releaseNamed(release, 'release', place, context);
  const to = await stageNamed(stage, 'stage', place, context);
  const report = await assessRelease(subject, to, { facts: place, rules: place }, context);
  if (!isReady(report)) throw new Error(`${subject.name} may not go to ${stage}: ${whyNot(report).join(' ')}`);
  const slot = await slotOf(subject, stage, place, context);
  return firstDecisionsOn(promoting(subject.id, propsOf(report, { by, note, slot }, place), 0, place.asOf), source);
}

function propsOf(
  report: Report,
  said: Pick<PromotionProps, 'by' | 'note' | 'slot'>,
  { position, viewer }: ReadAt,
): PromotionProps {
  const { by, note, slot } = said;
  return { stage: report.stage, by, note, report, hash: hashOf(report), position, viewer: keptViewer(viewer), slot };
}

function notReady(readiness: PromotionReadiness, context: RequestContext): PromotePayload {
  const { requirements, whyNot, stage } = readiness;
  const message = `${whyNot.length} of ${requirements.length} requirements before ${stage} do not pass: ${whyNot[0]}`;
  const refused = { code: 'NOT_READY', message, path: null };
  return { position: formatPosition(context.position), promotion: null, readiness, refused };
}

/**
 * How many were promoted to a stage by then. It is asked before the release is looked at, so that what comes between is found
 * out; and what came after the position that is looked at, as another instance wrote it, was not looked at either.
 * @throws CONFLICT where something did
 */
async function promotedBy(slot: string, stage: string, at: ReadAt, context: RequestContext): Promise<number> {
  const [state] = await context.services.store.graph.streams([promotionStream(slot, stage)]);
  if (state === undefined || state.record === null) return 0;
  const known = await context.read.decided(state.record.id, { ...at, viewer: EVERYBODY });
  if (known === null) throw promotedMeanwhile(stage, state.record.about);
  return state.decisions;
}

/**
 * Of what a stage is: what the release is a version of; where nobody says, its own name before the version. A registry admits
 * any number of versions, each by itself.
 */
async function slotOf(release: EntityObject, stage: string, at: ReadAt, context: RequestContext): Promise<string> {
  if (stage === REGISTERED) return release.id;
  const whole = await wholeOf(release, at, context);
  return whole?.id ?? JSON.stringify([release.kind, release.namespace, release.name.replace(/@[^@]*$/, '')]);
}

/** @throws NOT_FOUND naming the argument */
export async function promotionNamed(id: string, argument: string, at: ReadAt, context: RequestContext) {
  const record = await context.read.decided(parseUrn(id, argument), at);
  if (record?.kind === 'PROMOTION') return record as PromotionRecord;
  throw new ThroughlineError('NOT_FOUND', `${argument}: there is no promotion ${id}`, { argument });
}
