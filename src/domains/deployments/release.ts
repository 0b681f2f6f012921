import { Ctx, Field, FieldResolver, Float, ObjectType, Resolver, Root } from 'type-graphql';
import type { Micros } from '../../kernel/time.ts';
import type { RelatedItem } from '../../store/ports.ts';
import type { RequestContext } from '../kind/context.ts';
import { hydrate, READ_AT, type EntityObject } from '../kind/entity.ts';
import { owned } from '../kind/owner.ts';
import { DateTimeScalar } from '../kind/scalars.ts';
import { ModelVersion, Releasable } from '../registry/index.ts';
import { Deployment } from './deployment.ts';

@ObjectType('Release', {
  simpleResolvers: true,
  description: 'That a version serves on a deployment, from when to when.',
})
export class Release {
  @Field(() => Releasable, { description: 'What serves: a version of a model, or of a configuration.' })
  readonly released!: EntityObject;

  @Field(() => ModelVersion.Type, {
    nullable: true,
    description: 'What serves, where it is a version of a model; null where a configuration does.',
  })
  readonly version!: EntityObject | null;

  @Field(() => Deployment.Type, { description: 'Where it serves.' })
  readonly deployment!: EntityObject;

  @Field(() => String, {
    nullable: true,
    description: 'TEST, DEV, CANARY, STAGING, SHADOW, AB, PRODUCTION, or one of the organisation’s own.',
  })
  readonly stage!: string | null;

  @Field(() => Float, { nullable: true, description: 'Its share of the deployment’s traffic, 0 to 1.' })
  readonly trafficShare!: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'The arm of an experiment that it is, as the values of KPIs name it; null outside of one.',
  })
  readonly arm!: string | null;

  @Field(() => DateTimeScalar, { description: 'Since when.' })
  readonly validFrom!: Micros;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Until when; null while no end is known.' })
  readonly validTo!: Micros | null;
}

@Resolver(() => Deployment.Type)
export class DeploymentReleases {
  @FieldResolver(() => [Release], {
    nullable: true,
    description: 'The releases in force, largest traffic share first; of equal ones those of models first.',
  })
  @owned('deployments')
  serving(@Root() root: EntityObject, @Ctx() context: RequestContext): Promise<Release[]> {
    return releasesAt(root, 'in', context);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'The stage of the release in force with the largest share of traffic; of a configuration only where no model serves.',
  })
  @owned('deployments')
  async stage(@Root() root: EntityObject, @Ctx() context: RequestContext): Promise<string | null> {
    const main = mainOf(await releasesAt(root, 'in', context));
    return main?.stage ?? null;
  }

  @FieldResolver(() => Float, {
    nullable: true,
    description:
      'The largest share of its traffic that one release has, 0 to 1; of a configuration only where no model serves.',
  })
  @owned('deployments')
  async trafficShare(@Root() root: EntityObject, @Ctx() context: RequestContext): Promise<number | null> {
    const main = mainOf(await releasesAt(root, 'in', context));
    return main?.trafficShare ?? null;
  }
}

@Resolver(() => Releasable)
export class ReleasableReleases {
  @FieldResolver(() => [Release], { nullable: true, description: 'Where it serves now, largest traffic share first.' })
  @owned('deployments')
  releases(@Root() root: EntityObject, @Ctx() context: RequestContext): Promise<Release[]> {
    return releasesAt(root, 'out', context);
  }
}

/** What a deployment is known by: a configuration serves beside a model, and mostly for all of its traffic. */
function mainOf(releases: readonly Release[]): Release | undefined {
  return releases.find(({ version }) => version !== null) ?? releases[0];
}

/** The RELEASED_TO relations that hold where the entity was read. */
export async function releasesAt(
  root: EntityObject,
  direction: 'out' | 'in',
  context: RequestContext,
): Promise<Release[]> {
  const query = { type: 'RELEASED_TO', direction, first: 100, after: null } as const;
  const page = await context.read.related(root.id, query, root[READ_AT]);
  const made = page.items.map((item) => {
    const other = hydrate(item.record, root[READ_AT]);
    return direction === 'in' ? releaseOf(item, other, root) : releaseOf(item, root, other);
  });
  const isModel = ({ version }: Release) => Number(version !== null);
  return made.sort((a, b) => (b.trafficShare ?? 0) - (a.trafficShare ?? 0) || isModel(b) - isModel(a));
}

/** What a relation RELEASED_TO tells. */
export function releaseOf({ relation }: RelatedItem, released: EntityObject, deployment: EntityObject): Release {
  const { stage, trafficShare, arm } = relation.props;
  return {
    released,
    version: released.kind === ModelVersion.kind ? released : null,
    deployment,
    stage: typeof stage === 'string' ? stage : null,
    trafficShare: typeof trafficShare === 'number' ? trafficShare : null,
    arm: typeof arm === 'string' ? arm : null,
    validFrom: relation.validFrom,
    validTo: relation.validTo,
  };
}
