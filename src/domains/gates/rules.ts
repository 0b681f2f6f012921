import type { DecidedKind, DecidedRecord } from '../../kernel/decision.ts';
import { ThroughlineError } from '../../kernel/errors.ts';
import type { ReadAt } from '../../store/ports.ts';
import type { RequestContext } from '../kind/context.ts';

/** An organisation with more of one kind would not know them either. */
const MOST_RULES = 1_000;

/** All of one kind of rule that is in force at this position: stages, policies. */
export async function rulesOf(
  kind: DecidedKind,
  at: ReadAt,
  context: RequestContext,
): Promise<readonly DecidedRecord[]> {
  const query = { kind, open: true, first: MOST_RULES, after: null };
  // Who may see an entity or not has no part in which rules there are.
  const page = await context.read.decidedIn('NOTHING', query, { ...at, asOf: null });
  if (page.hasNext) throw new ThroughlineError('LIMIT_EXCEEDED', `there are more than ${MOST_RULES} of ${kind}`);
  return page.items;
}
