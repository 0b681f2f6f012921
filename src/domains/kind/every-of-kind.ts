import type { FindQuery, ReadAt } from '../../store/ports.ts';
import type { RequestContext } from './context.ts';
import { hydrate, type EntityObject } from './entity.ts';

const PAGE = 1_000;
/** More would hold up others: whoever asks says that it is not all. */
const MOST = 10_000;

/** A thousand at the most, and whether more follow that are not read. */
export interface SomeOfKind {
  readonly entities: readonly EntityObject[];
  readonly isCut: boolean;
}

/** All of a kind that is not retired, by id, page by page; `at.asOf` must be null, as of lists. */
export async function* everyOfKind(kind: string, at: ReadAt, context: RequestContext): AsyncGenerator<SomeOfKind> {
  const where = [{ field: 'retired', operator: 'eq', value: false }] as const;
  let after: FindQuery['after'] = null;
  for (let read = PAGE; ; read += PAGE) {
    const query = { kind, where, order: [], first: PAGE, after, count: false };
    const page = await context.services.store.graph.find(query, at);
    const isLast = !page.hasNext || read >= MOST;
    yield { entities: page.records.map((record) => hydrate(record, at)), isCut: isLast && page.hasNext };
    if (isLast) return;
    after = page.keys.at(-1) ?? null;
  }
}
