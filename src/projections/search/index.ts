import { systemClock } from '../../kernel/clock.ts';
import type { Ontology } from '../../kernel/ontology.ts';
import type { FeedPosition, Position } from '../../kernel/moment.ts';
import type { Urn } from '../../kernel/urn.ts';
import { EVERYBODY } from '../../kernel/viewer.ts';
import { mapInTurns } from '../../kernel/turns.ts';
import { readAhead } from '../../kernel/read-ahead.ts';
import { startWorker } from '../../kernel/worker.ts';
import type { Change, EntityRecord, FindPage, ReadAt, RelatedPage, Store } from '../../store/ports.ts';
import type { SearchDocument } from './search-database.ts';
import type { SearchIndex } from './search-index.ts';
import type { SearchMethods } from './worker.ts';

const CHANGES_A_READ = 500;
const ENTITIES_A_READ = 1_000;

/** A search index in a thread of its own that follows the log. */
export async function openSearchIndex(store: Store, ontology: Ontology): Promise<SearchIndex> {
  const worker = await startWorker<SearchMethods>(import.meta.url, null);
  let position: Position = 0;
  let reading: Promise<void> | null = null;
  let wanted: Position = 0;

  async function put(ids: readonly Urn[], known: readonly (EntityRecord | null)[], at: ReadAt): Promise<void> {
    const query = { type: 'OWNS', direction: 'in', first: 100, after: null } as const;
    const owners = await store.graph.related(ids, query, at);
    await worker.remote.put(
      await mapInTurns(ids, (id, index) => ({ id, document: documentOf(known[index], owners[index], ontology) })),
    );
  }

  /** All that is there, page by page: at the start that is less by far than all that ever changed. */
  async function fill(at: ReadAt): Promise<void> {
    for (const kind of ontology.kinds.keys()) {
      const query = { kind, where: [], order: [], first: ENTITIES_A_READ, count: false };
      const parts = readAhead(async (after: FindPage['keys'][number] | null) => {
        const { records, keys, hasNext } = await store.graph.find({ ...query, after }, at);
        return { items: records, next: hasNext ? (keys.at(-1) ?? null) : null };
      });
      for await (const records of parts) {
        const ids = records.map(({ id }) => id);
        if (ids.length > 0) await put(ids, records, at);
      }
    }
  }

  async function follow(at: ReadAt): Promise<void> {
    let place: FeedPosition = { position, ordinal: Number.MAX_SAFE_INTEGER };
    for (;;) {
      const changes = (await store.log.changes(place, CHANGES_A_READ)).filter((each) => each.position <= at.position);
      const ids = [...new Set(changes.flatMap(concerned))];
      if (ids.length > 0) await put(ids, await store.graph.records(ids, at), at);
      const last = changes.at(-1);
      if (last === undefined || changes.length < CHANGES_A_READ) break;
      place = { position: last.position, ordinal: last.ordinal };
    }
  }

  async function advance(): Promise<void> {
    const at = { position: wanted, asOf: null, now: systemClock(), viewer: EVERYBODY };
    await (position === 0 ? fill(at) : follow(at));
    position = at.position;
  }

  return {
    get position() {
      return position;
    },
    async catchUp(target) {
      wanted = Math.max(wanted, target);
      while (position < target) {
        reading ??= advance().finally(() => (reading = null));
        await reading;
      }
    },
    async query(query) {
      const at = position;
      return { ...(await worker.remote.query(query)), position: at };
    },
    [Symbol.asyncDispose]: () => worker[Symbol.asyncDispose](),
  };
}

/** What a change may have made findable, or otherwise found. Measurements do not. */
function concerned({ type, entity, relation }: Change): Urn[] {
  if (type === 'OBSERVED') return [];
  return relation === null ? [entity] : [relation.from, relation.to];
}

function documentOf(
  record: EntityRecord | null | undefined,
  owners: RelatedPage | undefined,
  ontology: Ontology,
): SearchDocument | null {
  if (record === null || record === undefined || record.retiredAt !== null) return null;
  const { id, kind, namespace, name, described, props } = record;
  const attributes = Object.entries(ontology.attributes(kind)).filter(
    ([attribute]) => !['description', 'tags'].includes(attribute),
  );
  const texts = (flag: 'search' | 'facet') =>
    Object.fromEntries(
      attributes.flatMap(([attribute, declared]) => {
        const value = props[attribute];
        return declared[flag] && (typeof value === 'string' || typeof value === 'number')
          ? [[attribute, String(value)]]
          : [];
      }),
    );
  return {
    ...{ id, kind, namespace, name, described },
    description: typeof props['description'] === 'string' ? props['description'] : '',
    tags: (props['tags'] ?? []) as readonly string[],
    owners: owners?.items.map((item) => item.record.id) ?? [],
    words: texts('search'),
    facets: texts('facet'),
  };
}
