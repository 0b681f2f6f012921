import { whenTold } from '../domains/kind/moment.ts';
import type { RequestContext } from '../domains/kind/context.ts';
import { formatPosition } from '../kernel/cursor.ts';
import type { Position } from '../kernel/moment.ts';
import type { Urn } from '../kernel/urn.ts';
import type { Change, ReadAt } from '../store/ports.ts';
import { nodeAt, type LineageNode } from './lineage-types.ts';
import { hasParts, touches, walkWhole, type WholeWalk } from './whole-walk.ts';

/** What a position brought to what is downstream of an entity. */
export interface RadiusChange {
  readonly position: string;
  readonly entered: readonly LineageNode[];
  readonly left: readonly LineageNode[];
}

/** Everything downstream of one entity, as it is at one position after the other. */
export class BlastRadius {
  readonly #walked: WholeWalk;
  /** As it was last looked at. */
  #depths: ReadonlyMap<Urn, number> = new Map();
  #hasParts = false;
  /** The last position that was looked at: one can have several changes. */
  #compared: Position = 0;

  private constructor(
    readonly of: Urn,
    readonly context: RequestContext,
  ) {
    this.#walked = { of: [of], direction: 'DOWNSTREAM', argument: 'of', told: `downstream of ${of}` };
  }

  /** As it is at this position. @throws LIMIT_EXCEEDED where it is larger than a walk can tell */
  static async at(position: Position, of: Urn, context: RequestContext): Promise<BlastRadius> {
    const radius = new BlastRadius(of, context);
    await radius.#walk({ ...context.at, position });
    return radius;
  }

  /** Goes on through these changes, and gives what each position brought. @throws as `at` */
  async follow(changes: readonly Change[]): Promise<RadiusChange[]> {
    const told: RadiusChange[] = [];
    for (const change of changes) {
      const isReached = (id: Urn) => id === this.of || this.#depths.has(id);
      if (change.position === this.#compared || !touches(change, isReached, this.#hasParts, this.context)) continue;
      this.#compared = change.position;
      const place = whenTold(change, this.context.viewer);
      // At the same time as behind it, so that nothing leaves for the sake of a clock.
      const before = await this.#walk({ ...place, position: place.position - 1 });
      const after = await this.#walk(place);
      const node = ([id, depth]: readonly [Urn, number]) => nodeAt(id, depth, place);
      const entered = [...after].filter(([id]) => !before.has(id)).map(node);
      const left = [...before].filter(([id]) => !after.has(id)).map(node);
      if (entered.length + left.length === 0) continue;
      told.push({ position: formatPosition(change.position), entered, left });
    }
    return told;
  }

  async #walk(place: ReadAt): Promise<ReadonlyMap<Urn, number>> {
    const reached = await walkWhole(this.#walked, place, this.context);
    this.#depths = new Map([...reached].filter(([, depth]) => depth > 0));
    this.#hasParts = hasParts([this.of, ...this.#depths.keys()]);
    return this.#depths;
  }
}
