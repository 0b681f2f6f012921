import type { Clock } from '../../kernel/clock.ts';
import { ThroughlineError } from '../../kernel/errors.ts';
import type { Ontology } from '../../kernel/ontology.ts';
import type { Urn } from '../../kernel/urn.ts';
import { plan } from '../claims/plan.ts';
import { lateFor } from '../claims/late.ts';
import { mentionedBy, newFacts, wantedBy } from '../claims/wanted.ts';
import type { Batch, BatchOutcome, LogHead } from '../ports.ts';
import type { Database, Transaction } from './database.ts';
import { lockHead } from './head.ts';
import { load, loadLate } from './load.ts';
import { LONGEST_INDEXED } from './typed-props.ts';
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
  const problems = batches.map(problemOf);
  const sound = batches.filter((_, index) => problems[index] === null);
  const { outcomes, head } = sound.length === 0 ? { outcomes: [], head: null } : await applySound(to, sound);
  const rest = outcomes.values();
  return { outcomes: problems.map((problem) => problem ?? (rest.next().value as BatchOutcome)), head };
}

async function applySound(to: WriteTo, batches: readonly Batch[]): Promise<Applied> {
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
    const problem = { path: '', code: 'INTERNAL_SERVER_ERROR', message: String(error) } as const;
    return { outcomes: [{ outcome: 'refused', problem }], head: null };
  }
}

/** A batch that was applied already is found by its key, so this may run again where the first commit is in doubt. */
async function applyTogether(
  transaction: Transaction,
  batches: readonly Batch[],
  { ontology, clock }: WriteTo,
): Promise<Applied> {
  // The lock first: whoever has it sees all that was committed before, and nobody else can come in between.
  const locked = lockHead(transaction);
  const loaded = await load(transaction, locked, wantedBy(batches, ontology));
  const late = await loadLate(transaction, lateFor(newFacts(batches, loaded), loaded, ontology));
  const { outcomes, writes } = plan(batches, loaded, late, ontology, clock());
  await Promise.all(
    statementsFor(writes, ontology).map(({ cypher, parameters }) => transaction.run(cypher, parameters)),
  );
  return { outcomes, head: writes.head };
}

/** What this store can not take: a URN that is too long for any index. */
function problemOf(batch: Batch): BatchOutcome | null {
  for (const [index, fact] of batch.facts.entries()) {
    const ends = fact.fact === 'retire' && 'key' in fact.of ? [fact.of.key.from, fact.of.key.to] : mentionedBy(fact);
    const long = ends.find((id: Urn) => id.length > LONGEST_INDEXED);
    if (long === undefined) continue;
    const message = `expected URNs of at most ${LONGEST_INDEXED} characters, as Neo4j can index; came one of ${long.length}`;
    return { outcome: 'refused', problem: { path: `facts[${index}]`, code: 'LIMIT_EXCEEDED', message } };
  }
  return null;
}

function isUnavailable(error: unknown): boolean {
  return error instanceof ThroughlineError && error.code === 'UNAVAILABLE';
}
