import { parsePosition } from '../../src/kernel/cursor.ts';
import { isBefore, type FeedPosition } from '../../src/kernel/moment.ts';
import type { Item } from './follower.ts';

/**
 * Checks that a replay of all alerts is in order, and has just what was acknowledged, each once: what was sent again may have
 * raised an alert once more, and no other.
 * @throws Error telling what is wrong first
 */
export function checkReplay(told: readonly string[], acknowledged: ReadonlySet<string>): void {
  const due = new Set(acknowledged);
  let before: FeedPosition | null = null;
  for (const text of told) {
    const { position, type, alert } = JSON.parse(text) as Item;
    const place = parsePosition(position ?? '', 'position');
    if (before !== null && !isBefore(before, place)) throw new Error(`the replay is out of order: ${text}`);
    before = place;
    if (type !== 'REPEATED' && !due.delete(`${type} ${alert?.key}`))
      throw new Error(`the replay has what was not acknowledged, or twice: ${text}`);
  }
  const [lost] = due;
  if (lost !== undefined) throw new Error(`acknowledged, but not in the replay: ${lost}`);
}
