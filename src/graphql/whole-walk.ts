import { whenTold } from '../domains/kind/moment.ts';
import type { RequestContext } from '../domains/kind/context.ts';
import { ThroughlineError } from '../kernel/errors.ts';
import type { Position } from '../kernel/moment.ts';
import { urnParts, type Urn } from '../kernel/urn.ts';
import { passes } from '../kernel/visibility.ts';
import type { Steady } from '../lineage/traversal.ts';
import { isPart, MEMBERSHIP } from '../projections/topology/membership.ts';
import type { Change, ReadAt } from '../store/ports.ts';

/** A walk that feeds follow: everything on one side of these, however far. */
export interface WholeWalk {
  readonly of: readonly Urn[];
  readonly direction: 'UPSTREAM' | 'DOWNSTREAM';
  /** What is refused where it reaches too much, and how that is told: `downstream of …`. */
  readonly argument: string;
  readonly told: string;
}

/** How far each lies that a walk reaches. */
export type Depths = ReadonlyMap<Urn, number>;

const NEVER: Readonly<Steady> = { since: Infinity, until: -Infinity };
const EVERYTHING = { depth: null, kinds: null, through: null, provenance: null, includeStale: true };
const PAGE = { skip: 0, first: Infinity, links: 'LEFT' } as const;

/**
 * What a walk reaches, at one change after the other. It is walked anew only where a change may alter it, or where time
 * has since what was looked at last: so what is found hangs on the log alone, and not on when somebody began to follow.
 */
export class Followed {
  #depths: Depths = new Map();
  #hasParts = false;
  #steady: Readonly<Steady> = NEVER;
  /** The last position that was compared: one can have several changes. */
  #compared: Position = 0;

  constructor(
    readonly walk: WholeWalk,
    readonly context: RequestContext,
  ) {}

  /** As of the place's `now`. @throws LIMIT_EXCEEDED where it is more than a walk can tell */
  async look(place: ReadAt): Promise<Depths> {
    const { of, direction, argument, told } = this.walk;
    const steady: Steady = { since: -Infinity, until: Infinity };
    const query = { of, direction, ...EVERYTHING, page: PAGE, steady };
    const { nodes, limitHit } = await this.context.services.traversal.reach(query, { ...place, asOf: place.now });
    if (limitHit !== null) {
      const what = `${argument}: so much is ${told} that a walk ends at its limit (${limitHit})`;
      throw new ThroughlineError('LIMIT_EXCEEDED', what, { argument });
    }
    this.#depths = new Map(nodes.map(({ id, depth }) => [id, depth]));
    this.#hasParts = nodes.some(({ id }) => isPart(urnParts(id).kind));
    this.#steady = steady;
    return this.#depths;
  }

  /** As of the place's `now`, where `pass` or `compare` was given all changes up to there. @throws as `look` */
  async at(place: ReadAt): Promise<Depths> {
    return this.#isSteady(place) ? this.#depths : this.look(place);
  }

  /** Leaves a change out: what it altered is looked for when it is needed. */
  pass(change: Change): void {
    if (this.#isWalked(change)) this.#steady = NEVER;
  }

  /**
   * What a change's position made of it, both at the time when that is told, so that nothing leaves for the sake of a
   * clock. Null where that can be nothing. @throws as `look`
   */
  async compare(change: Change): Promise<{ before: Depths; was: ReadAt; after: Depths; is: ReadAt } | null> {
    if (change.position === this.#compared || !this.#isWalked(change)) return null;
    const is = whenTold(change, this.context.viewer);
    const was = { ...is, position: is.position - 1 };
    const before = await this.at(was);
    if (!this.#touches(change, before)) return null;
    this.#compared = change.position;
    return { before, was, after: await this.look(is), is };
  }

  #isSteady({ now }: ReadAt): boolean {
    return this.#steady.since <= now && now < this.#steady.until;
  }

  #isWalked({ relation }: Change): boolean {
    if (relation === null) return false;
    const declared = this.context.services.ontology.relationships.get(relation.type);
    return declared?.lineage === true || declared?.identity === true || relation.type === MEMBERSHIP;
  }

  /**
   * Whether it can bring something in, or take something out. One between others can where there are fields or features:
   * which consumers of their whole say what they use then decides how far these reach. So it can behind what the viewer
   * does not see.
   */
  #touches({ relation }: Change, reached: Depths): boolean {
    if (this.#hasParts || passes(this.context.viewer.visibility) || relation === null) return true;
    return [relation.from, relation.to].some((id) => reached.has(id) || this.walk.of.includes(id));
  }
}
