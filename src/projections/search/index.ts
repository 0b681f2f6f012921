import { systemClock } from '../../kernel/clock.ts';
import type { Ontology } from '../../kernel/ontology.ts';
import { isUnavailable, ThroughlineError } from '../../kernel/errors.ts';
import type { FeedPosition, Position } from '../../kernel/moment.ts';
import type { Urn } from '../../kernel/urn.ts';
import { EVERYBODY } from '../../kernel/viewer.ts';
import { mapInTurns } from '../../kernel/turns.ts';
import { readAhead } from '../../kernel/read-ahead.ts';
import { startWorker } from '../../kernel/worker.ts';
import type { Change, EntityRecord, FindPage, ReadAt, RelatedPage, Store } from '../../store/ports.ts';
import { formOf, isPlaceOf, placeAt, type Place } from '../place.ts';
import type { SearchDocument } from './search-database.ts';
import type { SearchIndex } from './search-index.ts';
import type { SearchMethods, SearchWorkerData } from './worker.ts';

/** Raised with every change of what documents or the index are made of: an index that is kept of another is made anew. */
const FORM = 1;
const CHANGES_A_READ = 500;
const ENTITIES_A_READ = 1_000;

export interface OpenSearchIndex {
  readonly store: Store;
  readonly ontology: Ontology;
  /** Where it is kept from one start to the next; null: it is made at each start, in memory. */
  readonly file: string | null;
  /** Is told how many entities have been taken in since it began to be made. */
  readonly onEntities?: (entities: number) => void;
}

/** A search index in a thread of its own that follows the log. */
export async function openSearchIndex({
  store,
  ontology,
  file,
  onEntities = () => {},
}: OpenSearchIndex): Promise<SearchIndex> {
  const data: SearchWorkerData = { file, form: formOf(ontology, FORM) };
  const worker = await startWorker<SearchMethods>(import.meta.url, data);
  const kept = await worker.remote.place();
  const isKept = kept !== null && (await isPlaceOf(store.log, kept));
  let position: Position = isKept ? kept.position : 0;
  let reading: Promise<void> | null = null;
  let wanted: Position = 0;

  async function put(
    ids: readonly Urn[],
    known: readonly (EntityRecord | null)[],
    at: ReadAt,
    place: Place | null,
  ): Promise<void> {
    const query = { type: 'OWNS', direction: 'in', first: 100, after: null } as const;
    const owners = ids.length === 0 ? [] : await store.graph.related(ids, query, at);
    const documents = await mapInTurns(ids, (id, index) => ({
      id,
      document: documentOf(known[index], owners[index], ontology),
    }));
    await worker.remote.put(documents, place);
  }

  /** All that is there, page by page: at the start that is less by far than all that ever changed. */
  async function fill(at: ReadAt): Promise<void> {
    let taken = 0;
    // What is there may be of another log, left in the middle, or damaged.
    await worker.remote.clear();
    for (const kind of ontology.kinds.keys()) {
      const query = { kind, where: [], order: [], first: ENTITIES_A_READ, count: false };
      const parts = readAhead(async (after: FindPage['keys'][number] | null) => {
        const { records, keys, hasNext } = await store.graph.find({ ...query, after }, at);
        return { items: records, next: hasNext ? (keys.at(-1) ?? null) : null };
      });
      for await (const records of parts) {
        const ids = records.map(({ id }) => id);
        await put(ids, records, at, null);
        taken += ids.length;
        onEntities(taken);
      }
    }
    await put([], [], at, await placeAt(store.log, at.position));
  }

  async function follow(at: ReadAt): Promise<void> {
    let place: FeedPosition = { position, ordinal: Number.MAX_SAFE_INTEGER };
    let reached: Place | null = null;
    for (let isLast = false; !isLast;) {
      const changes = (await store.log.changes(place, CHANGES_A_READ)).filter((each) => each.position <= at.position);
      const ids = [...new Set(changes.flatMap(concerned))];
      for (const last of changes.slice(-1)) {
        reached = { position: last.position, recordedAt: last.recordedAt };
        place = { position: last.position, ordinal: last.ordinal };
      }
      isLast = changes.length < CHANGES_A_READ;
      const records = ids.length === 0 ? [] : await store.graph.records(ids, at);
      // Before the last part some changes at the same position may still be to come.
      const done = isLast ? reached : null;
      if (ids.length > 0 || done !== null) await put(ids, records, at, done);
    }
  }

  /** What is damaged is made again; of any other fault it would not be rid. */
  async function fillAnew(at: ReadAt, error: unknown): Promise<void> {
    if (isUnavailable(error) || (await worker.remote.isWhole())) throw error;
    await fill(at);
  }

  async function advance(): Promise<void> {
    const at = { position: wanted, asOf: null, now: systemClock(), viewer: EVERYBODY };
    if (position === 0) await fill(at);
    else await follow(at).catch((error: unknown) => fillAnew(at, error));
    position = at.position;
  }

  const index: SearchIndex = {
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
      const asked = async () => {
        const at = position;
        return { ...(await worker.remote.query(query)), position: at };
      };
      try {
        return await asked();
      } catch (error) {
        if (error instanceof ThroughlineError || (await worker.remote.isWhole())) throw error;
        // A damaged index shows where it is read.
        const target = position;
        position = 0;
        await index.catchUp(target);
        return asked();
      }
    },
    async [Symbol.asyncDispose]() {
      try {
        await worker.remote.close();
      } finally {
        await worker[Symbol.asyncDispose]();
      }
    },
  };
  return index;
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
