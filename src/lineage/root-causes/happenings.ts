import { isJsonObject, type Json, type JsonObject } from '../../kernel/json.ts';
import type { Micros } from '../../kernel/time.ts';
import { urnParts, type Urn } from '../../kernel/urn.ts';
import type { Change } from '../../store/ports.ts';
import type { Origin } from '../traversal.ts';
import { stageShareOf } from '../stage-shares.ts';
import type { Evidence } from './evidence.ts';
import { EXTENTS } from './extents.ts';
import type { Happening } from './happening.ts';
import { metricMoves } from './metric-moves.ts';

/** Everything in the window that can be a cause, each told at the entity at which it lies; in the order of the origins. */
export function happeningsOf(evidence: Evidence): Happening[] {
  return evidence.origins.flatMap((origin) => happeningsAt(origin, evidence));
}

/** Those that lie at one entity. */
export function happeningsAt({ id, kind, depth }: Origin, evidence: Evidence): Happening[] {
  const { since, until } = evidence;
  const changes = evidence.changes.get(id) ?? [];
  const inWindow = changes.filter(({ at }) => since <= at && at <= until);
  const told = inWindow.flatMap((change) => happeningOf(change, id, kind, evidence, changes) ?? []);
  // What is measured at the entity that is asked about is the symptom, and no cause of it; so is an alert on it.
  const measured = depth === 0 ? [] : [...moves(changes, id, since), ...alertsRaised(inWindow, id)];
  return [
    ...[...told, ...columnsRetyped(evidence, id), ...failures(inWindow, id)],
    ...[...measured, ...ownersLeft(evidence, id, inWindow)],
  ];
}

/** What joins a job to its data. */
const DATA = new Set(['READ_BY', 'WRITES']);
const WITH_SCHEMA = new Set(['DATASET', 'FIELD', 'FEATURE_VIEW', 'FEATURE']);

/** What one change is by itself; null where it is none that can be a cause, or lies at another entity. */
function happeningOf(
  change: Change,
  entity: Urn,
  entityKind: string,
  { names }: Evidence,
  changes: readonly Change[],
): Happening | null {
  const { type, relation, at } = change;
  if (relation !== null) {
    if (type === 'SCHEMA_CHANGED') return columnChange(change, entity, names);
    if (type === 'RELEASED') return release(change, entity, changes);
    const isOfJob = entityKind === 'JOB' && (type === 'RELATED' || type === 'UNRELATED') && DATA.has(relation.type);
    return isOfJob ? { kind: 'JOB_CHANGED', entity, at, extent: EXTENTS.otherData, change } : null;
  }
  if (type === 'RETIRED' && WITH_SCHEMA.has(entityKind)) {
    return { kind: 'SCHEMA_CHANGED', entity, at, extent: EXTENTS.gone, change };
  }
  if (type === 'RETIRED' && entityKind === 'JOB') {
    return { kind: 'JOB_CHANGED', entity, at, extent: EXTENTS.gone, change };
  }
  if (type !== 'CHANGED') return null;
  const differs = (name: string) => [change.before, change.after].some((each) => isJsonObject(each) && name in each);
  if (entityKind !== 'JOB') return null;
  if (differs('sql') && !isReformatted(change))
    return { kind: 'JOB_CHANGED', entity, at, extent: EXTENTS.otherQuery, change };
  if (differs('sourceCodeVersion')) return { kind: 'JOB_CHANGED', entity, at, extent: EXTENTS.otherRevision, change };
  return null;
}

/** Each alert that was raised, once. */
function alertsRaised(changes: readonly Change[], entity: Urn): Happening[] {
  const alerts = changes.filter(({ type, after }) => type === 'ALERTED' && isJsonObject(after));
  const told = (change: Change, name: string) => (change.after as JsonObject)[name];
  return alerts
    .filter((change) => told(change, 'event') === 'RAISED')
    .map((change) => {
      const isOver = alerts.some((each) => each.record === change.record && told(each, 'event') === 'RESOLVED');
      const extent = told(change, 'severity') === 'CRITICAL' ? 1 : EXTENTS.informational;
      return { kind: 'ALERT_RAISED', entity, at: change.at, extent: isOver ? EXTENTS.over : extent, change };
    });
}

