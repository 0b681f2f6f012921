import { createHash } from 'node:crypto';
import type { Json } from '../kernel/json.ts';
import type { Position } from '../kernel/moment.ts';
import { declarationsOf, type Ontology } from '../kernel/ontology.ts';
import type { Micros } from '../kernel/time.ts';
import type { ChangeLog } from '../store/ports.ts';

/**
 * How far a projection that is kept on disk has come: an entry of the log, named by its position and by when it was
 * recorded. No two logs agree on both, so what was made from another database, or from a backup's lost future, shows.
 */
export interface Place {
  readonly position: Position;
  readonly recordedAt: Micros;
}

/** The place of the log's entry at this position; null where there is none. */
export async function placeAt(log: Pick<ChangeLog, 'read'>, position: Position): Promise<Place | null> {
  const [entry] = await log.read(position - 1, 1);
  return entry?.position === position ? { position, recordedAt: entry.recordedAt } : null;
}

/** Whether this log has that entry. */
export async function isPlaceOf(log: Pick<ChangeLog, 'read'>, place: Place): Promise<boolean> {
  return (await placeAt(log, place.position))?.recordedAt === place.recordedAt;
}

/**
 * Of which form a projection is kept: what is kept of another form is made anew.
 * @param own all else that its form hangs on, beside the ontology
 */
export function formOf(ontology: Ontology, ...own: readonly Json[]): string {
  const parts = JSON.stringify([...own, declarationsOf(ontology)]);
  return createHash('sha256').update(parts).digest('hex');
}
