import { LRUCache } from 'lru-cache';
import type { Position } from '../kernel/moment.ts';
import type { Urn } from '../kernel/urn.ts';
import { EVERYBODY } from '../kernel/viewer.ts';
import type { EntityRecord, GraphStore, ReadAt } from '../store/ports.ts';
import { seenRecord } from '../store/visible.ts';
import type { Projection } from './reader.ts';

/** Records of entities in memory, as they newly are; a projection that follows the log. */
export interface RecordCache extends Projection {
  /** As the store's: what is not in memory, and what was at an `asOf`, is read there. */
  readonly records: GraphStore['records'];
}

interface Kept {
  readonly record: EntityRecord | null;
  /** A position at which it was so; it has been ever since. */
  readonly at: Position;
}

/** How many characters of texts, and what a record takes beside; one that is very large is not kept. */
const MOST_CHARACTERS = 100_000_000;
const CHARACTERS_BESIDE = 500;
const MOST_CHARACTERS_EACH = 100_000;
/** Of so many entities it is remembered when they changed last, for reads at positions before the newest. */
const MOST_CHANGES = 20_000;

/**
 * What changed is dropped and read again when somebody asks; so what is kept is true at the newest position. It is true at an
 * earlier one, too, where the entity is known not to have changed since: of those that did change lately the position
 * is remembered, back to a horizon.
 */
export function createRecordCache(graph: Pick<GraphStore, 'records' | 'recordsChanged'>): RecordCache {
  const kept = new LRUCache<Urn, Kept>({
    maxSize: MOST_CHARACTERS,
    maxEntrySize: MOST_CHARACTERS_EACH,
    sizeCalculation: ({ record }) => CHARACTERS_BESIDE + (record === null ? 0 : JSON.stringify(record.props).length),
  });
  /** The position of each one's last change, the one that changed longest ago first. */
  const changes = new Map<Urn, Position>();
  let position: Position = 0;
  /** All changes behind it are among `changes`. */
  let horizon: Position = 0;

  /** Whether the entity is known not to have changed between this position and the newest. */
  function isSame(id: Urn, since: Position): boolean {
    return since <= position && since >= horizon && (changes.get(id) ?? 0) <= since;
  }

  /** As it is for everybody. */
  function known(id: Urn, at: ReadAt): EntityRecord | null | undefined {
    if (at.asOf !== null || at.position > position) return undefined;
    const found = kept.get(id);
    return found !== undefined && (found.at <= at.position || isSame(id, at.position)) ? found.record : undefined;
  }

  function forgetAll(upTo: Position): void {
    kept.clear();
    changes.clear();
    horizon = upTo;
  }

  function forget(ids: readonly Urn[], upTo: Position): void {
    for (const id of ids) {
      kept.delete(id);
      changes.delete(id);
      changes.set(id, upTo);
    }
    for (const [id, changedAt] of changes) {
      if (changes.size <= MOST_CHANGES) break;
      changes.delete(id);
      horizon = changedAt;
    }
  }

  return {
    async catchUp(target) {
      if (target <= position) return;
      // Nothing is kept of a time before it follows the log.
      const ids = position === 0 ? null : await graph.recordsChanged(position, target, MOST_CHANGES);
      if (target <= position) return;
      if (ids === null) forgetAll(target);
      else forget(ids, target);
      position = target;
    },
    async records(ids, at) {
      const found = ids.map((id) => known(id, at));
      const missing = [...new Set(ids.filter((_, index) => found[index] === undefined))];
      if (missing.length === 0) return found.map((record) => seenRecord(record ?? null, at.viewer));
      // What is kept serves every viewer.
      const read = await graph.records(missing, { ...at, viewer: EVERYBODY });
      const byId = new Map(missing.map((id, index) => [id, read[index] ?? null]));
      if (at.asOf === null) {
        for (const [id, record] of byId) if (isSame(id, at.position)) kept.set(id, { record, at: at.position });
      }
      return ids.map((id, index) => seenRecord(found[index] ?? byId.get(id) ?? null, at.viewer));
    },
  };
}
