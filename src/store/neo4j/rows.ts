import type { LoggedFact, Provenance } from '../../kernel/fact.ts';
import { contentHash, type JsonObject } from '../../kernel/json.ts';
import type { Position } from '../../kernel/moment.ts';
import type { Micros } from '../../kernel/time.ts';
import type { Urn } from '../../kernel/urn.ts';
import type { RunKey } from '../claims/write-set.ts';
import type { ScheduleRow, SegmentRow } from '../ports.ts';

/** What an index holds in place of a text that may be longer than indexes take: a subject, a relation, a batch's key. */
export function hashed(text: string): string {
  return contentHash(text);
}

/** What an index holds in place of a run: its job and its key. */
export function runHash({ of, key }: RunKey): string {
  return hashed(`${of} ${key}`);
}

/** What queries return of a row `s` that is believed from one position of the log to another. */
export const STORED_ROW = 's.row AS row, s.removedAt AS removedAt';

/** All of a row that never changes as one text, a third of what as many properties cost to read and to send. */
export interface StoredRow {
  readonly row: string;
  readonly removedAt: Position | null;
}

type SegmentColumns = readonly [
  ...[type: string, from: Urn, to: Urn, discriminator: string, validFrom: Micros, validTo: Micros | null],
  ...[addedAt: Position, provenance: Provenance, isDeclared: boolean, props: JsonObject],
];

export function segmentText({ key, validFrom, validTo, addedAt, provenance, isDeclared, props }: SegmentRow): string {
  const { type, from, to, discriminator } = key;
  const columns: SegmentColumns = [
    ...([type, from, to, discriminator, validFrom, validTo] as const),
    ...([addedAt, provenance, isDeclared === true, props] as const),
  ];
  return JSON.stringify(columns);
}

export function segmentOf({ row, removedAt }: StoredRow): SegmentRow {
  const columns = JSON.parse(row) as SegmentColumns;
  const [type, from, to, discriminator, validFrom, validTo, addedAt, provenance, isDeclared, props] = columns;
  const key = { type, from, to, discriminator };
  return isDeclared
    ? { key, validFrom, validTo, provenance, props, addedAt, removedAt, isDeclared }
    : { key, validFrom, validTo, provenance, props, addedAt, removedAt };
}

export function scheduleText({ job, says, addedAt, ordinal }: ScheduleRow): string {
  return JSON.stringify({ job, says, addedAt, ordinal });
}

export function scheduleOf({ row, removedAt }: StoredRow): ScheduleRow {
  return { ...(JSON.parse(row) as Omit<ScheduleRow, 'removedAt'>), removedAt };
}

export function factOf(row: { readonly fact: string }): LoggedFact {
  return JSON.parse(row.fact) as LoggedFact;
}

/** Rows by one of their members, in their order. */
export function grouped<Row, Key>(rows: readonly Row[], keyOf: (row: Row) => Key): ReadonlyMap<Key, readonly Row[]> {
  const groups = new Map<Key, Row[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group === undefined) groups.set(keyOf(row), [row]);
    else group.push(row);
  }
  return groups;
}
