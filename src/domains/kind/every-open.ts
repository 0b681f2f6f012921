import type { DecidedKind, DecidedRecord } from '../../kernel/decision.ts';
import type { DecidedQuery, ReadAt, Store } from '../../store/ports.ts';

const PAGE = 1_000;

/** All of a kind that asks for something there, page by page. */
export async function* everyOpen(kind: DecidedKind, at: ReadAt, store: Store): AsyncGenerator<DecidedRecord> {
  for (let after: DecidedQuery['after'] = null; ;) {
    const [page] = await store.graph.decidedOn(['ALL'], { kind, open: true, first: PAGE, after }, at);
    const items = page?.items ?? [];
    yield* items;
    const last = items.at(-1);
    if (page?.hasNext !== true || last === undefined) return;
    after = [last.since, last.id];
  }
}
