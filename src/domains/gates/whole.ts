import { EVERYBODY } from '../../kernel/viewer.ts';
import type { EntityRecord, ReadAt } from '../../store/ports.ts';
import type { RequestContext } from '../kind/context.ts';
import type { EntityObject } from '../kind/entity.ts';

/**
 * What a release is a version of; null where nobody says. Which policies stand before it, and what it competes with for a
 * stage, is the same whoever asks: it is read as one who sees all, and not told.
 */
export async function wholeOf(
  release: EntityObject,
  at: ReadAt,
  context: RequestContext,
): Promise<EntityRecord | null> {
  const query = { type: 'CONTAINS', direction: 'in', first: 1, after: null } as const;
  const [whole] = (await context.read.related(release.id, query, { ...at, viewer: EVERYBODY })).items;
  return whole?.record ?? null;
}
