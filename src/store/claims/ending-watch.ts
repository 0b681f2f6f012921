import { relationKeyOf, type ObserveFact } from '../../kernel/fact.ts';
import type { Ontology } from '../../kernel/ontology.ts';
import type { Urn } from '../../kernel/urn.ts';
import type { RelationClaim } from './relation-state.ts';
import { changedGaps, gapsOf, isOver, markOf, reaches, type Gap, type RunList } from './run-list.ts';
import { RunTracker } from './run-tracker.ts';
import { runnerOf } from './shown-by-runs.ts';
import type { Loaded } from './write-set.ts';

type Head = Pick<RelationClaim, 'at' | 'rank' | 'holds' | 'provenance'>;

/**
 * Watches the facts of a transaction as they come in, and tells where endings can become others than they are: where
 * runs do not show a relation that they might. While all goes on as ever it names none.
 */
export class EndingWatch {
  /** For which the newest runs do not tell enough. */
  readonly jobs = new Set<Urn>();
  /** Of which one changed whose place among the others is not known. */
  readonly #unsure = new Set<Urn>();
  /** By relation and source: the newest claim, as far as all came in order and none led to an ending. */
  readonly #heads = new Map<string, Head>();
  readonly #runs: RunTracker;

  constructor(
    readonly loaded: Loaded,
    readonly ontology: Ontology,
  ) {
    this.#runs = new RunTracker(loaded, new Map(), ontology);
  }

  /** Whether this claim of the relation can change its endings. */
  claim(id: string, claim: RelationClaim): boolean {
    const key = relationKeyOf(id);
    const runner = runnerOf(key, this.ontology);
    if (runner === null) return false;
    const head = this.#head(id, claim.source);
    const goesOn = head?.holds === true && claim.holds;
    const provenance = goesOn && head.provenance === 'OBSERVED' ? head.provenance : claim.provenance;
    this.#heads.set(headKey(id, claim.source), { ...claim, provenance });
    const list = this.#listOf(runner, key.type, id, claim.source);
    if (this.#unsure.has(runner)) return true;
    if (!reaches(list, claim.at)) {
      this.jobs.add(runner);
      return true;
    }
    // An ending stands as long as nothing is claimed before the last of the runs that led to it.
    if (head?.rank === -1 && !isOver(list, head.at, claim.at)) return true;
    const isSeen = claim.holds && provenance === 'OBSERVED';
    const since = list.runs.filter(({ start }) => start > claim.at);
    return isSeen && gapsOf(since, markOf(id)).length > 0;
  }

  /** Takes in an event of a run, and gives which relations of its job it can end, or bring back. */
  run(fact: ObserveFact): (id: string) => boolean {
    const { changes } = this.#runs.see(fact);
    if ([...changes.values()].some(({ isCertain }) => !isCertain)) {
      this.jobs.add(fact.of);
      this.#unsure.add(fact.of);
    }
    if (this.#unsure.has(fact.of)) return () => true;
    if (changes.size === 0) return () => false;
    return (id) => {
      const [change, head] = [changes.get(relationKeyOf(id).type), this.#head(id, fact.source)];
      if (change === undefined || head === undefined) return false;
      return changedGaps(change, markOf(id)).some((gap) => matters(gap, head));
    };
  }

  #head(id: string, source: string): Head | undefined {
    const heads = this.loaded.relations.get(id)?.heads ?? {};
    return this.#heads.get(headKey(id, source)) ?? (Object.hasOwn(heads, source) ? heads[source] : undefined);
  }

  #listOf(runner: Urn, relationship: string, id: string, source: string): RunList {
    // A set ends relations of which it does not name the other end: of that nothing was loaded.
    const isUnknown = this.loaded.relations.has(id) && !this.loaded.entities.has(runner);
    return isUnknown ? { complete: false, runs: [] } : this.#runs.listOf(runner, relationship, source);
  }
}

/** Whether a gap that opened or closed can mean an ending behind what was claimed last, or before. */
function matters([first, last]: Gap, head: Head): boolean {
  if (head.rank === -1) return first <= head.at;
  return last < head.at || (first > head.at && head.holds && head.provenance === 'OBSERVED');
}

function headKey(id: string, source: string): string {
  return JSON.stringify([id, source]);
}
