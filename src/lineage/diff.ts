import type { RelationKey } from '../kernel/fact.ts';
import { relationId } from '../kernel/fact.ts';
import type { Urn } from '../kernel/urn.ts';
import { inTurns } from './memory/in-turns.ts';
import { createPace, type Pace } from './memory/pace.ts';
import { compareIds } from './memory/ranking.ts';
import type { Reach, ReachedLink } from './traversal.ts';

/** How two walks of one question differ. */
export interface ReachDiff {
  /** All that either met: by depth, then id. What both met has the depth of the head. */
  readonly nodes: readonly DiffNode[];
  /** By the rank of the later-ranked end, so that a page of nodes has a slice of links; then by the other end. */
  readonly links: readonly DiffLink[];
}

export interface DiffNode {
  readonly id: Urn;
  readonly depth: number;
  readonly metBy: 'base' | 'head' | 'both';
}

export interface DiffLink {
  readonly link: ReachedLink;
  readonly metBy: 'base' | 'head';
  /** Of the later-ranked end. */
  readonly rank: number;
}

/** Nodes or links between two looks at the clock. */
const AT_ONCE = 2_048;

/**
 * Compares two walks. A link is the same in both if it joins the same ends by the same relation; one over nodes that are
 * not shown, if it joins the same ends. How sure it is, and by how many hops, makes no other link of it.
 *
 * Large walks are compared in stretches, between which the event loop has its turns.
 */
export function diffReaches(base: Reach, head: Reach): ReachDiff | Promise<ReachDiff> {
  const now = () => performance.now();
  return inTurns(compare(base, head, createPace(now, Infinity)));
}

function* compare(base: Reach, head: Reach, pace: Pace): Generator<undefined, ReachDiff> {
  const nodes = yield* unite(base, head, pace);
  const ranks = new Map<Urn, number>();
  for (const [rank, { id }] of nodes.entries()) {
    ranks.set(id, rank);
    if (rank % AT_ONCE === 0 && pace.look() === 'rest') yield;
  }
  const pairOf = ({ from, to }: ReachedLink) => ranks.get(from)! * nodes.length + ranks.get(to)!;
  const added = yield* without(head.links, base.links, pairOf, pace);
  const removed = yield* without(base.links, head.links, pairOf, pace);
  const links = [
    ...added.map((link) => ({ link, metBy: 'head' as const })),
    ...removed.map((link) => ({ link, metBy: 'base' as const })),
  ].map((each) => {
    const [from, to] = [ranks.get(each.link.from)!, ranks.get(each.link.to)!];
    return { ...each, rank: Math.max(from, to), other: Math.min(from, to) };
  });
  links.sort((a, b) => a.rank - b.rank || a.other - b.other || compareIds(orderOf(a.link), orderOf(b.link)));
  return { nodes, links: links.map(({ link, metBy, rank }) => ({ link, metBy, rank })) };
}

/** The nodes of both in one order: each walk's own has them so already, but for what both met at another depth. */
function* unite(base: Reach, head: Reach, pace: Pace): Generator<undefined, DiffNode[]> {
  const inBase = new Set(base.nodes.map(({ id }) => id));
  if (pace.look() === 'rest') yield;
  const inHead = new Set(head.nodes.map(({ id }) => id));
  const gone = base.nodes.filter(({ id }) => !inHead.has(id));
  const united: DiffNode[] = [];
  let next = 0;
  for (const [index, { id, depth }] of head.nodes.entries()) {
    for (; next < gone.length; next++) {
      const other = gone[next]!;
      if (other.depth > depth || (other.depth === depth && other.id > id)) break;
      united.push({ ...other, metBy: 'base' });
    }
    united.push({ id, depth, metBy: inBase.has(id) ? 'both' : 'head' });
    if (index % AT_ONCE === 0 && pace.look() === 'rest') yield;
  }
  return [...united, ...gone.slice(next).map((node) => ({ ...node, metBy: 'base' as const }))];
}

/** Those links that are not among the others. Links between the same ends are few, so these are looked through. */
function* without(
  links: readonly ReachedLink[],
  others: readonly ReachedLink[],
  pairOf: (link: ReachedLink) => number,
  pace: Pace,
): Generator<undefined, ReachedLink[]> {
  const byPair = new Map<number, ReachedLink[]>();
  for (const [index, other] of others.entries()) {
    const known = byPair.get(pairOf(other));
    if (known === undefined) byPair.set(pairOf(other), [other]);
    else known.push(other);
    if (index % AT_ONCE === 0 && pace.look() === 'rest') yield;
  }
  const left: ReachedLink[] = [];
  for (const [index, link] of links.entries()) {
    const same = byPair.get(pairOf(link))?.some(({ relation }) => isSame(relation, link.relation));
    if (same !== true) left.push(link);
    if (index % AT_ONCE === 0 && pace.look() === 'rest') yield;
  }
  return left;
}

function isSame(a: RelationKey | null, b: RelationKey | null): boolean {
  if (a === null || b === null) return a === b;
  return a.discriminator === b.discriminator && a.type === b.type && a.from === b.from && a.to === b.to;
}

function orderOf({ from, relation }: ReachedLink): string {
  return `${from} ${relation === null ? '' : relationId(relation)}`;
}
