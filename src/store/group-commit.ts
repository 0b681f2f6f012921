import { isUnavailable, ThroughlineError } from '../kernel/errors.ts';
import type { WritableFact } from '../kernel/fact.ts';
import { contentHashInTurns, type Json } from '../kernel/json.ts';
import type { Position } from '../kernel/moment.ts';
import type { FactProblem } from '../kernel/parse-fact.ts';
import { mapInTurns } from '../kernel/turns.ts';
import { urnProblem } from '../kernel/urn.ts';
import { mentionedBy } from './claims/wanted.ts';
import type { Batch, BatchOutcome, Lease, Store } from './ports.ts';

/** Writes through group commit. What it acknowledges is durable, and visible to reads of this instance. */
export interface Writer extends AsyncDisposable {
  /** @throws UNAVAILABLE; any other error is a fault of ours */
  submit(request: WriteRequest): Promise<WriteResult>;
}

export interface WriteRequest {
  /** The entry point: `openlineage`, `graphql.applyFacts`. */
  readonly scope: string;
  /** Null: the hash of the content. */
  readonly key: string | null;
  /** What the content hash is taken of: the request as it came. */
  readonly content: Json;
  readonly facts: readonly WritableFact[];
  /** The consumer of the log that writes this, with how far it has come by it. */
  readonly consumed?: Lease;
}

export interface WriteResult {
  readonly position: Position;
  readonly applied: number;
  readonly unchanged: number;
  /** Why the request as a whole was refused; nothing of it was applied then. */
  readonly refused: FactProblem | null;
}

interface Waiting {
  readonly batch: Batch;
  readonly resolve: (outcome: BatchOutcome) => void;
  readonly reject: (error: unknown) => void;
}

/** One transaction takes as many as are waiting, up to these: larger ones would only make everybody wait longer. */
const MOST_BATCHES = 128;
const MOST_FACTS = 5_000;
/** More than this waiting means that the store does not keep up: callers should try again later. */
const MOST_WAITING = 10_000;

/**
 * A writer that lets requests share transactions: while one commits, the others gather for the next.
 * @param caughtUp waits until reads of this instance see a position
 */
export function createWriter(store: Store, caughtUp: (position: Position) => Promise<void>): Writer {
  const queue: Waiting[] = [];
  let running: Promise<void> | null = null;
  let closed = false;

  async function drain(): Promise<void> {
    while (queue.length > 0) await commit(takeGroup(queue));
    running = null;
  }

  async function commit(group: readonly Waiting[]): Promise<void> {
    try {
      const outcomes = await store.graph.apply(group.map(({ batch }) => batch));
      const reached = Math.max(0, ...outcomes.map((each) => (each.outcome === 'applied' ? each.position : 0)));
      await caughtUp(reached);
      for (const [index, { resolve }] of group.entries()) resolve(outcomes[index] as BatchOutcome);
    } catch (error) {
      // The store keeps one bad batch from harming others; what fails here fails for all of them alike. Where the store
      // is away it is so for those behind them, who have waited as long: they are told now, and not each in turn.
      const failed = isUnavailable(error) ? [...group, ...queue.splice(0)] : group;
      for (const { reject } of failed) reject(error);
    }
  }

  return {
    async submit({ scope, key, content, facts, consumed }) {
      const tooLong = await urnTooLong(facts);
      if (tooLong !== null) return refusedFor(tooLong);
      const hash = await contentHashInTurns(content);
      if (closed || queue.length >= MOST_WAITING) {
        const why = closed ? 'the server is shutting down' : `${MOST_WAITING} writes are waiting already`;
        throw new ThroughlineError('UNAVAILABLE', `${why}; try again later`);
      }
      const outcome = await new Promise<BatchOutcome>((resolve, reject) => {
        const batch = { scope, key: key ?? hash, contentHash: hash, facts, ...(consumed && { consumed }) };
        queue.push({ batch, resolve, reject });
        running ??= drain();
      });
      if (outcome.outcome === 'failed') throw new Error(outcome.reason);
      if (outcome.outcome === 'refused') return refusedFor(outcome.problem);
      const { position, applied, unchanged } = outcome;
      return { position, applied, unchanged, refused: null };
    },
    async [Symbol.asyncDispose]() {
      closed = true;
      await running;
    },
  };
}

/** Connectors make their facts of names, each of which can be, so that only here is seen what comes of them together. */
async function urnTooLong(facts: readonly WritableFact[]): Promise<FactProblem | null> {
  const problems = await mapInTurns(facts, (fact) => {
    for (const urn of mentionedBy(fact)) if (urnProblem(urn) !== null) return urnProblem(urn);
    return null;
  });
  const index = problems.findIndex((problem) => problem !== null);
  if (index === -1) return null;
  return { path: `facts[${index}]`, code: 'LIMIT_EXCEEDED', message: `a URN ${problems[index]}` };
}

function refusedFor(refused: FactProblem): WriteResult {
  return { position: 0, applied: 0, unchanged: 0, refused };
}

function takeGroup(queue: Waiting[]): Waiting[] {
  let facts = 0;
  let size = 0;
  while (size < Math.min(queue.length, MOST_BATCHES)) {
    facts += queue[size]?.batch.facts.length ?? 0;
    if (size > 0 && facts > MOST_FACTS) break;
    size += 1;
  }
  return queue.splice(0, size);
}
