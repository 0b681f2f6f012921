import { contentHash } from '../../kernel/json.ts';
import { tellsAllOf, type Run } from '../../kernel/run.ts';
import type { Micros } from '../../kernel/time.ts';
import type { Urn } from '../../kernel/urn.ts';
import { relationsShownBy, type Shown } from './shown-by-runs.ts';

/** So many runs in a row that do not show a relation end it. */
const IN_A_ROW = 3;

/** How many runs of each list are kept at hand: enough for those that overlap and come in late. */
const KEPT = 12;

/** A run that counts for a relationship: it succeeded and told all that it shows of it. */
export interface CountedRun {
  /** The run's id. */
  readonly key: string;
  /** Event time of its first event. */
  readonly start: Micros;
  /** Marks of the relations that it shows. */
  readonly shows: readonly string[];
}

/** The newest runs that count, by start. */
export interface RunList {
  /** Whether these are all; else older ones stand before the first. */
  readonly complete: boolean;
  readonly runs: readonly CountedRun[];
}

/** By relationship and source: not each run that tells of inputs tells of outputs. */
export type RunLists = Readonly<Record<string, RunList>>;

export const NO_RUNS: RunList = { complete: true, runs: [] };

/** Runs in a row that do not show a relation: starts of the first and of the last of them. */
export type Gap = readonly [first: Micros, last: Micros];

/** A relation in short, as runs name it. */
export function markOf(relation: string): string {
  return contentHash(relation).slice(0, 12);
}

export function listName(relationship: string, source: string): string {
  return `${relationship} ${source}`;
}

/** The run as it counts for a relationship; null where it does not. */
export function countedRun(job: Urn, key: string, run: Run, shown: Shown): CountedRun | null {
  if (run.end?.type !== 'COMPLETE' || !tellsAllOf(shown.list, run)) return null;
  return { key, start: run.start, shows: relationsShownBy(job, run, shown).map(markOf).sort() };
}

/** The list of all runs of a job that count for one relationship, by one source. */
export function listOf(runs: readonly CountedRun[]): RunList {
  return { complete: true, runs: [...runs].sort((a, b) => (isBefore(a, b) ? -1 : 1)) };
}

/** How a list came to be another. */
export interface RunChange {
  readonly after: RunList;
  /** Whether all that the change can mean follows from the runs at hand. */
  readonly isCertain: boolean;
  /** Those runs, before and after, among which gaps can differ. */
  readonly around: readonly [before: readonly CountedRun[], after: readonly CountedRun[]];
}

/** The list with this run as it is now: null where it does not count, or no longer. */
export function withRun({ complete, runs }: RunList, key: string, run: CountedRun | null): RunChange {
  const old = runs.findLastIndex((each) => each.key === key);
  const others = old === -1 ? runs : runs.toSpliced(old, 1);
  const place = run === null ? -1 : others.findLastIndex((each) => isBefore(each, run)) + 1;
  const after = run === null ? others : others.toSpliced(place, 0, run);
  const places = [old, place].filter((each) => each !== -1);
  const first = Math.min(...places);
  const behind = Math.min(
    ...(old === -1 ? [] : [runs.length - old - 1]),
    ...(place === -1 ? [] : [after.length - place - 1]),
  );
  const near = (list: readonly CountedRun[]) =>
    list.slice(Math.max(0, first - IN_A_ROW + 1), list.length - behind + IN_A_ROW - 1);
  return {
    after: { complete, runs: after },
    isCertain: complete || (places.length > 0 && first >= IN_A_ROW - 1),
    around: places.length === 0 ? [[], []] : [near(runs), near(after)],
  };
}

/** Whether what changes at this time, or later, touches no gap of which the list does not have the runs. */
export function reaches({ complete, runs }: RunList, time: Micros): boolean {
  return complete || (runs[IN_A_ROW - 1]?.start ?? Infinity) < time;
}

/** Whether all runs of the gap that began at `first` began before this time. */
export function isOver({ runs }: RunList, first: Micros, time: Micros): boolean {
  return runs.filter(({ start }) => first <= start && start < time).length >= IN_A_ROW;
}

/** All gaps of the relation, also those that overlap. */
export function gapsOf(runs: readonly CountedRun[], mark: string): Gap[] {
  let missing = 0;
  return runs.flatMap((run, index): Gap[] => {
    missing = run.shows.includes(mark) ? 0 : missing + 1;
    const first = runs[index - IN_A_ROW + 1];
    return missing < IN_A_ROW || first === undefined ? [] : [[first.start, run.start]];
  });
}

/** The gaps that the change opened or closed. */
export function changedGaps({ around: [before, after] }: RunChange, mark: string): Gap[] {
  const [old, next] = [gapsOf(before, mark), gapsOf(after, mark)];
  const without = (gaps: readonly Gap[], others: readonly Gap[]) =>
    gaps.filter(([first, last]) => !others.some((each) => each[0] === first && each[1] === last));
  return [...without(old, next), ...without(next, old)];
}

/** What is kept of the list from one transaction to the next. */
export function shortened({ complete, runs }: RunList): RunList {
  return { complete: complete && runs.length <= KEPT, runs: runs.slice(-KEPT) };
}

function isBefore(a: CountedRun, b: CountedRun): boolean {
  return a.start < b.start || (a.start === b.start && a.key < b.key);
}
