import { Field, InputType, ObjectType } from 'type-graphql';
import { timeArgument } from './arguments.ts';
import type { RequestContext } from './context.ts';
import { timeOf } from './moment.ts';
import { DateTimeScalar, LogPositionScalar } from './scalars.ts';
import { formatPosition } from '../../kernel/cursor.ts';
import { badInput } from '../../kernel/errors.ts';
import type { Micros } from '../../kernel/time.ts';
import type { ReadAt } from '../../store/ports.ts';

@InputType('Moment', { description: 'A point in both times: what was true, as far as it was known.' })
export class MomentInput {
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'What was true then, in event time; now if absent, or the newest event where a clock runs ahead.',
  })
  readonly asOf!: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'As far as the log knew then, in recorded time; now if absent.',
  })
  readonly knownAt!: string | null;
}

@ObjectType('ResolvedMoment', { simpleResolvers: true, description: 'The moment that an answer stands at.' })
export class ResolvedMoment {
  @Field(() => DateTimeScalar, { description: 'What was true then, in event time.' })
  readonly asOf!: Micros;

  @Field(() => DateTimeScalar, { description: 'As far as the log knew then, in recorded time.' })
  readonly knownAt!: Micros;

  @Field(() => LogPositionScalar, { description: 'The last log entry that counted.' })
  readonly position!: string;
}

/**
 * Where to read for a moment as it came.
 * @param prefix what stands before `asOf` and `knownAt` where the caller wrote them
 * @throws BAD_USER_INPUT or BEFORE_HISTORY naming the place
 */
export async function readAtMoment(
  moment: MomentInput | null | undefined,
  context: RequestContext,
  prefix = 'at.',
): Promise<ReadAt> {
  const place = `${prefix}knownAt`;
  const asOf = timeArgument(moment?.asOf, `${prefix}asOf`);
  const knownAt = timeArgument(moment?.knownAt, place);
  if (asOf === null && knownAt === null) return context.at;
  const newest = Math.max(context.services.clock(), context.services.reader.head().recordedAt ?? 0);
  if (knownAt !== null && knownAt > newest) {
    throw badInput(place, `${place}: expected a time that has come; came ${moment?.knownAt}`);
  }
  const at = await context.services.reader.at({ asOf, knownAt }, context.at.now, context.viewer, place);
  return knownAt === null ? { ...at, position: context.at.position } : at;
}

/** With `asOf` as a time, also where it is absent. */
export function resolved(at: ReadAt): ReadAt & { readonly asOf: Micros } {
  return { ...at, asOf: timeOf(at) };
}

export function resolvedMoment(
  at: ReadAt & { readonly asOf: Micros },
  moment: MomentInput | null | undefined,
  context: RequestContext,
): ResolvedMoment {
  const knownAt = timeArgument(moment?.knownAt, 'at.knownAt') ?? context.services.clock();
  return { asOf: at.asOf, knownAt, position: formatPosition(at.position) };
}
