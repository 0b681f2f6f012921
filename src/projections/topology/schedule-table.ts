import type { Json } from '../../kernel/json.ts';
import type { Position } from '../../kernel/moment.ts';
import type { Micros } from '../../kernel/time.ts';
import type { DeclaredInterval, ScheduleRow } from '../../store/ports.ts';
import { NEVER } from './edge-table.ts';
import type { Kept } from './kept.ts';
import type { NodeTable } from './node-table.ts';
import { createNumberSets } from './number-sets.ts';
import type { RelationTypes } from './relation-types.ts';
import { CHAIN_COLUMNS, createTimedChains } from './timed-chains.ts';

/** A job has an interval of its own accord once so many runs count, and the last so many tell it. */
const FEWEST_RUNS = 5;
const MOST_RUNS = 10;
/** So many times the median gap between runs is how long one may be waited for. */
const GAPS_WAITED = 3;
const MICROS_A_SECOND = 1_000_000;

/**
 * How often jobs run, and when they were seen to read and write what: 20 bytes for each run that counts, 20 for each
 * event that names datasets, and 4 for each of these in any combination that was ever seen.
 */
export interface ScheduleTable {
  /** Takes a row in, or what became of it since; the same row again changes nothing. */
  put(row: ScheduleRow): void;
  /**
   * How long after it was seen last something counts that the job's runs show, in microseconds: as declared, else three
   * times the median gap between the starts of its last runs, of several sources' the longest. Null: it counts for ever.
   */
  intervalAt(job: number, position: Position, asOf: number): number | null;
  /** Whether the job was seen to read or write the other end between these times: behind the one, up to the other. */
  wasSeen(job: number, type: number, other: number, position: Position, since: number, until: number): boolean;
  clear(): void;
  bytes(): number;
  keep(): Kept;
}

/** What is kept beside the columns: of the three tables, then which source tells of which job's runs, then what is declared. */
type KeptValues = readonly [
  ...tables: readonly [sightings: Json, starts: Json, sets: Json],
  runners: readonly (readonly [job: number, source: string])[],
  declared: readonly (readonly [job: number, said: readonly Declared[]])[],
];

type Declared = DeclaredInterval & Pick<ScheduleRow, 'addedAt' | 'ordinal'>;

