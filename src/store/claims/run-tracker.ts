import type { ObserveFact } from '../../kernel/fact.ts';
import type { Ontology } from '../../kernel/ontology.ts';
import type { Urn } from '../../kernel/urn.ts';
import {
  countedRun,
  listOf,
  NO_RUNS,
  shortened,
  withRun,
  type CountedRun,
  type RunChange,
  type RunList,
  type RunLists,
} from './run-list.ts';
import type { LateClaims, Loaded } from './write-set.ts';

/** The runs that count of each job and source, as the facts of one transaction come in. */
export class RunTracker {
  readonly #lists = new Map<Urn, Record<string, RunList>>();
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
      this.#lists.set(job, this.#listsOf(facts));
    }
  }

  listOf(job: Urn, source: string): RunList {
    const lists = this.#lists.get(job) ?? this.loaded.entities.get(job)?.runs ?? {};
    return Object.hasOwn(lists, source) ? (lists[source] as RunList) : NO_RUNS;
  }

  /** Takes in an event of a run. Null where that makes no other run of it, or none that counts. */
  see(fact: ObserveFact): RunChange | null {
    const before = this.#counted(fact);
    this.#remember(fact);
    const after = this.#counted(fact);
    if (JSON.stringify(before) === JSON.stringify(after)) return null;
    this.#changed.add(fact.of);
    return this.#put(fact);
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

  /** @param facts all about one job */
  #listsOf(facts: readonly ObserveFact[]): Record<string, RunList> {
    const lists: Record<string, CountedRun[]> = {};
    for (const fact of new Map(facts.map((each) => [runOf(each), each])).values()) {
      const run = this.#counted(fact);
      if (run === null) continue;
      if (Object.hasOwn(lists, fact.source)) lists[fact.source]?.push(run);
      else lists[fact.source] = [run];
    }
    return Object.fromEntries(Object.entries(lists).map(([source, runs]) => [source, listOf(runs)]));
  }

  #put(fact: ObserveFact): RunChange {
    const { of, source, key } = fact;
    const change = withRun(this.listOf(of, source), key, this.#counted(fact));
    this.#lists.set(of, { ...(this.#lists.get(of) ?? this.loaded.entities.get(of)?.runs), [source]: change.after });
    return change;
  }

  #counted(fact: ObserveFact) {
    return countedRun(fact.of, fact.key, this.#events.get(runOf(fact)) ?? [], this.ontology);
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
