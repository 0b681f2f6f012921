import { relationId, relationKeyOf, type ObserveFact, type WritableFact } from '../../kernel/fact.ts';
import type { Position } from '../../kernel/moment.ts';
import type { Ontology } from '../../kernel/ontology.ts';
import { EXPECTED_INTERVAL, withEvent } from '../../kernel/run.ts';
import type { Micros } from '../../kernel/time.ts';
import type { Urn } from '../../kernel/urn.ts';
import type { ScheduleRow, Sighting } from '../ports.ts';
import { nameOf, type RunSeen } from './run-tracker.ts';
import { relationsShownBy, runnerOf, shownBy } from './shown-by-runs.ts';
import { memberKey } from './subjects.ts';
import type { Loaded, RunRow, WriteSet } from './write-set.ts';

/** A run that counts: when it begins, and where the row stands that says so. */
interface Counted {
  readonly at: Micros;
  readonly addedAt: Position;
}

/**
 * What the facts of one transaction tell of when jobs run, and of when they were seen to read and write what. Each
 * fact speaks for itself: nothing has to be read for it but the run that it tells of.
 */
export class SchedulePlan {
  readonly removed: WriteSet['schedule']['removed'][number][] = [];
  readonly #counted = new Map<string, Counted | null>();
  /** By position. */
  readonly #rows = new Map<Position, ScheduleRow[]>();
  /** What events of runs showed in this transaction, by relation and time: claims behind them say nothing more. */
  readonly #shown = new Set<string>();

  constructor(
    loaded: Pick<Loaded, 'runs'>,
    readonly ontology: Ontology,
  ) {
    for (const row of loaded.runs) {
      this.#counted.set(nameOf(row), row.countedAt === null ? null : { at: row.run.start, addedAt: row.countedAt });
    }
  }

  get added(): readonly ScheduleRow[] {
    return [...this.#rows.values()].flat();
  }

  /** @param seen what it changed among the runs; null where it is no event of a run */
  apply(fact: WritableFact, position: Position, seen: RunSeen | null): void {
    switch (fact.fact) {
      case 'observe':
        if (seen !== null) this.#run(fact, position, seen.start);
        return;
      case 'relation':
        if (fact.provenance !== 'DECLARED') this.#sight(fact.at, [relationId(fact.key)], position);
        return;
      case 'set':
        if (fact.provenance === 'DECLARED') return;
        this.#sight(
          fact.at,
          fact.members.map((member) => relationId(memberKey(fact, member))),
          position,
        );
        return;
      case 'entity':
        if (!Object.hasOwn(fact.props, EXPECTED_INTERVAL)) return;
        this.#declare(fact.id, fact, fact.props[EXPECTED_INTERVAL], position);
        return;
      case 'retire':
        if ('id' in fact.of) this.#declare(fact.of.id, fact, null, position);
        return;
      case 'authority':
      case 'decision':
    }
  }

  /** Where the row stands that believes the run's start; null where it does not count. */
  countedAt(run: Pick<RunRow, 'of' | 'source' | 'key'>): Position | null {
    return this.#counted.get(nameOf(run))?.addedAt ?? null;
  }

  #run(fact: ObserveFact, position: Position, start: Micros | null): void {
    const before = this.#counted.get(nameOf(fact)) ?? null;
    if (before?.at !== start) {
      if (before !== null) this.#remove(before.addedAt, position);
      const { of: job, source } = fact;
      // At ordinal 0, by which it is found again.
      if (start !== null) this.#add(job, { kind: 'START', source, at: start }, position);
      this.#counted.set(nameOf(fact), start === null ? null : { at: start, addedAt: position });
    }
    const ids = this.#shownIn(fact);
    for (const id of ids) this.#shown.add(sightingName(id, fact.at));
    this.#sighting(fact.of, fact.at, ids, position);
  }

  #sight(at: Micros, ids: readonly string[], position: Position): void {
    const byJob = new Map<Urn, string[]>();
    for (const id of ids) {
      const job = runnerOf(relationKeyOf(id), this.ontology);
      if (job !== null && !this.#shown.has(sightingName(id, at))) byJob.set(job, [...(byJob.get(job) ?? []), id]);
    }
    for (const [job, own] of byJob) this.#sighting(job, at, own, position);
  }

  #sighting(job: Urn, at: Micros, ids: readonly string[], position: Position): void {
    const shows: Record<string, Urn[]> = {};
    for (const { type, from, to } of ids.map(relationKeyOf)) (shows[type] ??= []).push(from === job ? to : from);
    if (ids.length > 0) this.#add(job, { kind: 'SIGHTING', at, shows } satisfies Sighting, position);
  }

  #declare(job: Urn, { source, at }: WritableFact, value: unknown, position: Position): void {
    if (shownBy(job, this.ontology).length === 0) return;
    const seconds = typeof value === 'number' && value > 0 ? value : null;
    this.#add(job, { kind: 'INTERVAL', source, at, seconds }, position);
  }

  /** Ids of the relations that one event of a run shows. */
  #shownIn(event: ObserveFact): string[] {
    const run = withEvent(null, event);
    return shownBy(event.of, this.ontology)
      .flatMap((shown) => relationsShownBy(event.of, run, shown))
      .filter((id) => runnerOf(relationKeyOf(id), this.ontology) !== null);
  }

  #add(job: Urn, says: ScheduleRow['says'], position: Position): void {
    const rows = this.#rows.get(position) ?? [];
    this.#rows.set(position, rows);
    rows.push({ job, says, addedAt: position, ordinal: rows.length, removedAt: null });
  }

  #remove(addedAt: Position, position: Position): void {
    const [fresh, ...others] = this.#rows.get(addedAt) ?? [];
    if (fresh === undefined) this.removed.push({ addedAt, removedAt: position });
    else this.#rows.set(addedAt, [{ ...fresh, removedAt: position }, ...others]);
  }
}

function sightingName(relation: string, at: Micros): string {
  return `${at} ${relation}`;
}
