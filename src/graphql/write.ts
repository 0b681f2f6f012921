import { GraphQLJSON } from 'graphql-scalars';
import { Arg, Ctx, Field, ID, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { RequestContext } from '../domains/kind/context.ts';
import { owned } from '../domains/kind/owner.ts';
import { DateTimeScalar, LogPositionScalar } from '../domains/kind/scalars.ts';
import { overlapsIn } from '../domains/kind/overlap.ts';
import { FactRefusal } from '../domains/kind/fact-refusal.ts';
import { claim, here, moveOn, notFound, write, WritePayload } from '../domains/kind/write.ts';
import { formatPosition } from '../kernel/cursor.ts';
import { badInput, ThroughlineError } from '../kernel/errors.ts';
import type { Fact, RelationFact, RelationKey, RetireFact } from '../kernel/fact.ts';
import { jsonProblem, type Json, type JsonObject } from '../kernel/json.ts';
import { isFact, parseFact, type FactProblem } from '../kernel/parse-fact.ts';
import type { Micros } from '../kernel/time.ts';
import { mapInTurns } from '../kernel/turns.ts';
import { nameProblem, parseUrn } from '../kernel/urn.ts';
import { Provenance } from './lineage-types.ts';

/** More in one request would hold up every other writer. */
const MOST_FACTS = 10_000;

@ObjectType('ApplyFactsPayload', { simpleResolvers: true, description: 'What became of the facts.' })
class ApplyFactsPayload {
  @Field(() => LogPositionScalar, { description: 'The log position behind which reads see them.' })
  readonly position!: string;

  @Field(() => Int, { description: 'How many are new in the log.' })
  readonly applied!: number;

  @Field(() => Int, { description: 'How many the log had already.' })
  readonly unchanged!: number;

  @Field(() => [FactRefusal], { description: 'Those that were not taken.' })
  readonly refused!: readonly FactRefusal[];
}

@InputType('RelationInput', { description: 'One relation, and who claims it.' })
class RelationInput {
  @Field(() => String, { description: 'The relationship: READ_BY, OWNS, …' })
  readonly type!: string;

  @Field(() => ID, { description: 'The upstream end: a URN.' })
  readonly from!: string;

  @Field(() => ID, { description: 'The downstream end: a URN.' })
  readonly to!: string;

  @Field(() => GraphQLJSON, {
    nullable: true,
    description: 'Its properties; `id` tells several between the same ends apart.',
  })
  readonly props!: JsonObject | null;

  @Field(() => Provenance, { nullable: true, description: 'How the source knows; DECLARED if absent.' })
  readonly provenance!: string | null;

  @Field(() => String, { nullable: true, description: 'Who says so; `api` if absent.' })
  readonly source!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Since when it is so; now if absent.' })
  readonly at!: string | null;
}

@Resolver()
export class Write {
  @Mutation(() => ApplyFactsPayload, {
    description:
      'Applies facts, in the form that the docs describe. What is right is taken, and what is wrong is named.',
  })
  @owned('lineage')
  async applyFacts(
    @Arg('facts', () => [GraphQLJSON], { description: 'The facts, at most 10,000.' }) facts: Json[],
    @Arg('idempotencyKey', () => String, {
      nullable: true,
      description: 'The same key with the same facts gives the first answer’s position; with others it is a CONFLICT.',
    })
    idempotencyKey: string | null,
    @Ctx() context: RequestContext,
  ): Promise<ApplyFactsPayload> {
    if (facts.length > MOST_FACTS)
      throw badInput('facts', `facts: expected at most ${MOST_FACTS}; came ${facts.length}`);
    const wrongKey = idempotencyKey === null || idempotencyKey === undefined ? null : nameProblem(idempotencyKey);
    if (wrongKey !== null) throw badInput('idempotencyKey', `idempotencyKey ${wrongKey}`);
    const read = await mapInTurns(facts, (fact) => parseFact(fact, context.services.ontology));
    const parsed = await withoutOverlaps(read, context);
    const result = await context.services.writer.submit({
      scope: 'graphql.applyFacts',
      key: idempotencyKey ?? null,
      // What can not be kept can not be hashed either; it is refused by itself.
      content: facts.map((fact, index) => (isFact(parsed[index]!) || jsonProblem(fact) === null ? fact : null)),
      facts: parsed.filter(isFact),
    });
    if (result.refused !== null) {
      throw new ThroughlineError(result.refused.code, result.refused.message, { argument: result.refused.path });
    }
    moveOn(context, result.position);
    return {
      position: formatPosition(result.position),
      applied: result.applied,
      unchanged: result.unchanged,
      refused: parsed.flatMap((each, index) => (isFact(each) ? [] : [{ index, ...each }])),
    };
  }

  @Mutation(() => WritePayload, {
    description:
      'Claims a relation for one source. Both ends must be there; a fact may name what is not described yet.',
  })
  @owned('lineage')
  relate(
    @Arg('input', () => RelationInput, { description: 'The relation.' }) input: RelationInput,
    @Ctx() context: RequestContext,
  ): Promise<WritePayload> {
    const { type, from, to, props, provenance, at, source } = input;
    const fact = {
      fact: 'relation',
      type,
      from,
      to,
      props: props ?? {},
      provenance: provenance ?? 'DECLARED',
    } as const;
    return write<RelationFact>(context, { ...fact, ...claim(context, at, source) }, () => parseUrn(from, 'from'), {
      problem: ({ key }) => missingEnd(key, context),
    });
  }

  @Mutation(() => WritePayload, {
    description:
      'Ends one source’s claim of a relation, which it must have made. What other sources claim goes on: stillClaimedBy ' +
      'names them.',
  })
  @owned('lineage')
  unrelate(
    @Arg('input', () => RelationInput, { description: 'The relation; of its properties only `id` counts.' })
    input: RelationInput,
    @Ctx() context: RequestContext,
  ): Promise<WritePayload> {
    const { type, from, to, props, at, source } = input;
    const id = props?.['id'];
    const of = { type, from, to, ...(id === undefined ? {} : { id }) };
    const fact = { fact: 'retire', of, ...claim(context, at, source) } as const;
    return write<RelationRetireFact>(context, fact, () => parseUrn(from, 'from'), {
      async problem({ of: { key }, at: end, source: by }) {
        if ((await claimantsOf(key, end, context)).includes(by)) return null;
        const what = `claim of ${by} that ${key.from} ${key.type} ${key.to}`;
        return (await missingEnd(key, context)) ?? notFound('', what);
      },
      claimants: ({ of: { key }, at: end }) => claimantsOf(key, end, context),
    });
  }
}

/** Refuses those that would put a version in force beside another. */
async function withoutOverlaps(
  read: readonly (Fact | FactProblem)[],
  context: RequestContext,
): Promise<readonly (Fact | FactProblem)[]> {
  const places = read.flatMap((each, index) => (isFact(each) ? [index] : []));
  const overlaps = await overlapsIn(read.filter(isFact), here(context), context);
  const refused = new Map([...overlaps].map(([index, problem]) => [places[index], problem]));
  return read.map((each, index) => refused.get(index) ?? each);
}

type RelationRetireFact = RetireFact & { readonly of: { readonly key: RelationKey } };

async function missingEnd({ from, to }: RelationKey, context: RequestContext): Promise<FactProblem | null> {
  const [start, end] = await Promise.all([from, to].map((id) => context.read.entity(id, here(context))));
  if (start === null) return notFound('from', from);
  return end === null ? notFound('to', to) : null;
}

/** Who claims it, then or by what is known of the time since. */
async function claimantsOf(key: RelationKey, asOf: Micros, context: RequestContext): Promise<string[]> {
  const places = [{ ...here(context), asOf }, here(context)];
  const relations = await Promise.all(places.map((at) => context.read.relation(key, at)));
  return [...new Set(relations.flatMap((relation) => relation?.sources ?? []))].sort();
}
