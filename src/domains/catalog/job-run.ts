import { GraphQLJSON } from 'graphql-scalars';
import { Arg, Ctx, Field, FieldResolver, ID, Int, ObjectType, Resolver, Root } from 'type-graphql';
import { formatCursor } from '../../kernel/cursor.ts';
import { isJsonObject, type Json, type JsonObject } from '../../kernel/json.ts';
import { eventType, RUN_METRIC, withEvent, type Run } from '../../kernel/run.ts';
import { isMicros, type Micros } from '../../kernel/time.ts';
import type { Urn } from '../../kernel/urn.ts';
import type { Observation } from '../../store/ports.ts';
import { pageSize } from '../kind/arguments.ts';
import { connection, connectionTypes } from '../kind/connection.ts';
import type { RequestContext } from '../kind/context.ts';
import { Entity, READ_AT, type EntityObject } from '../kind/entity.ts';
import { owned } from '../kind/owner.ts';
import { placeBehind } from '../kind/page.ts';
import { DateTimeScalar, PageCursorScalar } from '../kind/scalars.ts';
import { Job } from './job.ts';

@ObjectType('JobRun', { simpleResolvers: true, description: 'One run of a job, from all events about it.' })
export class JobRun {
  @Field(() => ID, { description: 'The run id, as its producer sent it.' })
  readonly id!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The type of its final event, else of its last: START, RUNNING, COMPLETE, FAIL, ABORT, …',
  })
  readonly state!: string | null;

  @Field(() => DateTimeScalar, { description: 'Event time of its first event.' })
  readonly startedAt!: Micros;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Event time of its final event; null while it goes on.' })
  readonly endedAt!: Micros | null;

  @Field(() => String, { nullable: true, description: 'Why it failed, as it said.' })
  readonly errorMessage!: string | null;

  @Field(() => GraphQLJSON, {
    nullable: true,
    description: 'The run facets of all its events, by name, as they came; the later wins.',
  })
  readonly facets!: JsonObject;

  readonly inputIds!: readonly Urn[];
  readonly outputIds!: readonly Urn[];
  readonly [READ_AT]!: EntityObject[typeof READ_AT];
}

const { Connection: JobRunConnection } = connectionTypes('JobRun', () => JobRun);

@Resolver(() => Job.Type)
export class JobRuns {
  @FieldResolver(() => JobRunConnection, { nullable: true, description: 'Its runs, the newest first.' })
  @owned('catalog')
  async runs(
    @Root() root: EntityObject,
    @Arg('first', () => Int, { nullable: true, defaultValue: 20, description: 'How many, 1 to 1,000.' })
    first: number | null,
    @Arg('after', () => PageCursorScalar, { nullable: true, description: 'The endCursor of the page before.' })
    after: string | null,
    @Ctx() context: RequestContext,
  ) {
    const question = ['runs', root.id];
    const size = pageSize(first, 20);
    const { at, behind } = await placeBehind(after, question, isRunKey, root[READ_AT], context);
    const page = await context.read.observations(root.id, { metric: RUN_METRIC, first: size, after: behind }, at);
    const items = page.items.map((observation) => {
      const run = runOf(observation, at);
      const key = [run.startedAt as number, run.id];
      return { node: run, cursor: formatCursor(question, { position: at.position, key }) };
    });
    return connection(items, { hasNext: page.hasNext, hasPrevious: behind !== null, total: page.total });
  }
}

@Resolver(() => JobRun)
export class JobRunEnds {
  @FieldResolver(() => [Entity], { nullable: true, description: 'What it read.' })
  @owned('catalog')
  inputs(@Root() run: JobRun, @Ctx() context: RequestContext) {
    return entities(run.inputIds, run, context);
  }

  @FieldResolver(() => [Entity], { nullable: true, description: 'What it wrote.' })
  @owned('catalog')
  outputs(@Root() run: JobRun, @Ctx() context: RequestContext) {
    return entities(run.outputIds, run, context);
  }
}

function isRunKey(key: Json): key is readonly [Micros, string] {
  return Array.isArray(key) && key.length === 2 && isMicros(key[0]) && typeof key[1] === 'string';
}

async function entities(ids: readonly Urn[], run: JobRun, context: RequestContext): Promise<EntityObject[]> {
  const found = await Promise.all(ids.map((id) => context.read.entity(id, run[READ_AT])));
  return found.filter((entity) => entity !== null);
}

/** The union of what all events of a run say. */
function runOf({ key, events }: Observation, at: JobRun[typeof READ_AT]): JobRun {
  const values = events.map(({ value }) => (isJsonObject(value) ? value : {}));
  const run = events.reduce<Run | null>(withEvent, null);
  const last = events.at(-1);
  const facets = facetsOf(values);
  const failure = facets['errorMessage'];
  const errorMessage = isJsonObject(failure) ? failure['message'] : null;
  return {
    id: key,
    state: run?.end?.type ?? (last === undefined ? null : eventType(last)),
    startedAt: run?.start as Micros,
    endedAt: run?.end?.at ?? null,
    errorMessage: typeof errorMessage === 'string' ? errorMessage : null,
    facets,
    inputIds: run?.inputs ?? [],
    outputIds: run?.outputs ?? [],
    [READ_AT]: at,
  };
}

/** Of each name the later; none where that only says that the facet holds no longer. */
function facetsOf(values: readonly JsonObject[]): JsonObject {
  const all = Object.assign({}, ...values.map(({ facets }) => (isJsonObject(facets) ? facets : {}))) as JsonObject;
  return Object.fromEntries(
    Object.entries(all).filter(([, facet]) => !(isJsonObject(facet) && facet['_deleted'] === true)),
  );
}
