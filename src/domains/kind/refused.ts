import { formatPosition } from '../../kernel/cursor.ts';
import type { DecidedRecord } from '../../kernel/decision.ts';
import { isUnavailable, ThroughlineError } from '../../kernel/errors.ts';
import { problemIn, type FactProblem } from '../../kernel/parse-fact.ts';
import type { RequestContext } from './context.ts';
import { decide, type By, type Question, type Verdict } from './decide.ts';
import { moveOn, refusedFor, type Refusal } from './write.ts';

/** What was carried out, or why it was not: what can pass by itself is thrown on. */
export async function orRefused<Payload extends { readonly refused: Refusal | null }>(
  context: RequestContext,
  none: Omit<Payload, 'position' | 'refused'>,
  work: () => Promise<Payload>,
): Promise<Payload> {
  try {
    return await work();
  } catch (error) {
    if (isUnavailable(error)) throw error;
    const problem = problemIn(error);
    return { ...none, position: formatPosition(context.position), refused: refusedFor(problem) } as unknown as Payload;
  }
}

/** @throws what a refusal says */
export function accepted<T extends object>(outcome: T | FactProblem): T {
  if (!('code' in outcome)) return outcome;
  const { path, code, message } = outcome as FactProblem;
  throw new ThroughlineError(code, message, { argument: path });
}

/** Decides on one question, and moves the answer on behind it. @throws what a refusal says */
export async function decideOne(
  question: Question,
  by: By,
  context: RequestContext,
): Promise<{ readonly position: string; readonly record: DecidedRecord }> {
  const { position, verdicts } = await decide(context.services, [question], by);
  const { record } = accepted(verdicts[0] as Verdict);
  moveOn(context, position);
  return { position: formatPosition(position), record: record as DecidedRecord };
}