export function createScheduleTable(nodes: NodeTable, types: RelationTypes, kept: Kept | null = null): ScheduleTable {
  const values = kept?.values as KeptValues | undefined;
  const table = (place: number, first: number, end?: number) =>
    kept === null ? null : { values: values![place] as Json, columns: kept.columns.slice(first, end) };
  const sightings = createTimedChains(table(0, 0, CHAIN_COLUMNS));
  const starts = createTimedChains(table(1, CHAIN_COLUMNS, CHAIN_COLUMNS * 2));
  const sets = createNumberSets(table(2, CHAIN_COLUMNS * 2));
  /** The owners of chains of starts: one for each source that tells of runs of the job. */
  const runners = new Map<number, Map<string, number>>();
  const declared = new Map(values?.[4]);
  let runnerCount = 0;
  for (const [job, source] of values?.[3] ?? []) runnerOf(job, source);

  function memberOf(type: number, other: number): number {
    return other * types.names.length + type;
  }

  function runnerOf(job: number, source: string): number {
    const bySource = runners.get(job) ?? new Map<string, number>();
    runners.set(job, bySource);
    const known = bySource.get(source);
    if (known !== undefined) return known;
    bySource.set(source, runnerCount);
    return runnerCount++;
  }

  /** The latest word of each source counts; of several sources' the latest, at one time the longest. */
  function declaredAt(job: number, position: Position, asOf: number): number | null {
    const newest = new Map<string, Declared>();
    for (const each of declared.get(job) ?? []) {
      if (each.addedAt > position || each.at > asOf) continue;
      const known = newest.get(each.source);
      // At one time that a source says nothing any more comes last, as that it is gone does.
      const isLater = known === undefined || each.at > known.at || (each.at === known.at && outlasts(each, known));
      if (isLater) newest.set(each.source, each);
    }
    let found: { readonly at: Micros; readonly seconds: number } | null = null;
    for (const { at, seconds } of newest.values()) {
      if (seconds === null) continue;
      if (found === null || at > found.at || (at === found.at && seconds > found.seconds)) found = { at, seconds };
    }
    return found === null ? null : found.seconds * MICROS_A_SECOND;
  }

  function computedAt(runner: number, position: Position, asOf: number): number | null {
    const times: number[] = [];
    for (let item = starts.first(runner); item !== 0 && times.length < MOST_RUNS; item = starts.next[item]!) {
      const isBelieved = starts.added[item]! <= position && position < starts.value[item]!;
      if (isBelieved && starts.time[item]! <= asOf) times.push(starts.time[item]!);
    }
    if (times.length < FEWEST_RUNS) return null;
    const gaps = times.slice(1).map((time, index) => times[index]! - time);
    // Runs that all begin at once do not tell.
    return GAPS_WAITED * median(gaps) || null;
  }

  return {
    put({ job, says, addedAt, ordinal, removedAt }) {
      const node = nodes.intern(job);
      if (says.kind === 'START') {
        starts.put(runnerOf(node, says.source), says.at, addedAt, removedAt ?? NEVER);
      } else if (says.kind === 'SIGHTING') {
        const members = Object.entries(says.shows).flatMap(([type, others]) => {
          const id = types.idOf(type);
          return id === undefined ? [] : others.map((other) => memberOf(id, nodes.intern(other)));
        });
        if (members.length > 0) sightings.put(node, says.at, addedAt, sets.intern(members));
      } else {
        const known = declared.get(node) ?? [];
        if (known.some((each) => each.addedAt === addedAt && each.ordinal === ordinal)) return;
        declared.set(node, [...known, { ...says, addedAt, ordinal }]);
      }
    },
    intervalAt(job, position, asOf) {
      const said = declaredAt(job, position, asOf);
      if (said !== null) return said;
      let longest: number | null = null;
      for (const runner of runners.get(job)?.values() ?? []) {
        const computed = computedAt(runner, position, asOf);
        if (computed !== null) longest = Math.max(longest ?? 0, computed);
      }
      return longest;
    },
    wasSeen(job, type, other, position, since, until) {
      const member = memberOf(type, other);
      for (let item = sightings.first(job); item !== 0; item = sightings.next[item]!) {
        const time = sightings.time[item]!;
        if (time <= since) return false;
        const counts = time <= until && sightings.added[item]! <= position;
        if (counts && sets.has(sightings.value[item]!, member)) return true;
      }
      return false;
    },
    clear() {
      sightings.clear();
      starts.clear();
      declared.clear();
    },
    keep() {
      const tables = [sightings, starts, sets].map((each) => each.keep());
      const owners = [...runners].flatMap(([job, sources]) =>
        [...sources].map(([source, id]) => ({ id, job, source })),
      );
      const byId = owners.sort((a, b) => a.id - b.id).map(({ job, source }) => [job, source]);
      return {
        values: [...tables.map((each) => each.values), byId, [...declared]] as unknown as Json,
        columns: tables.flatMap((each) => each.columns),
      };
    },
    bytes: () => sightings.bytes() + sets.bytes() + starts.bytes(),
  };
}

/** Another topology that knows when jobs run. */
export interface ScheduleLender {
  readonly nodes: NodeTable;
  readonly schedules: Pick<ScheduleTable, 'intervalAt' | 'wasSeen'>;
}

/** What the lender knows, for nodes by their numbers here. */
export function borrowedSchedules(nodes: NodeTable, lender: ScheduleLender): ScheduleLender['schedules'] {
  const numberOf = (node: number) => lender.nodes.find(nodes.urn(node));
  return {
    intervalAt: (job, position, asOf) => lender.schedules.intervalAt(numberOf(job), position, asOf),
    wasSeen(job, type, other, ...times) {
      return lender.schedules.wasSeen(numberOf(job), type, numberOf(other), ...times);
    },
  };
}

function outlasts(a: DeclaredInterval, b: DeclaredInterval): boolean {
  return (a.seconds ?? Infinity) > (b.seconds ?? Infinity);
}

/** Of an even number the mean of the middle two. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2;
}
