import { isJsonObject, type Json } from '../../kernel/json.ts';
import type { Micros } from '../../kernel/time.ts';
import { urnParts, type Urn } from '../../kernel/urn.ts';
import type { Change } from '../../store/ports.ts';
import { stageShareOf } from '../stage-shares.ts';
import type { Evidence } from './evidence.ts';
import { EXTENTS } from './extents.ts';
import type { Happening } from './happening.ts';
import { metricMoves } from './metric-moves.ts';

/** Everything in the window that can be a cause, each told at the entity at which it lies; in the order of the origins. */
export function happeningsOf(evidence: Evidence): Happening[] {
  const { origins, since, until } = evidence;
  const upstream = new Set(origins.map(({ id }) => id));
  return origins.flatMap(({ id, kind, depth }) => {
    const changes = evidence.changes.get(id) ?? [];
    const inWindow = changes.filter(({ at }) => since <= at && at <= until);
    const told = inWindow.flatMap((change) => happeningOf(change, id, kind, upstream, changes) ?? []);
    // What is measured at the entity that is asked about is the symptom, and no cause of it.
    const measured = depth === 0 ? [] : moves(changes, id, since);
    return [...told, ...failures(inWindow, id), ...measured, ...ownersLeft(evidence, id, inWindow)];
  });
}

/** What one change is by itself; null where it is none that can be a cause, or lies at another entity. */
function happeningOf(
  change: Change,
  entity: Urn,
  entityKind: string,
  upstream: ReadonlySet<Urn>,
  changes: readonly Change[],
): Happening | null {
  const { type, relation, at } = change;
  if (relation !== null) {
    if (type === 'SCHEMA_CHANGED') return columnChange(change, entity, upstream);
    if (type === 'RELEASED') return release(change, entity, changes);
    const isOfJob = entityKind === 'JOB' && (relation.type === 'READ_BY' || relation.type === 'WRITES');
    return isOfJob ? { kind: 'JOB_CHANGED', entity, at, extent: EXTENTS.otherData, change } : null;
  }
  if (type === 'RETIRED') {
    const kind = entityKind === 'JOB' ? 'JOB_CHANGED' : 'SCHEMA_CHANGED';
    return { kind, entity, at, extent: EXTENTS.gone, change };
  }
  if (type !== 'CHANGED') return null;
  const differs = (name: string) => [change.before, change.after].some((each) => isJsonObject(each) && name in each);
  if (entityKind === 'FIELD' && differs('dataType')) {
    return { kind: 'SCHEMA_CHANGED', entity, at, extent: EXTENTS.columnRetyped, change };
  }
  if (entityKind !== 'JOB') return null;
  if (differs('sql')) return { kind: 'JOB_CHANGED', entity, at, extent: EXTENTS.otherQuery, change };
  if (differs('sourceCodeVersion')) return { kind: 'JOB_CHANGED', entity, at, extent: EXTENTS.otherRevision, change };
  return null;
}

/** Lies at the dataset where that is upstream, else at the column. */
function columnChange(change: Change, entity: Urn, upstream: ReadonlySet<Urn>): Happening | null {
  const { from, to } = change.relation!;
  if (urnParts(from).kind !== 'DATASET' || (entity !== from && upstream.has(from))) return null;
  const isUsed = upstream.has(to);
  const gone = isUsed ? EXTENTS.usedColumnGone : EXTENTS.columnGone;
  const extent = isOpen(change.after) ? EXTENTS.columnCame : gone;
  return { kind: 'SCHEMA_CHANGED', entity, at: change.at, extent, change };
}

/** Lies at the version; only where it serves more than before: what serves less is told at what takes its place. */
function release(change: Change, entity: Urn, changes: readonly Change[]): Happening | null {
  const { relation, before, after, at } = change;
  if (relation!.from !== entity || !isOpen(after)) return null;
  // A release that ended just now, as another one of the same version takes its place.
  const replaced = changes.find(
    (each) =>
      each.type === 'RELEASED' &&
      each.at === at &&
      each.relation?.to === relation!.to &&
      each.relation.discriminator !== relation!.discriminator &&
      !isOpen(each.after),
  );
  const was = before ?? replaced?.after ?? null;
  const gained = shareOf(after) - (was === null ? 0 : shareOf(was));
  if (gained <= 0) return null;
  return { kind: was === null ? 'RELEASED' : 'TRAFFIC_MOVED', entity, at, extent: Math.min(1, gained), change };
}

function shareOf(segment: Json): number {
  const props = isJsonObject(segment) && isJsonObject(segment['props']) ? segment['props'] : {};
  const { stage, trafficShare } = props;
  return stageShareOf(typeof stage === 'string' ? stage : null, typeof trafficShare === 'number' ? trafficShare : null);
}

function isOpen(segment: Json): boolean {
  return isJsonObject(segment) && segment['validTo'] === null;
}

/** Runs that failed: each by itself, and less of one behind which another completed. */
function failures(inWindow: readonly Change[], entity: Urn): Happening[] {
  const runs = inWindow.filter(
    ({ type, after }) => type === 'OBSERVED' && isJsonObject(after) && after['metric'] === 'run',
  );
  const completed = runs.findLast(({ after }) => stateOf(after) === 'COMPLETE')?.at ?? -Infinity;
  return runs
    .filter(({ after }) => stateOf(after) === 'FAIL')
    .map((change) => {
      const extent = change.at < completed ? EXTENTS.over : 1;
      return { kind: 'RUN_FAILED', entity, at: change.at, extent, change };
    });
}

function stateOf(after: Json): unknown {
  const value = isJsonObject(after) ? after['value'] : null;
  return isJsonObject(value ?? null) ? (value as { eventType?: unknown }).eventType : null;
}

function moves(changes: readonly Change[], entity: Urn, since: Micros): Happening[] {
  const measurements = changes.filter(({ type }) => type === 'OBSERVED');
  return metricMoves(measurements, since).map(({ change, deviations, isOver }) => {
    const extent = isOver ? EXTENTS.over : deviations / (deviations + EXTENTS.halfOfDeviations);
    return { kind: 'METRIC_MOVED', entity, at: change.at, extent, change };
  });
}

/** Less where somebody else owns it too. */
function ownersLeft({ owners, ownerChanges }: Evidence, entity: Urn, inWindow: readonly Change[]): Happening[] {
  const now = owners.get(entity) ?? [];
  const left = now.flatMap((owner) => (ownerChanges.get(owner) ?? []).filter(hasLeft));
  const gone = new Set(left.map((change) => change.entity));
  const isLeft = now.some((owner) => !gone.has(owner));
  const ended = inWindow.filter(
    ({ type, relation }) => type === 'UNRELATED' && relation?.type === 'OWNS' && relation.to === entity,
  );
  const extent = isLeft ? EXTENTS.over : 1;
  return [...left, ...ended].map((change) => ({ kind: 'OWNER_LEFT', entity, at: change.at, extent, change }));
}

function hasLeft({ type, after }: Change): boolean {
  return (type === 'CHANGED' && isJsonObject(after) && after['active'] === false) || type === 'RETIRED';
}
