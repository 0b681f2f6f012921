import { Arg, Ctx, Field, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import { formatPosition } from '../../kernel/cursor.ts';
import type { ObserveFact } from '../../kernel/fact.ts';
import { contentHash, type Json } from '../../kernel/json.ts';
import { refusable, type FactProblem } from '../../kernel/parse-fact.ts';
import { micros } from '../../kernel/time.ts';
import type { RequestContext } from '../kind/context.ts';
import type { EntityObject } from '../kind/entity.ts';
import { FactRefusal } from '../kind/fact-refusal.ts';
import { owned } from '../kind/owner.ts';
import { LogPositionScalar } from '../kind/scalars.ts';
import { here, moveOn, notFound, Refusal, refusedFor } from '../kind/write.ts';
import { jsonOf, keyOf, metricOf, VALUE_METRIC, type KpiValue } from './observation.ts';
import { askedFor, readOne, RecordKpiObservationsInput } from './observation-input.ts';
import { valuesOf } from './series.ts';

@ObjectType('RecordKpiObservationsPayload', { simpleResolvers: true, description: 'What became of the values.' })
class RecordKpiObservationsPayload {
  @Field(() => LogPositionScalar, { description: 'The log position behind which reads see them.' })
  readonly position!: string;

  @Field(() => Int, { description: 'How many are new, or correct what was known.' })
  readonly recorded!: number;

  @Field(() => Int, { description: 'How many were known as they are.' })
  readonly unchanged!: number;

  @Field(() => [FactRefusal], { description: 'Those that were not taken.' })
  readonly refusals!: readonly FactRefusal[];

  @Field(() => Refusal, { nullable: true, description: 'Why nothing was taken; null where something could be.' })
  readonly refused!: Refusal | null;
}

@Resolver()
export class RecordObservations {
  @Mutation(() => RecordKpiObservationsPayload, {
    description:
      'Records values of a KPI. One of the same time, segment and arm as one that is known corrects it. What is right is ' +
      'taken, and what is wrong is named.',
  })
  @owned('kpis')
  async recordKpiObservations(
    @Arg('input', () => RecordKpiObservationsInput, { description: 'The values.' }) input: RecordKpiObservationsInput,
    @Ctx() context: RequestContext,
  ): Promise<RecordKpiObservationsPayload> {
    const asked = refusable(() => askedFor(input, context));
    if ('code' in asked) return refusedWhole(asked, context);
    const kpi = await context.read.entity(asked.id, here(context));
    if (kpi === null) return refusedWhole(notFound('input.kpi', asked.id), context);
    const read = input.observations.map((each) => readOne(each, asked, kpi));
    const values = read.filter((each) => !('code' in each)) as KpiValue[];
    const known = await knownAmong(kpi, values, context);
    const facts = read.flatMap((each) => ('code' in each ? [] : (factOf(each, kpi, known) ?? [])));
    const refusals = read.flatMap((each, index) => ('code' in each ? [{ ...each, index }] : []));
    const unchanged = read.length - refusals.length - facts.length;
    if (facts.length > 0) {
      const content = facts as unknown as Json;
      const result = await context.services.writer.submit({ scope: 'graphql.kpis', key: null, content, facts });
      if (result.refused !== null) return refusedWhole(result.refused, context);
      moveOn(context, result.position);
    }
    const position = formatPosition(context.position);
    return { position, recorded: facts.length, unchanged, refusals, refused: null };
  }
}

/** The newest of what is said, by key: the whole of the stretch that they lie in is read at once. */
async function knownAmong(
  kpi: EntityObject,
  said: readonly KpiValue[],
  context: RequestContext,
): Promise<Map<string, KpiValue>> {
  const known = new Map<string, KpiValue>();
  for (const of of ['whole', 'part'] as const) {
    const times = said.filter((each) => metricOf(each) === VALUE_METRIC[of]).map(({ at }) => at);
    if (times.length === 0) continue;
    const [first, last] = times.reduce(
      ([low, high], at) => [Math.min(low, at), Math.max(high, at)],
      [Infinity, -Infinity],
    );
    const stretch = { since: micros(first!), until: micros(last! + 1) };
    for (const value of await valuesOf(kpi.id, of, stretch, here(context), context)) known.set(keyOf(value), value);
  }
  return known;
}

/** Null where that is known; it is known from then on. */
function factOf(said: KpiValue, kpi: EntityObject, known: Map<string, KpiValue>): ObserveFact | null {
  const before = known.get(keyOf(said));
  if (
    before !== undefined &&
    contentHash(jsonOf({ ...said, revision: before.revision })) === contentHash(jsonOf(before))
  )
    return null;
  const value = before === undefined ? said : { ...said, key: before.key, revision: before.revision + 1 };
  known.set(keyOf(said), value);
  const { at, source, key } = value;
  return { fact: 'observe', of: kpi.id, metric: metricOf(value), key, value: jsonOf(value), at, source };
}

function refusedWhole(problem: FactProblem, context: RequestContext): RecordKpiObservationsPayload {
  const position = formatPosition(context.position);
  return { position, recorded: 0, unchanged: 0, refusals: [], refused: refusedFor(problem) };
}
