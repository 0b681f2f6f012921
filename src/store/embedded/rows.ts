import type { LoggedFact, Provenance } from '../../kernel/fact.ts';
import type { JsonObject } from '../../kernel/json.ts';
import { micros, type Micros } from '../../kernel/time.ts';
import type { Urn } from '../../kernel/urn.ts';
import type { EntityRecord, ScheduleRow, SegmentRow } from '../ports.ts';
import { FOREVER } from './schema.ts';

export interface RecordRow {
  readonly id: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly props: string;
  readonly described: number;
  readonly created_at: number;
  readonly updated_at: number;
  readonly retired_at: number | null;
}

export const RECORD_COLUMNS = 'id, kind, namespace, name, props, described, created_at, updated_at, retired_at';

export function recordOf(row: RecordRow): EntityRecord {
  return {
    id: row.id as Urn,
    kind: row.kind,
    namespace: row.namespace,
    name: row.name,
    props: JSON.parse(row.props) as JsonObject,
    described: row.described === 1,
    createdAt: micros(row.created_at),
    updatedAt: micros(row.updated_at),
    retiredAt: row.retired_at === null ? null : micros(row.retired_at),
  };
}

export interface StoredSegment {
  readonly type: string;
  readonly from_id: string;
  readonly to_id: string;
  readonly discriminator: string;
  readonly valid_from: number;
  readonly valid_to: number;
  readonly added_at: number;
  readonly removed_at: number;
  readonly provenance: string;
  readonly declared: number;
  readonly props: string;
}

export const SEGMENT_COLUMNS =
  'type, from_id, to_id, discriminator, valid_from, valid_to, added_at, removed_at, provenance, declared, props';

/** The same columns in their order. */
export type SegmentTuple = readonly [
  ...[type: string, from: string, to: string, discriminator: string, validFrom: number, validTo: number],
  ...[addedAt: number, removedAt: number, provenance: string, declared: number, props: string],
];

export function segmentOf(row: StoredSegment): SegmentRow {
  const { type, from_id, to_id, discriminator, valid_from, valid_to, added_at, removed_at } = row;
  const { provenance, declared, props } = row;
  return segmentOfTuple([
    ...([type, from_id, to_id, discriminator, valid_from, valid_to] as const),
    ...([added_at, removed_at, provenance, declared, props] as const),
  ]);
}

export function segmentOfTuple(row: SegmentTuple): SegmentRow {
  const [type, from, to, discriminator, validFrom, validTo, addedAt, removedAt, provenance, declared, props] = row;
  return {
    key: { type, from: from as Urn, to: to as Urn, discriminator },
    validFrom: micros(validFrom),
    validTo: timeOrNull(validTo),
    provenance: provenance as Provenance,
    ...(declared === 1 ? DECLARED : {}),
    // Most relations have none.
    props: props === '{}' ? NO_PROPS : (JSON.parse(props) as JsonObject),
    addedAt,
    removedAt: removedAt === FOREVER ? null : removedAt,
  };
}

const NO_PROPS: JsonObject = Object.freeze({});
const DECLARED = { isDeclared: true } as const;

export const SCHEDULE_COLUMNS = 'added_at, ordinal, removed_at, job, body';

/** The same columns in their order. */
export type ScheduleTuple = readonly [addedAt: number, ordinal: number, removedAt: number, job: string, body: string];

export function scheduleOfTuple([addedAt, ordinal, removedAt, job, body]: ScheduleTuple): ScheduleRow {
  return {
    job: job as Urn,
    says: JSON.parse(body) as ScheduleRow['says'],
    addedAt,
    ordinal,
    removedAt: removedAt === FOREVER ? null : removedAt,
  };
}

export function factOf(row: { readonly fact: string }): LoggedFact {
  return JSON.parse(row.fact) as LoggedFact;
}

function timeOrNull(value: number): Micros | null {
  return value === FOREVER ? null : micros(value);
}
