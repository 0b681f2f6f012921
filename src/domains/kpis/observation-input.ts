import { Field, Float, ID, InputType } from 'type-graphql';
import { badInput, ThroughlineError } from '../../kernel/errors.ts';
import { refusable, type FactProblem } from '../../kernel/parse-fact.ts';
import { nameProblem, type Urn } from '../../kernel/urn.ts';
import { formatTime, micros, type Micros } from '../../kernel/time.ts';
import { timeArgument, urnOfKind } from '../kind/arguments.ts';
import type { RequestContext } from '../kind/context.ts';
import type { EntityObject } from '../kind/entity.ts';
import { timeOf } from '../kind/moment.ts';
import { DateTimeScalar } from '../kind/scalars.ts';
import { here } from '../kind/write.ts';
import { BusinessKpi } from './business-kpi.ts';
import { definitionInForce } from './kpi-definition.ts';
import { keyOf, type KpiValue } from './observation.ts';

const MOST_OBSERVATIONS = 10_000;
/** Of the name of a segment or an arm, as they are part of a key. */
const LONGEST_PART = 200;
const API = 'api';
/**
 * So far ahead another clock or another day's beginning may lie. What is further ahead is no observation, and would have
 * all that is asked of now stand at its time.
 */
const DAY = 86_400_000_000;

@InputType('KpiObservationInput', { description: 'A value that a KPI had.' })
class KpiObservationInput {
  @Field(() => DateTimeScalar, { description: 'The beginning of the period that it is of.' })
  readonly at!: string;

  @Field(() => Float, { description: 'In the unit of the definition in force then.' })
  readonly value!: number;

  @Field(() => Float, { nullable: true, description: 'Of how many it is the mean; more than 0.' })
  readonly n!: number | null;

  @Field(() => Float, { nullable: true, description: 'The sample variance of those; not below 0.' })
  readonly variance!: number | null;

  @Field(() => String, { nullable: true, description: 'The part of the business that it is of; absent: the whole.' })
  readonly segment!: string | null;

  @Field(() => String, { nullable: true, description: 'The arm of an experiment that it is of; absent: all.' })
  readonly arm!: string | null;
}

@InputType('RecordKpiObservationsInput', { description: 'Values of one KPI, and who says so.' })
export class RecordKpiObservationsInput {
  @Field(() => ID, { description: 'The KPI: a URN.' })
  readonly kpi!: string;

  @Field(() => [KpiObservationInput], { description: 'The values, at most 10,000.' })
  readonly observations!: readonly KpiObservationInput[];

  @Field(() => String, {
    nullable: true,
    description: 'What they count. Of a time when the definition in force has another unit, an observation is refused.',
  })
  readonly unit!: string | null;

  @Field(() => String, { nullable: true, description: 'Who says so; `api` if absent.' })
  readonly source!: string | null;
}

/** What is said of all of them. */
export interface Asked {
  readonly id: Urn;
  readonly source: string;
  readonly unit: string | null;
  /** By when what is observed has begun. */
  readonly latest: Micros;
}

/** @throws BAD_USER_INPUT naming what of the input as a whole is wrong */
export function askedFor(
  { kpi, observations, source, unit }: RecordKpiObservationsInput,
  context: RequestContext,
): Asked {
  const id = urnOfKind(kpi, 'input.kpi', BusinessKpi.kind);
  if (observations.length > MOST_OBSERVATIONS) {
    const what = `expected at most ${MOST_OBSERVATIONS}; came ${observations.length}`;
    throw badInput('input.observations', `input.observations: ${what}`);
  }
  const latest = micros(timeOf(here(context)) + DAY);
  return { id, source: named('input.source', source) ?? API, unit: unit ?? null, latest };
}

/** One of them, as it was said; or what is wrong with it. */
export function readOne(said: KpiObservationInput, asked: Asked, kpi: EntityObject): KpiValue | FactProblem {
  const { source, unit, latest } = asked;
  return refusable(() => {
    const at = timeArgument(said.at, 'at');
    if (at > latest)
      throw badInput('at', `at: expected a time that has come, by ${formatTime(latest)}; came ${said.at}`);
    const [segment, arm] = [named('segment', said.segment), named('arm', said.arm)];
    const n = said.n ?? null;
    if (n !== null && n <= 0) throw badInput('n', `n: expected more than 0; came ${n}`);
    const variance = said.variance ?? null;
    if (variance !== null && variance < 0) throw badInput('variance', `variance: expected 0 or more; came ${variance}`);
    const due = definitionInForce(kpi, at)?.unit ?? null;
    if (unit !== null && due !== null && unit !== due) {
      const message = `unit: expected ${due}, by the definition in force at ${said.at}; came ${unit}`;
      throw new ThroughlineError('CONFLICT', message, { argument: 'unit' });
    }
    return { at, value: said.value, n, variance, segment, arm, key: keyOf({ at, segment, arm }), revision: 0, source };
  });
}

function named(path: string, text: string | null | undefined): string | null {
  if (text === null || text === undefined) return null;
  const problem = text.length > LONGEST_PART ? `has more than ${LONGEST_PART} characters` : nameProblem(text);
  if (problem !== null) throw badInput(path, `${path}: it ${problem}`);
  return text;
}
