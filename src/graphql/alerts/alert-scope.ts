import { everyOpen } from '../../domains/kind/every-open.ts';
import { whenTold } from '../../domains/kind/moment.ts';
import { alertIn, isOpen, type AlertEventType, type AlertRecord } from '../../domains/alerts/index.ts';
import type { RequestContext } from '../../domains/kind/context.ts';
import type { FeedPosition, Position } from '../../kernel/moment.ts';
import type { Micros } from '../../kernel/time.ts';
import type { Urn } from '../../kernel/urn.ts';
import type { Change, ReadAt } from '../../store/ports.ts';
import { seenChange } from '../../store/visible.ts';
import { Followed, type Depths } from '../whole-walk.ts';

/** What an alert did, or what the graph did around it. */
export interface AlertItem {
  readonly place: FeedPosition;
  readonly type: AlertEventType;
  readonly at: Micros;
  readonly alert: AlertRecord;
  /** Where the way from what it is about to what is watched is to be looked for. */
  readonly viaAt: ReadAt;
}

/** Whether it is to be told, if it is of concern. */
export type AlertFits = (item: Pick<AlertItem, 'type' | 'alert'>) => boolean;

/**
 * Which alerts are of concern to whoever watches some entities: those on these, and on anything upstream of them, as it is at
 * each change. What one position brings follows from the log up to it alone, so that it is the same whoever asks when.
 */
export class AlertScope {
  /** What is watched and all upstream of it. */
  readonly #within: Followed | null;
  readonly #open = new Map<Urn, AlertRecord>();
  /** The items of the position that is being told are numbered through. */
  #last: FeedPosition = { position: 0, ordinal: -1 };

  private constructor(
    readonly scopes: readonly Urn[] | null,
    readonly fits: AlertFits,
    readonly context: RequestContext,
  ) {
    const walk = { direction: 'UPSTREAM', argument: 'scopes', told: 'upstream of these' } as const;
    this.#within = scopes && new Followed({ of: scopes, ...walk }, context);
  }

  /** @param scopes null: all alerts are of concern. @throws LIMIT_EXCEEDED where more is upstream than a walk can tell */
  static async at(
    position: Position,
    scopes: readonly Urn[] | null,
    fits: AlertFits,
    context: RequestContext,
  ): Promise<AlertScope> {
    const scope = new AlertScope(scopes, fits, context);
    if (scope.#within !== null) {
      const place = { ...context.at, position };
      await scope.#within.look(place);
      for await (const alert of everyOpen('ALERT', place, context.services.store)) {
        scope.#open.set(alert.id, alert as AlertRecord);
      }
    }
    return scope;
  }

  /** What these changes bring, in order. @throws as `at` */
  async follow(changes: readonly Change[]): Promise<AlertItem[]> {
    const items: AlertItem[] = [];
    for (const stored of changes) {
      const change = seenChange(stored, this.context.viewer);
      const told = change?.type === 'ALERTED' ? await this.#alerted(change) : await this.#related(stored);
      // Numbered whether it fits or not, so that a place in one feed is one in each of the same scopes.
      for (const item of told) {
        const place = this.#number(stored.position);
        if (item !== null && this.fits(item)) items.push({ ...item, place });
      }
    }
    return items;
  }

  /** Null: it is nothing to be told; of what is left out anyway it is not worked out whether it is of concern. */
  async #alerted(change: Change): Promise<[Omit<AlertItem, 'place'> | null]> {
    const { event, alert } = alertIn(change);
    // Of one that was open, about nothing that was known, nobody who watches anything has been told.
    const isNews = alert.about !== null && this.#open.get(alert.id)?.about === null;
    const type = isNews ? 'ENTERED_SCOPE' : event;
    const item = { type, at: change.at, alert, viaAt: whenTold(change, this.context.viewer) };
    if (this.#within === null) return [item];
    if (isOpen(alert)) this.#open.set(alert.id, alert);
    else this.#open.delete(alert.id);
    if (!this.fits(item)) return [null];
    return [isWithin(await this.#within.at(item.viaAt), alert, item.viaAt, this.context) ? item : null];
  }

  /** Alerts that are open already, and that a relation brings in or takes out. */
  async #related(change: Change): Promise<Omit<AlertItem, 'place'>[]> {
    if (this.#within === null) return [];
    if (this.#open.size === 0) {
      this.#within.pass(change);
      return [];
    }
    const compared = await this.#within.compare(change);
    if (compared === null) return [];
    const { before, was, after, is } = compared;
    const { at } = change;
    // In an order that follows from the alerts alone, and not from who began to watch when.
    const open = [...this.#open.values()].sort((a, b) => a.since - b.since || (a.id < b.id ? -1 : 1));
    return open.flatMap((alert): Omit<AlertItem, 'place'>[] => {
      const [stood, stands] = [isWithin(before, alert, was, this.context), isWithin(after, alert, is, this.context)];
      if (stood === stands) return [];
      return [{ type: stands ? 'ENTERED_SCOPE' : 'LEFT_SCOPE', at, alert, viaAt: stands ? is : was }];
    });
  }

  #number(position: Position): FeedPosition {
    const ordinal = this.#last.position === position ? this.#last.ordinal + 1 : 0;
    return (this.#last = { position, ordinal });
  }
}

function isWithin(within: Depths, { about }: AlertRecord, at: ReadAt, { services }: RequestContext): boolean {
  return about !== null && services.aliases.namesOf(about, at).some((name) => within.has(name));
}
