import type { DecidedRecord } from '../kernel/decision.ts';
import type { LoggedFact } from '../kernel/fact.ts';
import { isJsonObject, sameJson, type Json, type JsonObject } from '../kernel/json.ts';
import { refusable } from '../kernel/parse-fact.ts';
import { parseUrn, type Urn } from '../kernel/urn.ts';
import type { Viewer } from '../kernel/viewer.ts';
import { seesAll, sightOf } from '../kernel/visibility.ts';
import type { Change, EntityRecord, Store } from './ports.ts';

type IsSeen = (id: Urn) => boolean;

/**
 * The store as its viewers see it, over an adapter: what is hidden is answered as what is not there. What decides over
 * pages and totals an adapter's own queries leave out: other ends of relations in `related` and `history`, entities in
 * `find` and `stats`, and what is about hidden ones in `decided` and `decidedOn`. All else is left out here.
 */
export function visibleStore(store: Store): Store {
  const { graph, log } = store;
  return {
    ...store,
    graph: {
      ...graph,
      async records(ids, at) {
        const isSeen = seenBy(at.viewer);
        if (isSeen === null) return graph.records(ids, at);
        const records = await ofSeen(ids, isSeen, null, (seen) => graph.records(seen, at));
        return records.map((record) => record && withSeen(record, isSeen));
      },
      async describedBy(ids, at) {
        const isSeen = seenBy(at.viewer);
        if (isSeen === null) return graph.describedBy(ids, at);
        return ofSeen(ids, isSeen, [], (seen) => graph.describedBy(seen, at));
      },
      async related(ids, query, at) {
        const isSeen = seenBy(at.viewer);
        if (isSeen === null) return graph.related(ids, query, at);
        const pages = await ofSeen(ids, isSeen, NO_PAGE, (seen) => graph.related(seen, query, at));
        return pages.map((page) => ({
          ...page,
          items: page.items.map(({ record, relation }) => ({
            record: withSeen(record, isSeen),
            relation: { ...relation, props: seenProps(relation.props, isSeen) },
          })),
        }));
      },
      async relations(keys, at) {
        const isSeen = seenBy(at.viewer);
        if (isSeen === null) return graph.relations(keys, at);
        const areSeen = keys.map(({ from, to }) => isSeen(from) && isSeen(to));
        const relations = await graph.relations(
          keys.filter((_, index) => areSeen[index]),
          at,
        );
        return spread(areSeen, relations, null).map(
          (relation) => relation && { ...relation, props: seenProps(relation.props, isSeen) },
        );
      },
      async find(query, at) {
        const page = await graph.find(query, at);
        const isSeen = seenBy(at.viewer);
        return isSeen === null ? page : { ...page, records: page.records.map((each) => withSeen(each, isSeen)) };
      },
      async decided(ids, at) {
        const isSeen = seenBy(at.viewer);
        const records = await graph.decided(ids, at);
        return isSeen === null ? records : records.map((each) => each && decidedWithSeen(each, isSeen));
      },
      async decidedOn(scopes, query, at) {
        const isSeen = seenBy(at.viewer);
        const pages = await graph.decidedOn(scopes, query, at);
        if (isSeen === null) return pages;
        return pages.map((page) => ({ ...page, items: page.items.map((each) => decidedWithSeen(each, isSeen)) }));
      },
      async observations(ids, query, at) {
        const isSeen = seenBy(at.viewer);
        if (isSeen === null) return graph.observations(ids, query, at);
        const pages = await ofSeen(ids, isSeen, NO_PAGE, (seen) => graph.observations(seen, query, at));
        return pages.map((page) => ({
          ...page,
          items: page.items.map(({ key, events }) => ({
            key,
            events: events.map((event) => ({ ...event, value: seenJson(event.value, isSeen) })),
          })),
        }));
      },
    },
    log: {
      ...log,
      async history(ids, query, at) {
        const isSeen = seenBy(at.viewer);
        if (isSeen === null) return log.history(ids, query, at);
        const pages = await ofSeen(ids, isSeen, NO_PAGE, (seen) => log.history(seen, query, at));
        return pages.map((page) => ({ ...page, items: page.items.map((change) => seenParts(change, isSeen)) }));
      },
    },
  };
}

