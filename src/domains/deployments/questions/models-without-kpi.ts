import { Args, Ctx, Field, ObjectType, Query, Resolver } from 'type-graphql';
import { formatTime } from '../../../kernel/time.ts';
import type { Urn } from '../../../kernel/urn.ts';
import type { ReadAt, RelatedQuery } from '../../../store/ports.ts';
import { connectionTypes, type Connection } from '../../kind/connection.ts';
import type { RequestContext } from '../../kind/context.ts';
import { hydrate, type EntityObject } from '../../kind/entity.ts';
import { everyOfKind } from '../../kind/every-of-kind.ts';
import { enumOf } from '../../kind/filter.ts';
import { timeOf } from '../../kind/moment.ts';
import { owned, priced } from '../../kind/owner.ts';
import { ListArgs, rankedList } from '../../kind/ranked-page.ts';
import { BusinessKpi, definitionInForce, definitionsOf } from '../../kpis/index.ts';
import { Model } from '../../registry/index.ts';
import { Deployment } from '../deployment.ts';
import { Release, releaseOf } from '../release.ts';
import { SCAN_COST } from './scan-cost.ts';

const Reason = enumOf({
  name: 'UnjudgedReason',
  description: 'Why nothing tells whether a release is for the better.',
  of: {
    NO_KPI: 'No KPI is known that its deployment affects, or they are gone.',
    NO_DEFINITION: 'Of the KPIs that its deployment affects none was ever defined up to now.',
    DEFINITION_OVER: 'Of the KPIs that its deployment affects no definition is in force any more.',
  },
});

@ObjectType('UnjudgedRelease', {
  simpleResolvers: true,
  description: 'A release to production of which nothing tells whether it is for the better.',
})
class UnjudgedRelease {
  @Field(() => Release, { description: 'What serves where.' })
  readonly release!: Release;

  @Field(() => Reason, { description: 'Why nothing tells it.' })
  readonly reason!: string;

  @Field(() => [BusinessKpi.Type], {
    description: 'The KPIs that its deployment affects, without a definition in force.',
  })
  readonly kpis!: readonly EntityObject[];
}

@ObjectType('ModelWithoutKpi', { simpleResolvers: true, description: 'A model in production that no KPI judges.' })
class ModelWithoutKpi {
  @Field(() => Model.Type, { description: 'The model.' })
  readonly model!: EntityObject;

  @Field(() => [UnjudgedRelease], { description: 'Its releases to production that no KPI judges.' })
  readonly releases!: readonly UnjudgedRelease[];
}

const { Connection: ModelWithoutKpiConnection } = connectionTypes('ModelWithoutKpi', () => ModelWithoutKpi);

@Resolver()
export class ModelsWithoutKpi {
  @Query(() => ModelWithoutKpiConnection, {
    description:
      'Models of which a version serves in PRODUCTION on a deployment that affects no KPI with a definition in force, by id. ' +
      'Of more than 10,000 deployments the first are looked at, and total is not exact.',
  })
  @owned('deployments')
  @priced(SCAN_COST)
  modelsWithoutKpi(
    @Args(() => ListArgs) args: ListArgs,
    @Ctx() context: RequestContext,
  ): Promise<Connection<ModelWithoutKpi>> {
    return rankedList(['modelsWithoutKpi'], context.at, args, context, async (at) => {
      const found = new Map<Urn, ModelWithoutKpi>();
      let isWhole = true;
      for await (const { entities, isCut } of everyOfKind(Deployment.kind, at, context)) {
        for (const { model, release } of await unjudgedOn(entities, at, context)) {
          found.set(model.id, { model, releases: [...(found.get(model.id)?.releases ?? []), release] });
        }
        isWhole &&= !isCut;
      }
      const models = [...found.values()].sort((a, b) => (a.model.id < b.model.id ? -1 : 1));
      return { items: models.map((each) => () => each), isWhole };
    });
  }
}

async function unjudgedOn(
  deployments: readonly EntityObject[],
  at: ReadAt,
  context: RequestContext,
): Promise<{ readonly model: EntityObject; readonly release: UnjudgedRelease }[]> {
  const joined = (ids: readonly EntityObject[], type: string, direction: RelatedQuery['direction']) => {
    const query = { type, direction, first: 1_000, after: null };
    return Promise.all(ids.map(async ({ id }) => (await context.read.related(id, query, at)).items));
  };
  const [released, affected] = await Promise.all([
    joined(deployments, 'RELEASED_TO', 'in'),
    joined(deployments, 'AFFECTS', 'out'),
  ]);
  const unjudged = deployments.flatMap((deployment, index) => {
    const there = affected[index]!.filter(({ record }) => record.retiredAt === null);
    const kpis = there.map(({ record }) => hydrate(record, at));
    const reason = reasonOf(kpis, at);
    if (reason === null) return [];
    const releases = released[index]!.map((item) => releaseOf(item, hydrate(item.record, at), deployment));
    const serving = releases.filter(({ stage, version }) => stage === 'PRODUCTION' && version !== null);
    return serving.map((release): UnjudgedRelease => ({ release, reason, kpis }));
  });
  const models = await joined(
    unjudged.map(({ release }) => release.released),
    'CONTAINS',
    'in',
  );
  return unjudged.flatMap((release, index) =>
    models[index]!.map(({ record }) => ({ model: hydrate(record, at), release })),
  );
}

/** Null where one of them is defined: then something judges. */
function reasonOf(kpis: readonly EntityObject[], at: ReadAt): string | null {
  const now = timeOf(at);
  if (kpis.some((kpi) => definitionInForce(kpi, now) !== null)) return null;
  if (kpis.length === 0) return 'NO_KPI';
  const begun = kpis.some((kpi) => definitionsOf(kpi).some(({ validFrom }) => validFrom <= formatTime(now)));
  return begun ? 'DEFINITION_OVER' : 'NO_DEFINITION';
}
