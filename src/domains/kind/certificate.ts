import { GraphQLJSON } from 'graphql-scalars';
import { Field, Float, ID, ObjectType } from 'type-graphql';
import type { DecidedRecord } from '../../kernel/decision.ts';
import { relationId, type RelationKey } from '../../kernel/fact.ts';
import { canonicalJson, contentHash, sameJson, type Json, type JsonObject } from '../../kernel/json.ts';
import { formatTime, type Micros } from '../../kernel/time.ts';
import { isStretchOver, nextTurn } from '../../kernel/turns.ts';
import { urnParts, type Urn } from '../../kernel/urn.ts';
import type { LogEntry, ReadAt } from '../../store/ports.ts';
import { picked, restingOn, subjectsDeciding, type Statement } from '../../store/claims/resting-on.ts';
import type { RequestContext } from './context.ts';
import { DateTimeScalar } from './scalars.ts';

@ObjectType('CertifiedClaim', {
  simpleResolvers: true,
  description: 'An entry of the log that a certificate rests on.',
})
export class CertifiedClaim {
  @Field(() => Float, { description: 'Its place in the log: a whole number, from 1.' })
  readonly position!: number;

  @Field(() => String, { description: 'Who claims it.' })
  readonly source!: string;

  @Field(() => DateTimeScalar, { description: 'Event time.' })
  readonly at!: string;

  @Field(() => ID, { description: 'The hash of the fact, as the export of the log has it.' })
  readonly hash!: string;
}

@ObjectType('Certificate', {
  simpleResolvers: true,
  description: 'What an answer rests on, for whoever has an export of the log to check. Ask for all of it.',
})
export class Certificate {
  @Field(() => GraphQLJSON, { description: 'What it is about.' })
  readonly subject!: JsonObject;

  @Field(() => GraphQLJSON, { description: 'What was concluded.' })
  readonly conclusion!: JsonObject;

  @Field(() => DateTimeScalar, { description: 'Event time: what was true then.' })
  readonly asOf!: string;

  @Field(() => Float, { description: 'The last entry of the log that counted: a whole number.' })
  readonly position!: number;

  @Field(() => [CertifiedClaim], { description: 'The entries of the log that it rests on, by position.' })
  readonly claims!: readonly CertifiedClaim[];

  @Field(() => [GraphQLJSON], {
    description:
      'What was read, each with the positions of the claims that say so; GIVEN is what no claims alone decide.',
  })
  readonly premises!: readonly JsonObject[];

  @Field(() => ID, { description: 'The hash of all of this.' })
  readonly hash!: string;
}

/** What was read: it rests on claims, or is told as it was found. */
export type Premise =
  | { readonly statement: Statement; /** As it was read; absent: as the claims have it. */ readonly value?: Json }
  /** All relations of a type that an entity has at one end. */
  | {
      readonly all: { readonly of: Urn; readonly type: string; readonly end: 'from' | 'to' };
      readonly held: readonly RelationKey[];
    }
  | { readonly given: string; readonly value: Json };

/** That decisions left of a record what was read of it, as far as these go. */
export function decision(stream: string, { props, ...record }: DecidedRecord, names: readonly string[]): Premise {
  const value = picked({ ...props, ...(record as unknown as JsonObject) }, names);
  return { statement: { kind: 'DECISION', stream, id: record.id, names }, value };
}

/** A certificate of what was concluded from these premises, with the claims that they rest on: one reading of the log. */
export async function certify(
  subject: JsonObject,
  conclusion: JsonObject,
  premises: readonly Premise[],
  { asOf, position }: ReadAt & { readonly asOf: Micros },
  { services: { store, ontology } }: RequestContext,
): Promise<Certificate> {
  const subjects = [...new Set(premises.flatMap(statementsOf).flatMap(subjectsDeciding))];
  const entries = await store.log.about(subjects, position);
  const about = new Map(subjects.map((each, index) => [each, entries[index] ?? []]));
  const claims = new Map<number, LogEntry>();

  function told(premise: Premise): JsonObject[] {
    if ('given' in premise) return [{ kind: 'GIVEN', what: premise.given, value: premise.value }];
    const statements = statementsOf(premise).map(toldOf);
    if ('statement' in premise) {
      const { statement, value } = premise;
      // Of what has several names claims about one of them do not say all.
      const isSo = value === undefined || sameJson(value, statements[0]?.['value']);
      // What several sources list, all together, is for who lists it.
      if (isSo && typeOf(statement) !== 'strings') return statements;
      return [{ kind: 'GIVEN', what: textOf(statement), value: value ?? statements[0]?.['value'] ?? null }];
    }
    const { all, held } = premise;
    const value = held.map(relationId).sort();
    if (held.some((key) => key[all.end] !== all.of)) {
      return [...statements, { kind: 'GIVEN', what: `all of ${all.type} at ${all.of}`, value }];
    }
    const resting = new Set(statements.flatMap((each) => each['claims'] as number[]));
    return [...statements, { kind: 'RELATIONS', ...all, value, claims: [...resting].sort((a, b) => a - b) }];
  }

  function toldOf(statement: Statement): JsonObject {
    const said = subjectsDeciding(statement).flatMap((each) => about.get(each) ?? []);
    const { value, claims: resting } = restingOn(statement, said, asOf, ontology);
    for (const each of resting) claims.set(each.position, each);
    const typed = typeOf(statement) === 'versions' ? { type: 'versions' } : {};
    return { ...(statement as unknown as JsonObject), ...typed, value, claims: resting.map((each) => each.position) };
  }

  function typeOf(statement: Statement): string | undefined {
    if (statement.kind !== 'PROPERTY') return undefined;
    return ontology.attributes(urnParts(statement.of).kind)[statement.name]?.type;
  }

  const distinct = new Map<string, JsonObject>();
  for (const premise of premises) {
    if (isStretchOver()) await nextTurn();
    for (const each of told(premise)) distinct.set(canonicalJson(each), each);
  }
  const named = new Set([...distinct.values()].flatMap((each) => (each['claims'] ?? []) as number[]));
  const certified = {
    ...{ subject, conclusion, asOf: formatTime(asOf), position, premises: [...distinct.values()] },
    claims: [...claims.values()]
      .filter((each) => named.has(each.position))
      .sort((a, b) => a.position - b.position)
      .map((each) => ({
        ...{ position: each.position, source: each.fact.source, at: formatTime(each.fact.at) },
        hash: contentHash(each.fact as unknown as Json),
      })),
  };
  return { ...certified, hash: contentHash(certified as unknown as Json) };
}

function statementsOf(premise: Premise): Statement[] {
  if ('statement' in premise) return [premise.statement];
  return 'all' in premise ? premise.held.map((relation) => ({ kind: 'RELATION', relation })) : [];
}

function textOf(statement: Statement): string {
  switch (statement.kind) {
    case 'PROPERTY':
      return `${statement.name} of ${statement.of}`;
    case 'RELATION':
      return relationId(statement.relation);
    case 'OBSERVATIONS':
      return `${statement.metric} of ${statement.of}`;
    case 'DECISION':
      return `what was decided of ${statement.id}`;
  }
}
