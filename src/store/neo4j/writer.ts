import type { Clock } from '../../kernel/clock.ts';
import { isUnavailable, stackOf } from '../../kernel/errors.ts';
import type { Ontology } from '../../kernel/ontology.ts';
import { plan } from '../claims/plan.ts';
import { lateFor } from '../claims/late.ts';
import { newFacts, wantedBy } from '../claims/wanted.ts';
import type { Batch, BatchOutcome, LogHead } from '../ports.ts';
import type { Database, Transaction } from './database.ts';
import { lock } from './head.ts';
import { load, loadLate } from './load.ts';
import { statementsFor } from './write-statements.ts';

/** What writing needs; the first argument of each function. */
export interface WriteTo {
  readonly database: Database;
  readonly ontology: Ontology;
  readonly clock: Clock;
}

export interface Applied {
  /** One a batch, in order. */
  readonly outcomes: readonly BatchOutcome[];
  /** As the last transaction left it; null where none came through. */
  readonly head: LogHead | null;
}

/**
 * Applies batches in one transaction; where that fails each is tried alone, so that one bad one fails nobody else.
 * @throws UNAVAILABLE where the database can not be reached
 */
export async function applyBatches(to: WriteTo, batches: readonly Batch[]): Promise<Applied> {
  try {
    return await to.database.write((transaction) => applyTogether(transaction, batches, to));
  } catch (error) {
    if (isUnavailable(error) || batches.length === 1) throw error;
  }
  const outcomes: BatchOutcome[] = [];
  let head: LogHead | null = null;
  for (const batch of batches) {
    const alone = await applyAlone(to, batch);
    outcomes.push(...alone.outcomes);
    head = alone.head ?? head;
  }
  return { outcomes, head };
}

async function applyAlone(to: WriteTo, batch: Batch): Promise<Applied> {
  try {
    return await to.database.write((transaction) => applyTogether(transaction, [batch], to));
  } catch (error) {
    if (isUnavailable(error)) throw error;
    return { outcomes: [{ outcome: 'failed', reason: stackOf(error) }], head: null };
  }
}

/** A batch that was applied already is found by its key, so this may run again where the first commit is in doubt. */
async function applyTogether(
  transaction: Transaction,
  batches: readonly Batch[],
  { ontology, clock }: WriteTo,
): Promise<Applied> {
  const wanted = wantedBy(batches, ontology);
  // The lock first: whoever has it sees all that was committed before, and nobody else can come in between.
  const [, loaded] = await Promise.all([lock(transaction), load(transaction, wanted)]);
  const late = await loadLate(transaction, lateFor(newFacts(batches, loaded), loaded, ontology));
  const { outcomes, writes } = plan(batches, loaded, late, ontology, clock());
  await Promise.all(
    statementsFor(writes, ontology).map(({ cypher, parameters }) => transaction.run(cypher, parameters)),
  );
  return { outcomes, head: writes.head };
}
