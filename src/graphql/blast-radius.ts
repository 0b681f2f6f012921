import type { RequestContext } from '../domains/kind/context.ts';
import { formatPosition } from '../kernel/cursor.ts';
import type { Position } from '../kernel/moment.ts';
import type { Urn } from '../kernel/urn.ts';
import type { Change } from '../store/ports.ts';
import { nodeAt, type LineageNode } from './lineage-types.ts';
import { Followed, type Depths } from './whole-walk.ts';

/** What a position brought to what is downstream of an entity. */
export interface RadiusChange {
  readonly position: string;
  readonly entered: readonly LineageNode[];
  readonly left: readonly LineageNode[];
}

/** Everything downstream of one entity, as it is at one position after the other. */
export class BlastRadius {
  readonly #followed: Followed;

  private constructor(of: Urn, context: RequestContext) {
    this.#followed = new Followed(
      { of: [of], direction: 'DOWNSTREAM', argument: 'of', told: `downstream of ${of}` },
      context,
    );
  }

  /** As it is at this position. @throws LIMIT_EXCEEDED where it is larger than a walk can tell */
  static async at(position: Position, of: Urn, context: RequestContext): Promise<BlastRadius> {
    const radius = new BlastRadius(of, context);
    await radius.#followed.look({ ...context.at, position });
    return radius;
  }

  /** Goes on through these changes, and gives what each position brought. @throws as `at` */
  async follow(changes: readonly Change[]): Promise<RadiusChange[]> {
    const told: RadiusChange[] = [];
    for (const change of changes) {
      const compared = await this.#followed.compare(change);
      if (compared === null) continue;
      const { before, after, is } = compared;
      const only = (some: Depths, others: Depths) =>
        [...some].filter(([id, depth]) => depth > 0 && !others.has(id)).map(([id, depth]) => nodeAt(id, depth, is));
      const [entered, left] = [only(after, before), only(before, after)];
      if (entered.length + left.length === 0) continue;
      told.push({ position: formatPosition(change.position), entered, left });
    }
    return told;
  }
}
