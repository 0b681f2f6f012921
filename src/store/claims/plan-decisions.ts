import { ABOUT_ENTITIES, DECIDED, NO_DECISION, type DecidedRecord, type StreamState } from '../../kernel/decision.ts';
import type { DecisionFact, WritableFact } from '../../kernel/fact.ts';
import type { Json } from '../../kernel/json.ts';
import type { Position } from '../../kernel/moment.ts';
import type { FactProblem } from '../../kernel/parse-fact.ts';
import { formatTime } from '../../kernel/time.ts';
import type { Urn } from '../../kernel/urn.ts';
import type { Happening } from './plan.ts';
import type { DecidedVersion, Loaded } from './write-set.ts';

/** What the decisions of one transaction leave. */
export class DecisionPlan {
  readonly versions: DecidedVersion[] = [];
  readonly #streams = new Map<string, StreamState>();
  /** By id: where its newest version of this transaction stands in `versions`. */
  readonly #newest = new Map<Urn, number>();

  constructor(readonly loaded: Pick<Loaded, 'streams'>) {}

  /** Why the batch can not be taken: one of its decisions was judged on what does not stand any more. */
  conflictOf(facts: readonly WritableFact[]): FactProblem | null {
    const counts = new Map<string, number>();
    for (const [index, fact] of facts.entries()) {
      if (fact.fact !== 'decision') continue;
      const decisions = counts.get(fact.stream) ?? this.#stream(fact.stream).decisions;
      if (fact.expects !== decisions) {
        const message = `it was judged on ${fact.expects} decisions before it, and by now there are ${decisions}`;
        return { path: `facts[${index}].expects`, code: 'CONFLICT', message };
      }
      counts.set(fact.stream, decisions + 1);
    }
    return null;
  }

  apply({ stream, event, record }: DecisionFact, position: Position): Happening {
    const before = this.#stream(stream);
    const decisions = before.decisions + 1;
    this.#streams.set(stream, { decisions, record });
    const newest = this.#newest.get(record.id);
    const standing = newest === undefined ? undefined : this.versions[newest];
    if (newest !== undefined && standing !== undefined) this.versions[newest] = { ...standing, to: position };
    this.#newest.set(record.id, this.versions.push({ from: position, to: null, stream, decisions, record }) - 1);
    return {
      type: DECIDED[record.kind],
      entity: (ABOUT_ENTITIES.has(record.kind) ? record.about : null) ?? record.id,
      relation: null,
      record: record.id,
      before: before.record?.id === record.id ? toldOf(before.record) : null,
      after: { event, ...toldOf(record) },
    };
  }

  #stream(name: string): StreamState {
    return this.#streams.get(name) ?? this.loaded.streams.get(name) ?? NO_DECISION;
  }
}

function toldOf({ id, since, until, props }: DecidedRecord): Readonly<Record<string, Json>> {
  return { id, since: formatTime(since), until: until === null ? null : formatTime(until), ...props };
}
