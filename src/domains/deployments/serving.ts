import { Arg, Ctx, Field, ID, ObjectType, Query, Resolver } from 'type-graphql';
import { badInput } from '../../kernel/errors.ts';
import type { Urn } from '../../kernel/urn.ts';
import type { ReadAt } from '../../store/ports.ts';
import { urnOfKind } from '../kind/arguments.ts';
import type { RequestContext } from '../kind/context.ts';
import type { EntityObject } from '../kind/entity.ts';
import { MomentInput, readAtMoment } from '../kind/moment-input.ts';
import { owned, priced } from '../kind/owner.ts';
import { there } from '../kind/there.ts';
import { Deployment } from './deployment.ts';
import { Release, releasesAt } from './release.ts';

/** Whose releases are looked at, where a stage is asked for. */
const MOST_DEPLOYMENTS = 1_000;

@ObjectType('Serving', { simpleResolvers: true, description: 'What served at a moment.' })
class Serving {
  @Field(() => [Release], { description: 'By deployment, the largest traffic share first.' })
  readonly releases!: readonly Release[];

  @Field(() => Boolean, { description: 'Whether all deployments were looked at: at most 1,000 are.' })
  readonly exhaustive!: boolean;
}

@Resolver()
export class WhatWasServing {
  @Query(() => Serving, {
    description:
      'What served on a deployment, in a stage, or in a stage of a deployment, at a moment as far as was known.',
  })
  @owned('deployments')
  @priced(MOST_DEPLOYMENTS)
  async whatWasServing(
    @Arg('deployment', () => ID, { nullable: true, description: 'A URN; all deployments if absent.' })
    deployment: string | null,
    @Arg('stage', () => String, { nullable: true, description: 'Only what served in this stage; in any if absent.' })
    stage: string | null,
    @Arg('at', () => MomentInput, { nullable: true, description: 'When; now if absent.' }) at: MomentInput | null,
    @Ctx() context: RequestContext,
  ): Promise<Serving> {
    if ((deployment ?? null) === null && (stage ?? null) === null) {
      throw badInput('deployment', 'deployment: expected a deployment, a stage, or both; came neither');
    }
    const place = await readAtMoment(at, context);
    const { ids, exhaustive } = await asked(deployment ?? null, place, context);
    const entities = await Promise.all(ids.map((id) => context.read.entity(id, place)));
    const there = entities.filter((entity): entity is EntityObject => entity !== null);
    const all = await Promise.all(there.map((entity) => releasesAt(entity, 'in', context)));
    const releases = all.flat().filter((release) => (stage ?? null) === null || release.stage === stage);
    return { releases, exhaustive };
  }
}

/** @throws BAD_USER_INPUT or NOT_FOUND naming `deployment` */
async function asked(
  deployment: string | null,
  place: ReadAt,
  context: RequestContext,
): Promise<{ readonly ids: readonly Urn[]; readonly exhaustive: boolean }> {
  if (deployment === null) {
    const query = { kind: Deployment.kind, where: [], order: [], first: MOST_DEPLOYMENTS, after: null, count: false };
    const { records, hasNext } = await context.services.store.graph.find(query, { ...place, asOf: null });
    return { ids: records.map(({ id }) => id), exhaustive: !hasNext };
  }
  const id = urnOfKind(deployment, 'deployment', Deployment.kind);
  await there(id, 'deployment', { ...place, asOf: null }, context);
  return { ids: [id], exhaustive: true };
}
