import { relationKeyOf, type SupersedeFact, type WritableFact } from '../../kernel/fact.ts';
import type { Position } from '../../kernel/moment.ts';
import type { Ontology } from '../../kernel/ontology.ts';
import { endingsOf } from './endings.ts';
import type { RelationPlan } from './plan-relations.ts';
import { changedGaps, markOf } from './run-list.ts';
import type { RunSeen, RunTracker } from './run-tracker.ts';
import { runnerOf, subjectsShownBy } from './shown-by-runs.ts';

/**
 * What follows from a fact for relations that runs show: which of them ended because enough runs in a row did not. Of
 * every relation for which that can change the whole story is at hand: `lateFor` names them.
 */
export class Supersessions {
  constructor(
    readonly runs: RunTracker,
    readonly relations: RelationPlan,
    readonly ontology: Ontology,
  ) {}

  /**
   * What has to be said behind a fact that the relations and the runs have taken in.
   * @param position of the fact
   * @param seen what it changed among the runs; null where it is no event of a run
   */
  behind(fact: WritableFact, position: Position, seen: RunSeen | null): SupersedeFact[] {
    return this.#concerned(fact, seen).flatMap((id) => this.#corrections(id, fact.source, position));
  }

  #concerned(fact: WritableFact, seen: RunSeen | null): string[] {
    if (seen === null || fact.fact !== 'observe') return this.relations.wholeNamedBy(fact);
    const { changes } = seen;
    if (changes.size === 0) return [];
    return subjectsShownBy(fact.of, this.ontology)
      .flatMap((subject) => this.relations.wholeAtEnd(subject))
      .filter((id) => {
        const change = changes.get(relationKeyOf(id).type);
        return change !== undefined && changedGaps(change, markOf(id)).length > 0;
      });
  }

  #corrections(id: string, source: string, because: Position): SupersedeFact[] {
    const key = relationKeyOf(id);
    const runner = runnerOf(key, this.ontology);
    if (runner === null) return [];
    const claims = this.relations.claimsOf(id).filter((claim) => claim.source === source);
    const believed = claims.filter((claim) => claim.rank === -1).map((claim) => claim.at);
    const said = claims.filter((claim) => claim.rank !== -1);
    const endings = endingsOf(said, this.runs.listOf(runner, key.type, source), markOf(id), believed);
    const fact = { fact: 'supersede', key, source, because } as const;
    return [
      ...believed.filter((at) => !endings.includes(at)).map((at) => ({ ...fact, ended: false, at })),
      ...endings.filter((at) => !believed.includes(at)).map((at) => ({ ...fact, ended: true, at })),
    ];
  }
}
