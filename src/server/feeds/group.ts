import { placeOf, type FeedSource } from '../../graphql/index.ts';
import { isBefore, type FeedPosition } from '../../kernel/moment.ts';
import { isStretchOver, nextTurn } from '../../kernel/turns.ts';
import type { Telemetry } from '../../telemetry/events.ts';
import type { AnswerTo } from './answers.ts';

/** One of those who follow the same. */
export interface Member {
  /** Up to there it has been told already. */
  readonly seen: FeedPosition;
  /** Takes an item's answer, as JSON in UTF-8; does not wait. */
  deliver(answer: Buffer): void;
  /** Is called once, when no more will come: with why, if it failed. */
  ended(error?: unknown): void;
}

/** Those who are told the same and have come to the head of the log: each item is worked out, executed and written once. */
export class Group {
  readonly #members = new Set<Member>();

  /** Runs until its last member leaves. */
  constructor(
    readonly followed: string,
    readonly source: FeedSource,
    readonly answerTo: AnswerTo,
    readonly telemetry: Telemetry,
  ) {}

  /** Whether whoever has been told all up to a place misses nothing from here on. */
  takes(place: FeedPosition): boolean {
    return !isBefore(place, this.source.place);
  }

  join(member: Member): void {
    this.#members.add(member);
  }

  /** @returns whether anybody is left */
  leave(member: Member): boolean {
    this.#members.delete(member);
    if (this.#members.size > 0) return true;
    this.source.close();
    return false;
  }

  /** Tells the members of each item until the source is closed, or fails. */
  async run(): Promise<void> {
    try {
      for (;;) {
        const items = await this.source.next();
        if (items === null) return this.#end();
        for (const item of items) {
          const answer = await this.answerTo(item, () => this.#members.size > 0);
          if (answer !== null) await this.#deliver(answer, placeOf(item));
        }
      }
    } catch (error) {
      this.source.close();
      this.#end(error);
    }
  }

  async #deliver(answer: Buffer, place: FeedPosition): Promise<void> {
    let count = 0;
    for (const member of this.#members) {
      if (isStretchOver()) await nextTurn();
      if (!isBefore(member.seen, place) || !this.#members.has(member)) continue;
      member.deliver(answer);
      count += 1;
    }
    this.telemetry.feedAnswered(count);
  }

  #end(error?: unknown): void {
    for (const member of this.#members) member.ended(error);
  }
}
