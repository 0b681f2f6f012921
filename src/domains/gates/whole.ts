import type { EntityRecord, ReadAt } from '../../store/ports.ts';
import type { RequestContext } from '../kind/context.ts';
import type { EntityObject } from '../kind/entity.ts';

/** What a release is a version of; null where nobody says. */
export async function wholeOf(
  release: EntityObject,
  at: ReadAt,
  context: RequestContext,
): Promise<EntityRecord | null> {
  const query = { type: 'CONTAINS', direction: 'in', first: 1, after: null } as const;
  const [whole] = (await context.read.related(release.id, query, at)).items;
  return whole?.record ?? null;
}
