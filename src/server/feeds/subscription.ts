import { placeOf, type Feed, type FeedSource } from '../../graphql/index.ts';
import type { FeedPosition } from '../../kernel/moment.ts';
import type { AnswerTo } from './answers.ts';
import type { Group, Member } from './group.ts';
import type { Groups } from './groups.ts';
import type { Outlet } from './outlet.ts';

/** What a subscription needs for as long as it is told its items by itself. */
export interface Alone {
  readonly followed: string;
  readonly feed: Feed;
  readonly answerTo: AnswerTo;
  source: FeedSource | null;
}

/**
 * A subscription tells itself what comes before its place in the group of those who follow the same, as fast as that is
 * taken; then it joins them, and of its own has nothing but where its items go. The first to come to the head of the log
 * begins the group.
 */
export class Subscription implements Member {
  #alone: Alone | null;
  #group: Group | null = null;
  #outlet: Outlet | null = null;
  #settle: ((error?: unknown) => void) | null = null;
  #isOver = false;
  seen: FeedPosition;

  /** @param left is called once, when it is over */
  constructor(
    alone: Alone,
    readonly groups: Groups,
    readonly left: () => void,
  ) {
    this.#alone = alone;
    this.seen = alone.feed.seen;
  }

  /** Begins; resolves when no more will come. @throws what it fails with */
  deliverTo(outlet: Outlet): Promise<void> {
    this.#outlet = outlet;
    return new Promise((resolve, reject) => {
      this.#settle = (error) => (error === undefined ? resolve() : reject(error as Error));
      this.#tellAlone(outlet).catch((error: unknown) => this.ended(error));
    });
  }

  deliver(answer: Buffer): void {
    this.#outlet?.deliver(answer);
  }

  ended(error?: unknown): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#alone?.source?.close();
    this.#alone = null;
    if (this.#group !== null) this.groups.leave(this.#group, this);
    this.left();
    this.#settle?.(error);
  }

  async #tellAlone(outlet: Outlet): Promise<void> {
    for (const item of this.#alone?.feed.opening ?? []) await this.#tell(item, outlet);
    for (;;) {
      const alone = this.#alone;
      if (alone === null || this.#joined(alone)) return;
      if (alone.source === null) {
        alone.source = await alone.feed.open();
        if (this.#isOver) alone.source.close();
        // Meanwhile others may have come, and the log have grown.
        continue;
      }
      const items = await alone.source.next();
      if (items === null) return this.ended();
      for (const item of items) {
        if (!(await this.#tell(item, outlet))) return;
        this.groups.telemetry.feedAnswered(1);
        this.seen = placeOf(item);
      }
    }
  }

  /** Joins the group, or begins it, if this has come as far. */
  #joined({ followed, feed, source, answerTo }: Alone): boolean {
    let group = this.groups.at(followed, source?.place ?? feed.from);
    if (group === null) {
      if (source === null || !source.isAtHead() || this.groups.has(followed)) return false;
      group = this.groups.found(followed, source, answerTo);
    } else {
      source?.close();
    }
    group.join(this);
    this.#group = group;
    this.#alone = null;
    return true;
  }

  /** @returns whether it still waited: behind its end its client may have given its name to another one */
  async #tell(item: object, outlet: Outlet): Promise<boolean> {
    const answer = await this.#alone?.answerTo(item, () => !this.#isOver);
    if (this.#isOver || !(answer instanceof Buffer)) return false;
    await new Promise<void>((taken) => outlet.deliver(answer, taken));
    return true;
  }
}
