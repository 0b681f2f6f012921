import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { Job } from '../../domains/catalog/index.ts';
import { pageSize } from '../../domains/kind/arguments.ts';
import type { RequestContext } from '../../domains/kind/context.ts';
import { Entity, type EntityObject } from '../../domains/kind/entity.ts';
import { owned, priced } from '../../domains/kind/owner.ts';
import { parseUrn, urnParts, type Urn } from '../../kernel/urn.ts';
import { SEARCH_COST } from '../limits.ts';
import { relationOf } from '../lineage.ts';
import { entityAt } from '../standing.ts';
import { SourcesLeftName } from './enums.ts';
import { judgedBy } from './judged.ts';
import { AffectedEntity, ChangeOutcome, ConsumerToChange } from './types.ts';

const LEFT = 'Whether it still comes from something that no change touches; null where a limit leaves that open.';

@Resolver(() => ConsumerToChange)
export class ConsumerToChangeParts {
  @FieldResolver(() => SourcesLeftName, { nullable: true, description: LEFT })
  @owned('lineage')
  async sourcesLeft(@Root() { link, evaluation }: ConsumerToChange): Promise<string | null> {
    return (await evaluation.left()).get(link.to) ?? null;
  }

  @FieldResolver(() => Job.Type, {
    nullable: true,
    description:
      'The job whose code has to change: the consumer itself, or what derives the one column from the other.',
  })
  @owned('lineage')
  async job(
    @Root() { consumer, link }: ConsumerToChange,
    @Ctx() context: RequestContext,
  ): Promise<EntityObject | null> {
    if (consumer.kind === 'JOB') return consumer;
    const job = jobNamed((await relationOf(link, context))?.props['job']);
    // One that is not recorded, or not to be seen, is not made up of its name.
    return job === null ? null : context.read.entity(job, link.at);
  }
}

/** A source may have called it anything. */
function jobNamed(text: unknown): Urn | null {
  if (typeof text !== 'string' || !text.startsWith('urn:throughline:job:')) return null;
  try {
    const urn = parseUrn(text, 'job');
    return urnParts(urn).kind === 'JOB' ? urn : null;
  } catch {
    return null;
  }
}

@Resolver(() => AffectedEntity)
export class AffectedEntityParts {
  @FieldResolver(() => SourcesLeftName, { nullable: true, description: LEFT })
  @owned('lineage')
  async sourcesLeft(@Root() { id, evaluation }: AffectedEntity): Promise<string | null> {
    return (await evaluation.left()).get(id) ?? null;
  }
}

@Resolver(() => ChangeOutcome)
export class ChangeOutcomeParts {
  @FieldResolver(() => [Entity], {
    nullable: true,
    description:
      'What is judged by the definition that would be in force no longer: deployments that affect the KPI, versions that serve there, KPIs that it rolls up to. Null for other changes.',
  })
  @owned('lineage')
  @priced(2 * SEARCH_COST)
  async judged(
    @Root() { type, subject, verdict, evaluation }: ChangeOutcome,
    @Arg('first', () => Int, { nullable: true, defaultValue: 100, description: 'At most so many, 1 to 1,000.' })
    first: number | null,
    @Ctx() context: RequestContext,
  ): Promise<EntityObject[] | null> {
    const most = pageSize(first, 100);
    if (type !== 'CHANGE_KPI_DEFINITION') return null;
    if (verdict === 'SAFE') return [];
    const ids = await judgedBy(subject.id, evaluation.standing, context);
    return Promise.all(ids.slice(0, most).map((id) => entityAt(id, evaluation.standing.place, context)));
  }
}
