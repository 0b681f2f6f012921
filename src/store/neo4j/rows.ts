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

/** What queries return of a segment `s`. */
export const SEGMENT = `s.type AS type, s.from AS from, s.to AS to, s.discriminator AS discriminator,
  s.validFrom AS validFrom, s.validTo AS validTo, s.addedAt AS addedAt, s.removedAt AS removedAt,
  s.provenance AS provenance, s.declared AS declared, s.props AS props`;

export interface SegmentNode {
  readonly type: string;
  readonly from: Urn;
  readonly to: Urn;
  readonly discriminator: string;
  readonly validFrom: Micros;
  readonly validTo: Micros | null;
  readonly addedAt: Position;
  readonly removedAt: Position | null;
  readonly provenance: Provenance;
  readonly declared: true | null;
  readonly props: string;
}

export function segmentOf(row: SegmentNode): SegmentRow {
  return {
    key: { type: row.type, from: row.from, to: row.to, discriminator: row.discriminator },
    validFrom: row.validFrom,
    validTo: row.validTo,
    provenance: row.provenance,
    ...(row.declared === true ? { isDeclared: true } : {}),
    props: JSON.parse(row.props) as JsonObject,
    addedAt: row.addedAt,
    removedAt: row.removedAt,
  };
}

/** What queries return of a row `s` of the schedule. */
export const SCHEDULE = `s.job AS job, s.says AS says, s.addedAt AS addedAt, s.ordinal AS ordinal,
  s.removedAt AS removedAt`;

export type ScheduleNode = Omit<ScheduleRow, 'says'> & { readonly says: string };

export function scheduleOf(row: ScheduleNode): ScheduleRow {
  const { job, says, addedAt, ordinal, removedAt } = row;
  return { job, says: JSON.parse(says) as ScheduleRow['says'], addedAt, ordinal, removedAt };
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
