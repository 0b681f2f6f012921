import { Field, ObjectType } from 'type-graphql';
import { formatPosition } from '../../kernel/cursor.ts';
import type { Fact } from '../../kernel/fact.ts';
import type { Json, JsonObject } from '../../kernel/json.ts';
import { isFact, parseFact, type FactProblem } from '../../kernel/parse-fact.ts';
import { formatTime } from '../../kernel/time.ts';
import type { Urn } from '../../kernel/urn.ts';
import type { ReadAt } from '../../store/ports.ts';
import type { RequestContext } from './context.ts';
import { Entity, type EntityObject } from './entity.ts';
import { nowFor } from './moment.ts';
import { overlapsIn } from './overlap.ts';
import { LogPositionScalar } from './scalars.ts';

/** Who claims what mutations write, unless the caller says otherwise. */
const API = 'api';

@ObjectType('Refusal', {
  simpleResolvers: true,
  description: 'Why a mutation was not carried out; nothing was written.',
})
export class Refusal {
  @Field(() => String, { description: 'From the catalog of error codes.' })
  readonly code!: string;

  @Field(() => String, { description: 'What was expected, and what came.' })
  readonly message!: string;

  @Field(() => String, { nullable: true, description: 'The place in the input that it is about.' })
  readonly path!: string | null;
}

@ObjectType('WritePayload', { simpleResolvers: true, description: 'What a mutation of one entity or relation did.' })
export class WritePayload {
  @Field(() => LogPositionScalar, { description: 'The log position behind which reads see it.' })
  readonly position!: string;

  @Field(() => Entity, {
    nullable: true,
    description: 'The entity as all sources now describe it; of a relation, its upstream end.',
  })
  readonly entity!: EntityObject | null;

  @Field(() => [String], {
    nullable: true,
    description:
      'Of a claim that was ended: the sources that go on claiming the entity or relation, so that it is still there; ' +
      'empty where it is gone. Null of all else.',
  })
  readonly stillClaimedBy!: readonly string[] | null;

  @Field(() => Refusal, { nullable: true, description: 'Null where it was carried out.' })
  readonly refused!: Refusal | null;
}

/** What a mutation looks at in the graph: before it writes whether it may, and behind it who claims it still. */
export interface Looks<F extends Fact> {
  problem?(fact: F): Promise<FactProblem | null>;
  claimants?(fact: F): Promise<readonly string[]>;
}

/** `source` and `at` of a fact that a mutation makes. */
export function claim(
  context: RequestContext,
  at: Json | undefined,
  source: Json | undefined,
): { at: Json; source: Json } {
  return { at: at ?? formatTime(context.services.clock()), source: source ?? API };
}

/**
 * Writes one fact and answers with the entity as it then is.
 * @param subject the entity; asked for once the fact was found right
 */
export async function write<F extends Fact>(
  context: RequestContext,
  input: JsonObject & { readonly fact: F['fact'] },
  subject: () => Urn,
  { problem, claimants }: Looks<F> = {},
): Promise<WritePayload> {
  const parsed = parseFact(input, context.services.ontology);
  if (!isFact(parsed)) return refusal(context, parsed);
  const fact = parsed as F;
  const found = (await problem?.(fact)) ?? (await overlapsIn([fact], here(context), context)).get(0) ?? null;
  if (found !== null) return refusal(context, found);
  const result = await context.services.writer.submit({
    scope: 'graphql.mutation',
    key: crypto.randomUUID(),
    content: input,
    facts: [fact],
  });
  if (result.refused !== null) return refusal(context, result.refused);
  moveOn(context, result.position);
  const entity = await context.read.entity(subject(), here(context));
  const stillClaimedBy = (await claimants?.(fact)) ?? null;
  return { position: formatPosition(result.position), entity, stillClaimedBy, refused: null };
}

/** Where a mutation reads: behind what the mutations before it in the same operation wrote. */
export function here(context: RequestContext): ReadAt {
  return { ...context.at, position: context.position, now: context.now };
}

/** After a write: what was read before is stale, and the answer stands at the new position. */
export function moveOn(context: RequestContext, position: number): void {
  context.position = Math.max(context.position, position);
  // What was written is of a time after the request began.
  context.now = nowFor(context.services);
  context.read.clear();
}

export function notFound(path: string, what: string): FactProblem {
  return { path, code: 'NOT_FOUND', message: `there is no ${what}` };
}

/** The payload of a mutation that was not carried out. */
export function refusal(context: RequestContext, problem: FactProblem): WritePayload {
  return {
    position: formatPosition(context.position),
    entity: null,
    stillClaimedBy: null,
    refused: refusedFor(problem),
  };
}

/** Why a mutation was not carried out, as its payload says it. */
export function refusedFor({ path, code, message }: FactProblem): Refusal {
  return { code, message, path: path === '' ? null : path };
}
