import type { FeedSource } from '../../graphql/index.ts';
import type { FeedPosition } from '../../kernel/moment.ts';
import type { Telemetry } from '../../telemetry/events.ts';
import type { AnswerTo } from './answers.ts';
import { Group, type Member } from './group.ts';

/** The groups that there are, by what they follow. */
export class Groups {
  readonly #groups = new Map<string, Group>();

  constructor(readonly telemetry: Telemetry) {}

  has(followed: string): boolean {
    return this.#groups.has(followed);
  }

  /** The one that whoever has been told all up to there may join. */
  at(followed: string, place: FeedPosition): Group | null {
    const group = this.#groups.get(followed);
    return group?.takes(place) === true ? group : null;
  }

  /** Begins one with the source of whoever is the first to come to the head of the log. */
  found(followed: string, source: FeedSource, answerTo: AnswerTo): Group {
    const group = new Group(followed, source, answerTo, this.telemetry);
    this.#groups.set(followed, group);
    this.telemetry.feedGroups(this.#groups.size);
    void group.run();
    return group;
  }

  leave(group: Group, member: Member): void {
    if (group.leave(member)) return;
    this.#groups.delete(group.followed);
    this.telemetry.feedGroups(this.#groups.size);
  }
}