/** The record as the viewer may be told of it; null where the entity is hidden, as where there is none. */
export function seenRecord(record: EntityRecord | null, viewer: Viewer): EntityRecord | null {
  const isSeen = seenBy(viewer);
  if (isSeen === null || record === null) return record;
  return isSeen(record.id) ? withSeen(record, isSeen) : null;
}

/** The change as the viewer may be told of it; null where it is about something hidden, at either end of a relation. */
export function seenChange(change: Change, viewer: Viewer): Change | null {
  const isSeen = seenBy(viewer);
  if (isSeen === null) return change;
  const { entity, relation } = change;
  const about = relation === null ? [entity] : [relation.from, relation.to];
  return about.every(isSeen) ? seenParts(change, isSeen) : null;
}

/** Whether the viewer may be told all of what it says. */
export function seesFact(fact: LoggedFact, viewer: Viewer): boolean {
  const isSeen = seenBy(viewer);
  if (isSeen === null) return true;
  const told = fact as unknown as Json;
  return sameJson(seenJson(told, isSeen), told);
}

/** Null for a viewer who sees all. */
function seenBy({ visibility }: Viewer): IsSeen | null {
  if (seesAll(visibility)) return null;
  const sight = sightOf(visibility);
  return (id) => sight(id) === 'SHOW';
}

const NO_PAGE = { items: [], hasNext: false, total: 0 };

/** Asks for those alone that are seen; the others have `nothing`. */
async function ofSeen<T>(
  ids: readonly Urn[],
  isSeen: IsSeen,
  nothing: T,
  read: (seen: readonly Urn[]) => Promise<readonly T[]>,
): Promise<T[]> {
  const areSeen = ids.map(isSeen);
  return spread(areSeen, await read(ids.filter((_, index) => areSeen[index])), nothing);
}

/** Those that were read in their places, `nothing` in the others. */
function spread<T>(areSeen: readonly boolean[], read: readonly T[], nothing: T): T[] {
  let next = 0;
  return areSeen.map((isSeen) => (isSeen ? read[next++]! : nothing));
}

function withSeen(record: EntityRecord, isSeen: IsSeen): EntityRecord {
  return { ...record, props: seenProps(record.props, isSeen) };
}

function decidedWithSeen(record: DecidedRecord, isSeen: IsSeen): DecidedRecord {
  return { ...record, props: seenProps(record.props, isSeen) };
}

function seenParts(change: Change, isSeen: IsSeen): Change {
  return { ...change, before: seenJson(change.before, isSeen), after: seenJson(change.after, isSeen) };
}

function seenProps(props: JsonObject, isSeen: IsSeen): JsonObject {
  return seenJson(props, isSeen) as JsonObject;
}

/** Without the URNs of what is hidden, be they members of lists, values or names. What stands within a text is left. */
function seenJson(value: Json, isSeen: IsSeen): Json {
  if (Array.isArray(value)) {
    const list = value as readonly Json[];
    return list.filter((each) => !namesHidden(each, isSeen)).map((each) => seenJson(each, isSeen));
  }
  if (!isJsonObject(value)) return namesHidden(value, isSeen) ? null : value;
  const members = Object.entries(value).filter(
    ([name, each]) => ![name, each].some((text) => namesHidden(text, isSeen)),
  );
  return Object.fromEntries(members.map(([name, each]) => [name, seenJson(each, isSeen)]));
}

function namesHidden(value: Json, isSeen: IsSeen): boolean {
  if (typeof value !== 'string' || !value.startsWith('urn:throughline:')) return false;
  const urn = refusable(() => parseUrn(value, ''));
  return typeof urn === 'string' && !isSeen(urn);
}
