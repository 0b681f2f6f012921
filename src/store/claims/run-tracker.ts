import type { ObserveFact } from '../../kernel/fact.ts';
import type { Ontology } from '../../kernel/ontology.ts';
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
import { shownBy, type Shown } from './shown-by-runs.ts';
import type { LateClaims, Loaded } from './write-set.ts';

/** The runs of each job that count, as the facts of one transaction come in. */
export class RunTracker {
  readonly #lists = new Map<Urn, RunLists>();
  /** By run: what was said of it. */
  readonly #events = new Map<string, ObserveFact[]>();
  readonly #changed = new Set<Urn>();

  /** @param whole all that was ever said of the runs of some jobs; of the others the newest runs are at hand */
  constructor(
    readonly loaded: Pick<Loaded, 'entities' | 'runEvents'>,
    whole: LateClaims['runs'],
    readonly ontology: Ontology,
  ) {
    for (const fact of loaded.runEvents) if (!whole.has(fact.of)) this.#remember(fact);
    for (const [job, facts] of whole) {
      for (const fact of facts) this.#remember(fact);
      this.#lists.set(job, this.#wholeLists(job, facts));
    }
  }

  listOf(job: Urn, relationship: string, source: string): RunList {
    const [lists, name] = [this.#listsOf(job), listName(relationship, source)];
    return Object.hasOwn(lists, name) ? (lists[name] as RunList) : NO_RUNS;
  }

  /** Takes in an event of a run. By relationship, where the run counts now and did not, or counts otherwise. */
  see(fact: ObserveFact): ReadonlyMap<string, RunChange> {
    const shown = shownBy(fact.of, this.ontology);
    const before = shown.map((each) => this.#counted(fact, each));
    this.#remember(fact);
    const changes = new Map<string, RunChange>();
    for (const [index, each] of shown.entries()) {
      const run = this.#counted(fact, each);
      if (JSON.stringify(before[index]) !== JSON.stringify(run))
        changes.set(each.type, this.#put(fact, each.type, run));
    }
    return changes;
  }

  /** The lists that are others than before, as they are kept. */
  changed(): Map<Urn, RunLists> {
    return new Map(
      [...this.#changed].map((job) => {
        const lists = Object.entries({ ...this.loaded.entities.get(job)?.runs, ...this.#lists.get(job) });
        return [job, Object.fromEntries(lists.map(([source, list]) => [source, shortened(list)]))];
      }),
    );
  }

  #listsOf(job: Urn): RunLists {
    return this.#lists.get(job) ?? this.loaded.entities.get(job)?.runs ?? {};
  }

  /** @param facts all about the runs of one job */
  #wholeLists(job: Urn, facts: readonly ObserveFact[]): RunLists {
    const lists = new Map<string, CountedRun[]>();
    for (const fact of new Map(facts.map((each) => [runOf(each), each])).values()) {
      for (const shown of shownBy(job, this.ontology)) {
        const [name, run] = [listName(shown.type, fact.source), this.#counted(fact, shown)];
        const runs = lists.get(name);
        if (run !== null && runs === undefined) lists.set(name, [run]);
        else if (run !== null) runs?.push(run);
      }
    }
    return Object.fromEntries([...lists].map(([name, runs]) => [name, listOf(runs)]));
  }

  #put({ of, source, key }: ObserveFact, relationship: string, run: CountedRun | null): RunChange {
    const change = withRun(this.listOf(of, relationship, source), key, run);
    this.#lists.set(of, { ...this.#listsOf(of), [listName(relationship, source)]: change.after });
    this.#changed.add(of);
    return change;
  }

  #counted(fact: ObserveFact, shown: Shown): CountedRun | null {
    return countedRun(fact.of, fact.key, this.#events.get(runOf(fact)) ?? [], shown);
  }

  #remember(fact: ObserveFact): void {
    const events = this.#events.get(runOf(fact));
    if (events === undefined) this.#events.set(runOf(fact), [fact]);
    else events.push(fact);
  }
}

function runOf({ of, source, key }: ObserveFact): string {
  return JSON.stringify([of, source, key]);
}