/** Whether the query differs by comments and white space alone. */
function isReformatted({ before, after }: Change): boolean {
  const [was, is] = [before, after].map((each) => {
    const sql = isJsonObject(each) ? each['sql'] : null;
    return typeof sql === 'string'
      ? sql
          .replaceAll(/--[^\n]*|\/\*.*?\*\//gs, ' ')
          .trim()
          .split(/\s+/)
          .join(' ')
      : null;
  });
  return was === is;
}

/** Lies at the dataset where that is upstream, else at the column. */
function columnChange(change: Change, entity: Urn, names: Evidence['names']): Happening | null {
  const { from, to } = change.relation!;
  if (urnParts(from).kind !== 'DATASET' || (names.get(from) ?? entity) !== entity) return null;
  const gone = names.has(to) ? EXTENTS.usedColumnGone : EXTENTS.columnGone;
  const extent = isOpen(change.after) ? EXTENTS.columnCame : gone;
  return { kind: 'SCHEMA_CHANGED', entity, at: change.at, extent, change };
}

/** Columns that have another type. */
function columnsRetyped({ columns, aside }: Evidence, entity: Urn): Happening[] {
  const changes = (columns.get(entity) ?? []).flatMap((column) => aside.get(column) ?? []);
  return changes
    .filter(({ type, before }) => type === 'CHANGED' && isJsonObject(before) && 'dataType' in before)
    .map((change) => ({ kind: 'SCHEMA_CHANGED', entity, at: change.at, extent: EXTENTS.columnRetyped, change }));
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
  return {
    kind: was === null ? 'RELEASED' : 'TRAFFIC_MOVED',
    entity,
    at,
    extent: Math.min(1, gained / EXTENTS.fullShare),
    change,
  };
}

function shareOf(segment: Json): number {
  const props = isJsonObject(segment) && isJsonObject(segment['props']) ? segment['props'] : {};
  const { stage, trafficShare } = props;
  return stageShareOf(typeof stage === 'string' ? stage : null, typeof trafficShare === 'number' ? trafficShare : null);
}

function isOpen(segment: Json): boolean {
  return isJsonObject(segment) && segment['validTo'] === null;
}

/** Since when its runs have failed, if they still do; and the last one that failed before some run completed. */
function failures(inWindow: readonly Change[], entity: Urn): Happening[] {
  const runs = inWindow.filter(
    ({ type, after }) => type === 'OBSERVED' && isJsonObject(after) && after['metric'] === 'run',
  );
  const completed = runs.findLastIndex(({ after }) => stateOf(after) === 'COMPLETE');
  const isFailed = ({ after }: Change) => stateOf(after) === 'FAIL';
  const since = runs.slice(completed + 1).find(isFailed);
  const over = runs.slice(0, completed + 1).findLast(isFailed);
  return [
    ...(since === undefined ? [] : [{ change: since, extent: 1 }]),
    ...(over === undefined ? [] : [{ change: over, extent: EXTENTS.over }]),
  ].map(({ change, extent }) => ({ kind: 'RUN_FAILED', entity, at: change.at, extent, change }));
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
function ownersLeft({ names, owners, aside }: Evidence, entity: Urn, inWindow: readonly Change[]): Happening[] {
  const now = owners.get(entity) ?? [];
  const left = now.flatMap((owner) => (aside.get(owner) ?? []).filter(hasLeft));
  const gone = new Set(left.map((change) => change.entity));
  const isLeft = now.some((owner) => !gone.has(owner));
  const ended = inWindow.filter(
    ({ type, relation }) => type === 'UNRELATED' && relation?.type === 'OWNS' && names.get(relation.to) === entity,
  );
  const extent = isLeft ? EXTENTS.over : 1;
  return [...left, ...ended].map((change) => ({ kind: 'OWNER_LEFT', entity, at: change.at, extent, change }));
}

function hasLeft({ type, after }: Change): boolean {
  return (type === 'CHANGED' && isJsonObject(after) && after['active'] === false) || type === 'RETIRED';
}
