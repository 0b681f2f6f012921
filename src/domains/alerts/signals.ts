import type { DecisionFact } from '../../kernel/fact.ts';
import type { Position } from '../../kernel/moment.ts';
import type { Micros } from '../../kernel/time.ts';
import type { Urn } from '../../kernel/urn.ts';
import { EVERYBODY } from '../../kernel/viewer.ts';
import { decide, firstDecisionsOn } from '../kind/decide.ts';
import { nowFor } from '../kind/moment.ts';
import type { Services } from '../services.ts';
import { streamOf, type Raising } from './alert.ts';
import { endOnce, raiseOnce } from './rules.ts';

/** What a tool tells of an alert of its own: that it goes on, or that it is over. It may say so again and again. */
export interface AlertSignal extends Omit<Raising, 'source' | 'about'> {
  /** Its place in what the tool sent. */
  readonly index: number;
  /** What it may be about, the surest first. */
  readonly candidates: readonly Urn[];
  /** Null: it goes on. */
  readonly until: Micros | null;
}

export interface SignalsTaken {
  readonly position: Position;
  /** Places of those that are about nothing that is known here. */
  readonly unmapped: readonly number[];
}

/** So many share a transaction. */
const MOST_TOGETHER = 1_000;

/**
 * Raises and ends what a tool tells of, some of it at a time: what was taken before an error stays, and changes nothing when
 * it is told again. @throws UNAVAILABLE
 */
export async function takeSignals(
  services: Services,
  source: string,
  signals: readonly AlertSignal[],
): Promise<SignalsTaken> {
  const unmapped: number[] = [];
  let at = 0;
  for (;;) {
    const taken = await takeTogether(services, source, signals.slice(at, at + MOST_TOGETHER));
    unmapped.push(...taken.unmapped);
    at += MOST_TOGETHER;
    if (at >= signals.length) return { position: taken.position, unmapped };
  }
}

/** All of them or none. */
async function takeTogether(
  services: Services,
  source: string,
  signals: readonly AlertSignal[],
): Promise<SignalsTaken> {
  const about = await subjectsOf(signals, services);
  const questions = signals.map((signal, index) => {
    const { candidates: _, index: __, until, ...told } = signal;
    const said: Raising = { ...told, source, about: about[index] ?? null };
    return { stream: streamOf(source, said.key), judge: until === null ? raiseOnce(said) : endOnce(said, until) };
  });
  const { position } = await decide(services, questions, { scope: source, source });
  return { position, unmapped: signals.flatMap(({ index }, nth) => (about[nth] === null ? [index] : [])) };
}

/** Of each the first candidate that somebody named, by its canonical name; null where there is none. */
async function subjectsOf(signals: readonly AlertSignal[], services: Services): Promise<(Urn | null)[]> {
  const { position } = services.reader.head();
  const at = { position, asOf: null, now: nowFor(services), viewer: EVERYBODY };
  const ids = [...new Set(signals.flatMap(({ candidates }) => candidates))];
  const records = await services.store.graph.records(ids, at);
  const known = new Set(ids.filter((_, index) => records[index] !== null));
  return signals.map(({ candidates }) => {
    const found = candidates.find((id) => known.has(id));
    return found === undefined ? null : (services.aliases.namesOf(found, at)[0] ?? found);
  });
}

/** An alert as it goes into a log that has none of its key: each step at the time at which it was so. */
export function firstDecisions(said: Raising, until: Micros | null): DecisionFact[] {
  const judge = until === null ? raiseOnce(said) : endOnce(said, until);
  return firstDecisionsOn({ stream: streamOf(said.source, said.key), judge }, said.source);
}
