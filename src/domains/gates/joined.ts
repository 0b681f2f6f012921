import type { RelationKey } from '../../kernel/fact.ts';
import type { JsonObject } from '../../kernel/json.ts';
import { formatTime, type Micros } from '../../kernel/time.ts';
import { EVERYBODY } from '../../kernel/viewer.ts';
import { seesAll } from '../../kernel/visibility.ts';
import type { ReadAt, RelatedQuery } from '../../store/ports.ts';
import type { RequestContext } from '../kind/context.ts';
import type { EntityObject } from '../kind/entity.ts';
import { perPlace } from './per-place.ts';
import { OutOfSight } from './walks.ts';

/** What is joined to an entity, and what the relation says of itself. */
export interface Joined {
  readonly entity: EntityObject;
  readonly key: RelationKey;
  readonly props: JsonObject;
  readonly validFrom: Micros;
  readonly validTo: Micros | null;
  /** All that the relation says, as evidence tells it. */
  readonly told: JsonObject;
}

/** In which way: of one type, at one end; those that hold, or each stretch that ever did. */
export type Joining = Pick<RelatedQuery, 'type' | 'direction' | 'since'>;

/** More of one relation is not evidence for people any more. */
export const MOST_JOINED = 1_000;

const readAt = perPlace(() => new Map<string, Promise<readonly Joined[]>>());

/**
 * What is joined to it: read once for all requirements, of all releases that a request looks at.
 * @throws OutOfSight for more than a thousand, and where a part is hidden: nothing passes by not being seen
 */
export function joinedTo(
  entity: EntityObject,
  joining: Joining,
  at: ReadAt,
  context: RequestContext,
): Promise<readonly Joined[]> {
  const known = readAt(at, context);
  const key = `${joining.type} ${joining.direction} ${joining.since} ${entity.id}`;
  const found = known.get(key) ?? readJoined(entity, joining, at, context);
  known.set(key, found);
  return found;
}

async function readJoined(
  { id, name }: EntityObject,
  joining: Joining,
  at: ReadAt,
  { read }: RequestContext,
): Promise<readonly Joined[]> {
  const query = { ...joining, first: MOST_JOINED, after: null };
  const page = await read.related(id, query, at);
  if (!seesAll(at.viewer.visibility)) {
    const { total } = await read.related(id, query, { ...at, viewer: EVERYBODY });
    if (total > page.total) throw new OutOfSight(`a part of what ${name} has to do with is hidden from who asks`);
  }
  if (page.hasNext) throw new OutOfSight(`${name} has more than ${MOST_JOINED} relations ${joining.type}`);
  const ids = page.items.map(({ record }) => record.id);
  const found = await read.entities(ids, at);
  const joined: Joined[] = [];
  for (const [index, { record, relation }] of page.items.entries()) {
    const other = found[index] ?? (await read.entity(record.id, at));
    if (other === null) continue;
    const { key, props, validFrom, validTo } = relation;
    const times = { validFrom: formatTime(validFrom), validTo: validTo === null ? null : formatTime(validTo) };
    joined.push({ entity: other, key, props, validFrom, validTo, told: { ...props, ...times } });
  }
  return joined;
}
