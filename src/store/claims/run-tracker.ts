import type { ObserveFact } from '../../kernel/fact.ts';
import type { Ontology } from '../../kernel/ontology.ts';
import { withEvent, type Run } from '../../kernel/run.ts';
import type { Micros } from '../../kernel/time.ts';
import type { Urn } from '../../kernel/urn.ts';
import {
  countedRun,
  listName,
  listOf,
  NO_RUNS,
  shortened,
  withRun,
  type CountedRun,
  type RunChange,
  type RunList,
  type RunLists,
} from './run-list.ts';
import { shownBy } from './shown-by-runs.ts';
import type { LateClaims, Loaded, RunRow } from './write-set.ts';

/** What an event of a run changed. */
export interface RunSeen {
  /** By relationship, where the run counts now and did not, or counts otherwise. */
  readonly changes: ReadonlyMap<string, RunChange>;
  /** When the run begins, where it counts for any relationship; else null. */
  readonly start: Micros | null;
}

/** The runs of each job, and those of them that count, as the facts of one transaction come in. */
export class RunTracker {
  readonly #lists = new Map<Urn, RunLists>();
  readonly #runs = new Map<string, Run>();
  readonly #changedJobs = new Set<Urn>();
  readonly #changedRuns = new Map<string, Omit<RunRow, 'countedAt'>>();

  /** @param whole all runs of some jobs; of the others the newest are at hand */
  constructor(
    readonly loaded: Pick<Loaded, 'entities' | 'runs'>,
    whole: LateClaims['runs'],
    readonly ontology: Ontology,
  ) {
    for (const row of loaded.runs) this.#runs.set(nameOf(row), row.run);
    for (const [job, rows] of whole) this.#lists.set(job, this.#wholeLists(job, rows));
  }

  listOf(job: Urn, relationship: string, source: string): RunList {
    const [lists, name] = [this.#listsOf(job), listName(relationship, source)];
    return Object.hasOwn(lists, name) ? (lists[name] as RunList) : NO_RUNS;
  }

  /** Takes in an event of a run. */
  see(fact: ObserveFact): RunSeen {
    const { of, source, key } = fact;
    const known = this.#runs.get(nameOf(fact)) ?? null;
    const run = withEvent(known, fact);
    this.#runs.set(nameOf(fact), run);
    this.#changedRuns.set(nameOf(fact), { of, source, key, run });
    const changes = new Map<string, RunChange>();
    let start: Micros | null = null;
    for (const shown of shownBy(of, this.ontology)) {
      const [before, after] = [known && countedRun(of, key, known, shown), countedRun(of, key, run, shown)];
      start ??= after?.start ?? null;
      if (JSON.stringify(before) !== JSON.stringify(after)) changes.set(shown.type, this.#put(fact, shown.type, after));
    }
    return { changes, start };
  }

  /** The lists that are others than before, as they are kept. */
  changedLists(): Map<Urn, RunLists> {
    return new Map(
      [...this.#changedJobs].map((job) => {
        const lists = Object.entries({ ...this.loaded.entities.get(job)?.runs, ...this.#lists.get(job) });
        return [job, Object.fromEntries(lists.map(([name, list]) => [name, shortened(list)]))];
      }),
    );
  }

  changedRuns(): Omit<RunRow, 'countedAt'>[] {
    return [...this.#changedRuns.values()];
  }

  #listsOf(job: Urn): RunLists {
    return this.#lists.get(job) ?? this.loaded.entities.get(job)?.runs ?? {};
  }

  #wholeLists(job: Urn, rows: readonly RunRow[]): RunLists {
    const lists = new Map<string, CountedRun[]>();
    for (const { source, key, run } of rows) {
      for (const shown of shownBy(job, this.ontology)) {
        const [name, counted] = [listName(shown.type, source), countedRun(job, key, run, shown)];
        const runs = lists.get(name);
        if (counted !== null && runs === undefined) lists.set(name, [counted]);
        else if (counted !== null) runs?.push(counted);
      }
    }
    return Object.fromEntries([...lists].map(([name, runs]) => [name, listOf(runs)]));
  }

  #put({ of, source, key }: ObserveFact, relationship: string, run: CountedRun | null): RunChange {
    const change = withRun(this.listOf(of, relationship, source), key, run);
    this.#lists.set(of, { ...this.#listsOf(of), [listName(relationship, source)]: change.after });
    this.#changedJobs.add(of);
    return change;
  }
}

export function nameOf({ of, source, key }: Pick<RunRow, 'of' | 'source' | 'key'>): string {
  return JSON.stringify([of, source, key]);
}
