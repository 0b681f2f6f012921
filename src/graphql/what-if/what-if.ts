import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Connection } from '../../domains/kind/connection.ts';
import type { RequestContext } from '../../domains/kind/context.ts';
import { owned, priced } from '../../domains/kind/owner.ts';
import type { Json } from '../../kernel/json.ts';
import type { Urn } from '../../kernel/urn.ts';
import type { Verdict } from '../../lineage/what-if/verdict.ts';
import { assess } from '../assess.ts';
import { ListArgs } from '../../domains/kind/ranked-page.ts';
import { Impact } from '../impact-types.ts';
import { SEARCH_COST } from '../limits.ts';
import { Answer } from '../lineage-types.ts';
import { listPage } from '../list-page.ts';
import { MomentInput, readAtMoment } from '../../domains/kind/moment-input.ts';
import { answerOf, entityAt, standingAt } from '../standing.ts';
import { linkAt } from '../walk-query.ts';
import { checkChanges } from './check.ts';
import { VerdictName } from './enums.ts';
import { evaluate, type Evaluation } from './evaluate.ts';
import { gateShifts, MOST_RELEASES } from './gates.ts';
import { WhatIfChange } from './input.ts';
import { MOST_CHANGES, readChanges } from './read-changes.ts';
import { kpiShifts, upstreamShifts, type Shift, type Shifts } from './shifts.ts';
import {
  AffectedEntityConnection,
  ChangeOutcome,
  ConsumerToChangeConnection,
  GateShiftConnection,
  KpiShiftConnection,
  UpstreamShiftConnection,
  WhatIf,
  type AffectedEntity,
  type ConsumerToChange,
  type GateShift,
  type KpiShift,
  type UpstreamShift,
} from './types.ts';

/** It walks down, and up again for what is left. */
const WALKS = 2;

@Resolver()
export class WhatIfQuery {
  @Query(() => WhatIf, {
    description:
      'What some changes would bring about, all of them together: who has to change, what is affected, and a verdict. Nothing is written. What is not known is NOT_FOUND.',
  })
  @owned('lineage')
  @priced(WALKS * SEARCH_COST)
  async whatIf(
    @Arg('changes', () => [WhatIfChange], {
      description: 'The changes, 1 to 20, each of another thing; a place such as changes[0].dropField.field names one.',
    })
    changes: WhatIfChange[],
    @Arg('at', () => MomentInput, { nullable: true, description: 'When; now if absent.' }) at: MomentInput | null,
    @Ctx() context: RequestContext,
  ): Promise<WhatIf> {
    const placed = readChanges(changes, context);
    const standing = standingAt(await readAtMoment(at, context));
    await checkChanges(placed, standing, context);
    const planned = placed.map(({ change }) => change);
    return { evaluation: evaluate(planned, standing, context), moment: at };
  }
}

@Resolver(() => WhatIf)
export class WhatIfParts {
  @FieldResolver(() => VerdictName, { description: 'The worst that any of the changes comes to.' })
  @owned('lineage')
  async verdict(@Root() { evaluation }: WhatIf): Promise<Verdict> {
    return (await evaluation.found()).verdict;
  }

  @FieldResolver(() => [ChangeOutcome], { description: 'What each comes to, in the order of the changes.' })
  @owned('lineage')
  async outcomes(@Root() { evaluation }: WhatIf, @Ctx() context: RequestContext): Promise<ChangeOutcome[]> {
    const { outcomes } = await evaluation.found();
    const { place } = evaluation.standing;
    return Promise.all(
      outcomes.map(async ({ change, ...outcome }) => ({
        ...outcome,
        type: change.type,
        subject: await entityAt(change.of, place, context),
        evaluation,
      })),
    );
  }

  @FieldResolver(() => ConsumerToChangeConnection, {
    description:
      'Who has to change: by one link from what goes away or is not as it was. Known ones first, then the surer, then by id.',
  })
  @owned('lineage')
  consumers(
    @Root() { evaluation }: WhatIf,
    @Args(() => ListArgs) args: ListArgs,
    @Ctx() context: RequestContext,
  ): Promise<Connection<ConsumerToChange>> {
    return page('consumers', evaluation, args, context, async (here) => {
      const { breakage } = await here.found();
      const { place } = here.standing;
      const items = breakage.consumers().map(({ id, link, uses, isKnown }) => async () => ({
        consumer: await entityAt(id, place, context),
        ...{ uses, known: isKnown, link: linkAt(link, place), evaluation: here },
      }));
      return { items, isWhole: breakage.limitHit === null };
    });
  }

