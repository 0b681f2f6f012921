import { authoritiesOf } from '../../kernel/authority.ts';
import type { AuthorityFact, LoggedFact } from '../../kernel/fact.ts';
import type { Ontology } from '../../kernel/ontology.ts';
import { micros, type Micros } from '../../kernel/time.ts';
import { LEASE_PATH } from '../consumers.ts';
import type { Batch, BatchOutcome, Change, Lease, LogHead } from '../ports.ts';
import { DecisionPlan } from './plan-decisions.ts';
import { EntityPlan } from './plan-entities.ts';
import { RelationPlan } from './plan-relations.ts';
import { subjectOf } from './subjects.ts';
import { RunTracker } from './run-tracker.ts';
import { SchedulePlan } from './plan-schedule.ts';
import { isRunEvent } from './shown-by-runs.ts';
import { Supersessions } from './supersessions.ts';
import { factHash, keyText, mentionedBy } from './wanted.ts';
import type { KeyRow, LateClaims, Loaded, NewEntry, WriteSet } from './write-set.ts';

export interface Plan {
  /** One a batch, in order. */
  readonly outcomes: readonly BatchOutcome[];
  readonly writes: WriteSet;
}

/** What a change is before it has a place in the log. */
export type Happening = Pick<Change, 'type' | 'entity' | 'relation' | 'record' | 'before' | 'after'>;

/**
 * Works out what applying these batches means: pure, the same on every store. Facts that the log has already change
 * nothing; the others become entries in order, each with what it changed in what is believed.
 * @param now the wall clock; recorded times never go back behind the log's
 */
export function plan(
  batches: readonly Batch[],
  loaded: Loaded,
  late: LateClaims,
  ontology: Ontology,
  now: Micros,
): Plan {
  const planner = new Planner(loaded, late, ontology, now);
  const outcomes = batches.map((batch) => planner.apply(batch));
  return { outcomes, writes: planner.writes() };
}

class Planner {
  readonly #keys = new Map<string, KeyRow>();
  readonly #newKeys: KeyRow[] = [];
  readonly #tokens: ReadonlyMap<string, number>;
  readonly #consumed: Lease[] = [];
  readonly #hashes: Set<string>;
  readonly #entries: NewEntry[] = [];
  readonly #changes: Change[] = [];
  readonly #entities: EntityPlan;
  readonly #relations: RelationPlan;
  readonly #runs: RunTracker;
  readonly #schedule: SchedulePlan;
  readonly #supersessions: Supersessions;
  readonly #decisions: DecisionPlan;
  #authorities: readonly AuthorityFact[];
  #head: LogHead;

  constructor(
    loaded: Loaded,
    late: LateClaims,
    readonly ontology: Ontology,
    readonly now: Micros,
  ) {
    this.#head = loaded.head;
    this.#authorities = loaded.authorities;
    this.#hashes = new Set(loaded.hashes);
    this.#tokens = loaded.tokens;
    for (const row of loaded.keys) this.#keys.set(keyText(row), row);
    this.#entities = new EntityPlan(loaded, late, ontology);
    this.#relations = new RelationPlan(loaded, late, ontology);
    this.#runs = new RunTracker(loaded, late.runs, ontology);
    this.#schedule = new SchedulePlan(loaded, ontology);
    this.#decisions = new DecisionPlan(loaded);
    this.#supersessions = new Supersessions(this.#runs, this.#relations, ontology);
  }

