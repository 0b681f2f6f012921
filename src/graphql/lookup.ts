import { noSuch } from '../domains/kind/there.ts';
import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { decidedTypes } from '../domains/index.ts';
import { LIMITS } from '../domains/kind/arguments.ts';
import type { RequestContext } from '../domains/kind/context.ts';
import type { DecidedObject, DecidedType } from '../domains/kind/decided-type.ts';
import { Entity, Node, type EntityObject } from '../domains/kind/entity.ts';
import { owned } from '../domains/kind/owner.ts';
import { badInput, shown } from '../kernel/errors.ts';
import { parseUrn, urnParts, type Urn } from '../kernel/urn.ts';
import type { ReadAt } from '../store/ports.ts';
import { MomentInput, readAtMoment } from '../domains/kind/moment-input.ts';

@Resolver()
export class Lookup {
  @Query(() => Node, { nullable: true, description: 'Anything by its id; null where there is no such thing.' })
  @owned('lineage')
  node(@Arg('id', () => ID, { description: 'Its URN.' }) id: string, @Ctx() context: RequestContext) {
    return nodeOf(nodeArgument(id, 'id', context), context);
  }

  @Query(() => [Node], {
    nullable: 'items',
    description: 'Many by their ids: same order, null for each that is not there.',
  })
  @owned('lineage')
  nodes(
    @Arg('ids', () => [ID], { description: 'Their URNs, at most 1,000.' }) ids: string[],
    @Ctx() context: RequestContext,
  ) {
    checkCount(ids, 'ids');
    const urns = ids.map((id, index) => nodeArgument(id, `ids[${index}]`, context));
    return Promise.all(urns.map((urn) => nodeOf(urn, context)));
  }

  @Query(() => Entity, {
    nullable: true,
    description: 'An entity as it was at a moment; null where it was not there then.',
  })
  @owned('lineage')
  async entity(
    @Arg('id', () => ID, { description: 'Its URN.' }) id: string,
    @Arg('at', () => MomentInput, { nullable: true, description: 'When; now if absent.' }) at: MomentInput | null,
    @Ctx() context: RequestContext,
  ) {
    const urn = urnArgument(id, 'id', context);
    return context.read.entity(urn, await readAtMoment(at, context));
  }

  @Query(() => [Entity], {
    nullable: 'items',
    description: 'Entities as they were at a moment: same order, null for each that was not there.',
  })
  @owned('lineage')
  async entities(
    @Arg('ids', () => [ID], { description: 'Their URNs, at most 1,000.' }) ids: string[],
    @Arg('at', () => MomentInput, { nullable: true, description: 'When; now if absent.' }) at: MomentInput | null,
    @Ctx() context: RequestContext,
  ) {
    const place = await readAtMoment(at, context);
    return many(ids, 'ids', context, (id) => context.read.entity(id, place));
  }
}

/** @throws BAD_USER_INPUT naming the argument, for a malformed URN and for one of a kind that there is not */
export function urnArgument(text: unknown, argument: string, context: RequestContext): Urn {
  const urn = parseUrn(text, argument);
  const { kind } = urnParts(urn);
  if (!context.services.ontology.kinds.has(kind)) {
    const kinds = [...context.services.ontology.kinds.keys()].map((each) => each.toLowerCase().replaceAll('_', '-'));
    throw badInput(argument, `${argument}: expected a kind of ${kinds.join(', ')}; came ${shown(text)}`);
  }
  return urn;
}

/** As `urnArgument`, of anything that has an id. */
export function nodeArgument(text: unknown, argument: string, context: RequestContext): Urn {
  const urn = parseUrn(text, argument);
  return isDecided(urn) ? urn : urnArgument(text, argument, context);
}

function nodeOf(urn: Urn, context: RequestContext): Promise<Node | null> {
  return isDecided(urn) ? decidedAt(urn, context.at, context) : context.read.entity(urn, context.at);
}

/** Whether decisions make what has this id. */
export function isDecided(urn: Urn): boolean {
  return decidedTypeOf(urn) !== undefined;
}

/** What decisions had made by then. */
export async function decidedAt(urn: Urn, at: ReadAt, context: RequestContext): Promise<DecidedObject | null> {
  const record = await context.read.decided(urn, at);
  return record === null ? null : (decidedTypeOf(urn)?.objectOf(record, at) ?? null);
}

function decidedTypeOf(urn: Urn): DecidedType | undefined {
  const { kind } = urnParts(urn);
  return decidedTypes.find((each) => each.kind === kind);
}

/** @throws BAD_USER_INPUT naming the list */
function checkCount(texts: readonly string[], argument: string): void {
  if (texts.length <= LIMITS.ids) return;
  throw badInput(argument, `${argument}: expected at most ${LIMITS.ids} ids; came ${texts.length}`);
}

/** @throws BAD_USER_INPUT naming the list or its member */
export function urnArguments(texts: readonly string[], argument: string, context: RequestContext): Urn[] {
  checkCount(texts, argument);
  return texts.map((text, index) => urnArgument(text, `${argument}[${index}]`, context));
}

/** Those of entities that somebody named by now. @throws BAD_USER_INPUT or NOT_FOUND naming the list or its member */
export async function idsThere(texts: readonly string[], argument: string, context: RequestContext): Promise<Urn[]> {
  const ids = urnArguments(texts, argument, context);
  const entities = await Promise.all(ids.map((id) => context.read.entity(id, context.at)));
  const missing = entities.indexOf(null);
  if (missing === -1) return ids;
  throw noSuch(ids[missing] as Urn, `${argument}[${missing}]`);
}

function many(
  ids: readonly string[],
  argument: string,
  context: RequestContext,
  load: (id: Urn) => Promise<EntityObject | null>,
): Promise<(EntityObject | null)[]> {
  return Promise.all(urnArguments(ids, argument, context).map(load));
}
