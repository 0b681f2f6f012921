import { Arg, Args, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { pageSize } from '../domains/kind/arguments.ts';
import { countOf, type Connection } from '../domains/kind/connection.ts';
import type { RequestContext } from '../domains/kind/context.ts';
import { Entity, READ_AT, type EntityObject } from '../domains/kind/entity.ts';
import { ListArgs } from '../domains/kind/ranked-page.ts';
import { owned, priced } from '../domains/kind/owner.ts';
import { assess, suppositionText, type Assessment } from './assess.ts';
import {
  DeploymentAtRiskConnection,
  Impact,
  KindCount,
  KpiAtRiskConnection,
  OwnerToTell,
  OwnerToTellConnection,
  type DeploymentAtRisk,
  type KpiAtRisk,
} from './impact-types.ts';
import { certifyKpi } from './kpi-certificate.ts';
import { Answer } from './lineage-types.ts';
import { listPage } from './list-page.ts';
import { urnArguments } from './lookup.ts';
import { MomentInput, readAtMoment } from '../domains/kind/moment-input.ts';
import { pathAt } from './path-types.ts';
import { SEARCH_COST } from './limits.ts';
import { answerOf, entityAt, knownThen, standingAt } from './standing.ts';

@Resolver()
export class ImpactQuery {
  @Query(() => Impact, {
    description: 'What the starts put at risk downstream. An unknown start is NOT_FOUND.',
  })
  @owned('lineage')
  @priced(SEARCH_COST)
  async impact(
    @Arg('of', () => [ID], { description: 'The starts: URNs, at most 1,000.' }) of: string[],
    @Arg('at', () => MomentInput, { nullable: true, description: 'When; now if absent.' }) at: MomentInput | null,
    @Ctx() context: RequestContext,
  ): Promise<Impact> {
    const starts = urnArguments(of, 'of', context);
    const standing = standingAt(await readAtMoment(at, context));
    await knownThen(starts, 'of', standing, context);
    return { assessment: assess(starts, standing, context), moment: at };
  }
}

@Resolver(() => Entity)
export class EntityImpact {
  @FieldResolver(() => Impact, { nullable: true, description: 'What it puts at risk downstream.' })
  @owned('lineage')
  @priced(SEARCH_COST)
  impact(@Root() root: EntityObject, @Ctx() context: RequestContext): Impact {
    return { assessment: assess([root.id], standingAt(root[READ_AT]), context), moment: null };
  }
}

@Resolver(() => Impact)
export class ImpactParts {
  @FieldResolver(() => KpiAtRiskConnection, { description: 'The KPIs downstream, the highest risk first.' })
  @owned('lineage')
  kpis(
    @Root() { assessment }: Impact,
    @Args(() => ListArgs) args: ListArgs,
    @Ctx() context: RequestContext,
  ): Promise<Connection<KpiAtRisk>> {
    return page('kpis', assessment, args, context, async (here) => {
      const { limitHit } = await here.found();
      return (await here.kpis()).map((rated) => () => {
        const { kpi, risk, weight, target } = rated;
        return {
          kpi,
          risk,
          parts: { weight, confidence: target.confidence, stageShare: target.stageShare },
          path: pathAt(target.path(), here.standing.place),
          shortestPathCount: countOf(target.shortestPaths, limitHit !== 'TIME'),
          certificate: () => (here.supposed === null ? certifyKpi(rated, here, context) : null),
        };
      });
    });
  }

  @FieldResolver(() => DeploymentAtRiskConnection, {
    description: 'The deployments downstream, the highest risk first.',
  })
  @owned('lineage')
  deployments(
    @Root() { assessment }: Impact,
    @Args(() => ListArgs) args: ListArgs,
    @Ctx() context: RequestContext,
  ): Promise<Connection<DeploymentAtRisk>> {
    return page('deployments', assessment, args, context, async (here) => {
      const { place } = here.standing;
      return (await here.deployments()).map(({ risk, target }) => async () => ({
        deployment: await entityAt(target.id, place, context),
        risk,
        path: pathAt(target.path(), place),
      }));
    });
  }

  @FieldResolver(() => OwnerToTellConnection, {
    description: 'Who answers for what is affected; whose things are hit the surest first.',
  })
  @owned('lineage')
  owners(
    @Root() { assessment }: Impact,
    @Args(() => ListArgs) args: ListArgs,
    @Ctx() context: RequestContext,
  ): Promise<Connection<OwnerToTell>> {
    return page('owners', assessment, args, context, async (here) => {
      const { place } = here.standing;
      return (await here.owners()).map(({ id, owns }) => async () => ({
        owner: await entityAt(id, place, context),
        ownsCount: countOf(owns.length),
        ownedIds: owns,
        place,
      }));
    });
  }

  @FieldResolver(() => [KindCount], {
    description: 'How many entities are affected, by kind; kinds without any left out.',
  })
  @owned('lineage')
  async counts(@Root() { assessment }: Impact, @Ctx() context: RequestContext): Promise<KindCount[]> {
    const { counts } = await assessment.found();
    return [...context.services.ontology.kinds.keys()].flatMap((kind) => {
      const count = counts.get(kind);
      return count === undefined ? [] : [{ kind, count }];
    });
  }

  @FieldResolver(() => Answer, { description: 'How honest the answer is.' })
  @owned('lineage')
  async answer(@Root() { assessment, moment }: Impact, @Ctx() context: RequestContext): Promise<Answer> {
    return answerOf(assessment.standing, await assessment.found(), moment, context);
  }
}

@Resolver(() => OwnerToTell)
export class OwnedByOwner {
  @FieldResolver(() => [Entity], { description: 'What of the affected it owns: what is hit the surest first.' })
  @owned('lineage')
  owns(
    @Root() { ownedIds, place }: OwnerToTell,
    @Arg('first', () => Int, { nullable: true, defaultValue: 100, description: 'At most so many, 1 to 1,000.' })
    first: number | null,
    @Ctx() context: RequestContext,
  ): Promise<EntityObject[]> {
    return Promise.all(ownedIds.slice(0, pageSize(first, 100)).map((id) => entityAt(id, place, context)));
  }
}

/** A page of one of its lists, its items made for the page alone. */
function page<T>(
  name: string,
  assessment: Assessment,
  args: ListArgs,
  context: RequestContext,
  list: (here: Assessment) => Promise<readonly (() => T | Promise<T>)[]>,
): Promise<Connection<T>> {
  const { of, standing, supposed } = assessment;
  const question = [name, of, standing.place.asOf, suppositionText(supposed)];
  return listPage(question, standing, args, context, async (pinned) => {
    const here = pinned === standing ? assessment : assess(of, pinned, context, supposed);
    return { items: await list(here), isWhole: (await here.found()).limitHit === null };
  });
}