  apply(batch: Batch): BatchOutcome {
    const known = this.#keys.get(keyText(batch));
    if (known !== undefined) return answerAgain(batch, known);
    const { consumed } = batch;
    if (consumed !== undefined && this.#tokens.get(consumed.name) !== consumed.token) return leaseOver(consumed);
    const conflict = this.#decisions.conflictOf(batch.facts);
    if (conflict !== null) return { outcome: 'refused', problem: conflict };
    let applied = 0;
    for (const fact of batch.facts) {
      const hash = factHash(fact);
      if (this.#hashes.has(hash)) continue;
      this.#hashes.add(hash);
      this.#append(fact, hash);
      applied += 1;
    }
    if (consumed !== undefined) this.#consumed.push(consumed);
    const { scope, key, contentHash } = batch;
    const row = { scope, key, contentHash, position: this.#head.position };
    this.#keys.set(keyText(batch), row);
    this.#newKeys.push(row);
    return {
      outcome: 'applied',
      position: this.#head.position,
      applied,
      unchanged: batch.facts.length - applied,
    };
  }

  #append(fact: LoggedFact, hash: string): void {
    const position = this.#head.position + 1;
    const recordedAt = micros(Math.max((this.#head.recordedAt ?? 0) + 1, this.now));
    this.#head = {
      position,
      recordedAt,
      newestEvent: micros(Math.max(this.#head.newestEvent ?? fact.at, fact.at)),
      firstRecordedAt: this.#head.firstRecordedAt ?? recordedAt,
    };
    this.#entries.push({ position, recordedAt, subject: subjectOf(fact), hash, fact });
    if (fact.fact !== 'retire' && fact.fact !== 'entity') {
      const since = fact.fact === 'relation' ? micros(Math.min(fact.at, fact.validFrom ?? fact.at)) : fact.at;
      for (const id of mentionedBy(fact)) this.#entities.mention(id, since, position);
    }
    const happenings = [...this.#entities.apply(fact, position), ...this.#relations.apply(fact, position)];
    if (fact.fact === 'authority') {
      this.#authorities = [...this.#authorities, fact];
      const authorities = authoritiesOf(this.#authorities);
      happenings.push(...this.#entities.decideBy(authorities, position));
      happenings.push(...this.#relations.decideBy(authorities, position));
    }
    if (fact.fact === 'decision') happenings.push(this.#decisions.apply(fact, position));
    if (fact.fact === 'observe') {
      const { of, metric, key, value } = fact;
      happenings.push({ type: 'OBSERVED', entity: of, relation: null, before: null, after: { metric, key, value } });
    }
    for (const [ordinal, happening] of happenings.entries()) {
      this.#changes.push({ ...happening, position, ordinal, at: fact.at, recordedAt, source: fact.source });
    }
    if (fact.fact === 'supersede') return;
    const seen = isRunEvent(fact, this.ontology) ? this.#runs.see(fact) : null;
    this.#schedule.apply(fact, position, seen);
    for (const each of this.#supersessions.behind(fact, position, seen)) this.#append(each, factHash(each));
  }

  writes(): WriteSet {
    for (const [id, runs] of this.#runs.changedLists()) this.#entities.keepRuns(id, runs);
    return {
      head: this.#head,
      keys: this.#newKeys,
      entries: this.#entries,
      changes: this.#changes,
      entities: this.#entities.states,
      versions: this.#entities.versions,
      relations: this.#relations.states,
      runs: this.#runs.changedRuns().map((row) => ({ ...row, countedAt: this.#schedule.countedAt(row) })),
      removed: this.#relations.removed,
      added: this.#relations.added,
      decided: this.#decisions.versions,
      consumed: this.#consumed,
      schedule: { added: this.#schedule.added, removed: this.#schedule.removed },
    };
  }
}

function answerAgain(batch: Batch, known: KeyRow): BatchOutcome {
  if (known.contentHash === batch.contentHash) {
    return { outcome: 'applied', position: known.position, applied: 0, unchanged: batch.facts.length };
  }
  const message = `the key ${JSON.stringify(batch.key)} was used with another payload; expected the same one, or a new key`;
  return { outcome: 'refused', problem: { path: 'idempotencyKey', code: 'CONFLICT', message } };
}

function leaseOver({ name, token }: Lease): BatchOutcome {
  const message = `the lease ${token} of ${JSON.stringify(name)} is over, and another instance goes on from there`;
  return { outcome: 'refused', problem: { path: LEASE_PATH, code: 'CONFLICT', message } };
}
