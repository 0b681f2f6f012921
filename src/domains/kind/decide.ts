import { NO_DECISION, type DecidedRecord, type StreamState } from '../../kernel/decision.ts';
import { ThroughlineError } from '../../kernel/errors.ts';
import type { DecisionFact } from '../../kernel/fact.ts';
import type { Json } from '../../kernel/json.ts';
import type { Position } from '../../kernel/moment.ts';
import type { FactProblem } from '../../kernel/parse-fact.ts';
import { LEASE_PATH, type Lease } from '../../store/consumers.ts';
import type { Services } from '../services.ts';

/** What is decided, in order; none: nothing has to be. */
export type Judged = readonly { readonly event: string; readonly record: DecidedRecord }[];

/** Something that has to be decided upon what happened in a stream before. */
export interface Question {
  readonly stream: string;
  /** Pure: it is asked again where another decision came between. */
  judge(state: StreamState): Judged | FactProblem;
}

/** What came of a question: why it was refused, or what it left, by decisions or as it was. */
export type Verdict = FactProblem | { readonly events: readonly string[]; readonly record: DecidedRecord | null };

export interface Decided {
  /** Of the last decision; where there is none, the head of the log. */
  readonly position: Position;
  /** One a question, in order. */
  readonly verdicts: readonly Verdict[];
}

/** Who decides, through which entry point. */
export interface By {
  readonly scope: string;
  readonly source: string;
  /** Of a consumer of the log: how far it has come by what is decided, written in the same transaction. */
  readonly consumed?: Lease;
}

/** So many others would have to be quicker each time; then it is better to be told. */
const MOST_TRIES = 50;

/** How long this instance may take to read what another has written. */
const LAG_MS = 2_000;

/** By service: the last work on each stream, so that those of this instance do not get in each other's way. */
const working = new WeakMap<Services, Map<string, Promise<unknown>>>();

/**
 * Decides together upon questions: all in one transaction, each judged on where its stream stands then. A question that
 * is refused leaves the others alone.
 * @param scope the entry point
 * @throws UNAVAILABLE where others keep deciding on the same; CONFLICT where the lease of the consumer is over
 */
export function decide(services: Services, questions: readonly Question[], by: By): Promise<Decided> {
  const streams = [...new Set(questions.map(({ stream }) => stream))];
  const queues = working.get(services) ?? new Map<string, Promise<unknown>>();
  working.set(services, queues);
  const before = streams.flatMap((stream) => queues.get(stream) ?? []);
  const turn = Promise.allSettled(before).then(() => decideInTurn(services, questions, streams, by));
  for (const stream of streams) queues.set(stream, turn);
  const leave = () => {
    for (const stream of streams) if (queues.get(stream) === turn) queues.delete(stream);
  };
  turn.then(leave, leave);
  return turn;
}

async function decideInTurn(
  services: Services,
  questions: readonly Question[],
  streams: readonly string[],
  { scope, source, consumed }: By,
): Promise<Decided> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const states = await services.store.graph.streams(streams);
    const { verdicts, facts } = judgeAll(questions, new Map(streams.map((name, index) => [name, states[index]!])), {
      ...{ fact: 'decision', at: services.clock(), source },
    });
    if (facts.length === 0) return { position: await positionNow(services), verdicts };
    const content = facts as unknown as Json;
    const request = { scope, key: null, content, facts, ...(consumed && { consumed }) };
    const { position, refused } = await services.writer.submit(request);
    if (refused === null) return { position, verdicts };
    if (refused.code !== 'CONFLICT' || refused.path === LEASE_PATH)
      throw new ThroughlineError(refused.code, refused.message);
  }
  throw new ThroughlineError('UNAVAILABLE', 'others keep deciding on the same; try again later');
}

/** As a question is decided in a log that has nothing of its stream: each step at the time at which it was so. */
export function firstDecisionsOn({ stream, judge }: Question, source: string): DecisionFact[] {
  const judged = judge(NO_DECISION);
  if ('code' in judged) throw new Error(`${stream} is refused from the beginning: ${judged.message}`);
  return judged.map(({ event, record }, expects) => ({
    ...{ fact: 'decision', stream, expects, event, record },
    ...{ at: record.until ?? record.since, source },
  }));
}

/** Whether anything was decided: otherwise nothing was written. */
export function isWritten(verdicts: readonly Verdict[]): boolean {
  return verdicts.some((verdict) => 'events' in verdict && verdict.events.length > 0);
}

/** Behind which reads of this instance see where the streams stand. */
async function positionNow({ store, reader }: Services): Promise<Position> {
  const { position } = await store.log.head();
  await reader.reached(position, LAG_MS);
  return position;
}

function judgeAll(
  questions: readonly Question[],
  states: Map<string, StreamState>,
  claim: Pick<DecisionFact, 'fact' | 'at' | 'source'>,
): { readonly verdicts: Verdict[]; readonly facts: DecisionFact[] } {
  const facts: DecisionFact[] = [];
  const verdicts = questions.map(({ stream, judge }): Verdict => {
    let state = states.get(stream) ?? NO_DECISION;
    const judged = judge(state);
    if ('code' in judged) return judged;
    for (const { event, record } of judged) {
      facts.push({ ...claim, stream, expects: state.decisions, event, record });
      state = { decisions: state.decisions + 1, record };
    }
    states.set(stream, state);
    return { events: judged.map(({ event }) => event), record: state.record };
  });
  return { verdicts, facts };
}
