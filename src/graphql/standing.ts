import { noSuch } from '../domains/kind/there.ts';
import type { RequestContext } from '../domains/kind/context.ts';
import { hydrate, type EntityObject } from '../domains/kind/entity.ts';
import { rankedPage, type RankedPage } from '../domains/kind/ranked-page.ts';
import { formatPosition, positionOf } from '../kernel/cursor.ts';
import type { Json } from '../kernel/json.ts';
import { micros, type Micros } from '../kernel/time.ts';
import { urnParts, type Urn } from '../kernel/urn.ts';
import type { Viewer } from '../kernel/viewer.ts';
import type { ReadAt } from '../store/ports.ts';
import type { Answer } from './lineage-types.ts';
import { resolved, resolvedMoment, type MomentInput } from '../domains/kind/moment-input.ts';

/** Where an answer of the lineage stands. */
export interface Standing {
  /** Where its entities are read: as was asked, so that an absent `asOf` reads the newest that is known. */
  readonly place: ReadAt;
  /** Where it is walked: an absent `asOf` is a time there. */
  readonly at: ReadAt & { readonly asOf: Micros };
}

export function standingAt(place: ReadAt): Standing {
  return { place, at: resolved(place) };
}

/** A page of a list: where it stands, and what comes before it. */
export interface PageAt extends Omit<RankedPage, 'place'> {
  readonly standing: Standing;
}

/** Behind a cursor the list stands where its first page stood. @throws BAD_USER_INPUT naming `after` */
export async function pageAt(
  after: string | null | undefined,
  question: Json,
  here: Standing,
  context: RequestContext,
): Promise<PageAt> {
  const { place, ...page } = await rankedPage(after, question, here.place, context);
  return { ...page, standing: place === here.place ? here : standingAt(place) };
}

export function answerOf(
  { at }: Standing,
  found: { readonly limitHit: string | null; readonly staleLinks: number; readonly hidden: number },
  moment: MomentInput | null | undefined,
  context: RequestContext,
): Answer {
  return {
    // Exports tell it without GraphQL.
    watermark: positionOf(context.services.reader.log(), formatPosition(at.position)),
    moment: resolvedMoment(at, moment, context),
    limitHit: found.limitHit,
    hidden: hiddenOf(at.viewer, found.hidden),
    staleLinks: found.staleLinks,
  };
}

/** As much of how many were met as the viewer may be told. */
function hiddenOf({ visibility: { disclosure } }: Viewer, count: number): Answer['hidden'] {
  return {
    disclosure,
    present: disclosure === 'NONE' ? null : count > 0,
    count: disclosure === 'COUNT' ? count : null,
  };
}

/** Those that were true then. @throws NOT_FOUND naming the argument, for one that nobody ever named */
export async function knownThen(
  ids: readonly Urn[],
  argument: string,
  standing: Standing,
  context: RequestContext,
): Promise<Urn[]> {
  const times = await firstNamed(ids, standing, context);
  return ids.filter((id, index) => {
    const time = times[index] ?? null;
    if (time === null) throw noSuch(id, argument);
    return time <= standing.at.asOf;
  });
}

/** The earliest event time at which anything was said of each, as far as is known there; null: nobody named it. */
export async function firstNamed(
  ids: readonly Urn[],
  { at }: Standing,
  context: RequestContext,
): Promise<(Micros | null)[]> {
  const newest = { ...at, asOf: null };
  const entities = await Promise.all(ids.map((id) => context.read.entity(id, newest)));
  return entities.map((entity) => (entity === null ? null : (entity['createdAt'] as Micros)));
}

/** The entity at this place; where it has no record then, what the URN alone tells. */
export async function entityAt(id: Urn, place: ReadAt, context: RequestContext): Promise<EntityObject> {
  return (await context.read.entity(id, place)) ?? stubAt(id, place);
}

/** What the URN alone tells of it. */
export function stubAt(id: Urn, place: ReadAt): EntityObject {
  const nothing = { props: {}, described: false, createdAt: micros(0), updatedAt: micros(0), retiredAt: null };
  return { ...hydrate({ id, ...urnParts(id), ...nothing }, place), createdAt: null, updatedAt: null };
}