  @FieldResolver(() => AffectedEntityConnection, {
    description: 'All that is affected further down, the consumers included; by depth, then id.',
  })
  @owned('lineage')
  affected(
    @Root() { evaluation }: WhatIf,
    @Args(() => ListArgs) args: ListArgs,
    @Ctx() context: RequestContext,
  ): Promise<Connection<AffectedEntity>> {
    return page('affected', evaluation, args, context, async (here) => {
      const { breakage } = await here.found();
      const { place } = here.standing;
      const items = breakage.affected.map(({ id, depth, isKnown }) => async () => ({
        entity: await entityAt(id, place, context),
        ...{ id, depth, known: isKnown, evaluation: here },
      }));
      return { items, isWhole: breakage.limitHit === null };
    });
  }

  @FieldResolver(() => Impact, {
    description:
      'What is downstream of all changes that are not SAFE: KPIs and deployments at risk, rated as they would be then, owners to tell, counts.',
  })
  @owned('lineage')
  @priced(SEARCH_COST)
  async impact(@Root() { evaluation, moment }: WhatIf, @Ctx() context: RequestContext): Promise<Impact> {
    const { starts, supposed } = await evaluation.found();
    return { assessment: assess(starts, evaluation.standing, context, supposed), moment };
  }

  @FieldResolver(() => KpiShiftConnection, {
    description:
      'KPIs of which more or less would be at risk, by deployments that move and weights that change; the largest difference first.',
  })
  @owned('lineage')
  @priced(2 * SEARCH_COST)
  kpiShifts(
    @Root() { evaluation }: WhatIf,
    @Args(() => ListArgs) args: ListArgs,
    @Ctx() context: RequestContext,
  ): Promise<Connection<KpiShift>> {
    return shifts('kpiShifts', evaluation, args, context, kpiShifts, async ({ id, before, after }, at) => ({
      kpi: await at(id),
      ...{ before, after },
    }));
  }

  @FieldResolver(() => UpstreamShiftConnection, {
    description:
      'What is upstream of deployments that move and of KPIs whose weight changes, and would count for more or less there; the largest difference first.',
  })
  @owned('lineage')
  @priced(2 * MOST_CHANGES * SEARCH_COST)
  upstreamShifts(
    @Root() { evaluation }: WhatIf,
    @Args(() => ListArgs) args: ListArgs,
    @Ctx() context: RequestContext,
  ): Promise<Connection<UpstreamShift>> {
    return shifts(
      'upstreamShifts',
      evaluation,
      args,
      context,
      upstreamShifts,
      async ({ id, of, before, after }, at) => ({
        entity: await at(id),
        of: await at(of),
        ...{ before, after },
      }),
    );
  }

  @FieldResolver(() => GateShiftConnection, {
    description:
      'Requirements before PRODUCTION that would not pass any more for releases that serve there and are affected; by release.',
  })
  @owned('lineage')
  @priced(MOST_RELEASES * SEARCH_COST)
  gates(
    @Root() { evaluation }: WhatIf,
    @Args(() => ListArgs) args: ListArgs,
    @Ctx() context: RequestContext,
  ): Promise<Connection<GateShift>> {
    return page('gates', evaluation, args, context, async (here) => {
      const { shifts: found, isWhole } = await gateShifts(here, context);
      return { items: found.map((shift) => () => shift), isWhole };
    });
  }

  @FieldResolver(() => Answer, { description: 'How honest the answer is.' })
  @owned('lineage')
  async answer(@Root() { evaluation, moment }: WhatIf, @Ctx() context: RequestContext): Promise<Answer> {
    return answerOf(evaluation.standing, (await evaluation.found()).breakage, moment, context);
  }
}

type List<T> = (here: Evaluation) => Promise<{ items: readonly (() => T | Promise<T>)[]; isWhole: boolean }>;

/** Behind a cursor the changes are judged where its first page stood. */
function page<T>(
  name: string,
  evaluation: Evaluation,
  args: ListArgs,
  context: RequestContext,
  list: List<T>,
): Promise<Connection<T>> {
  const { changes, standing } = evaluation;
  const question = [name, changes as unknown as Json, standing.place.asOf];
  return listPage(question, standing, args, context, (pinned) =>
    list(pinned === standing ? evaluation : evaluate(changes, pinned, context)),
  );
}

function shifts<S extends Shift, T>(
  name: string,
  evaluation: Evaluation,
  args: ListArgs,
  context: RequestContext,
  find: (here: Evaluation, context: RequestContext) => Promise<Shifts<S>>,
  tell: (shift: S, entity: (id: Urn) => ReturnType<typeof entityAt>) => Promise<T>,
): Promise<Connection<T>> {
  return page(name, evaluation, args, context, async (here) => {
    const { items, isWhole } = await find(here, context);
    const entity = (id: Urn) => entityAt(id, here.standing.place, context);
    return { items: items.map((shift) => () => tell(shift, entity)), isWhole };
  });
}
