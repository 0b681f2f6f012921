import { relationId } from '../../kernel/fact.ts';
import type { Topology } from '../../projections/topology/topology.ts';
import type { ReachedLink } from '../traversal.ts';
import { better, type Way } from './contraction.ts';
import { contractedLink, linkOf } from './link-maker.ts';
import type { LinkReader } from './link-reader.ts';
import type { Pace } from './pace.ts';
import { compareIds, type Ranked } from './ranking.ts';
import { sortInTurns } from './sort-in-turns.ts';

/** Gathers the links of an answer, each once, and puts those in order that are told. Ends are given by their rank. */
export interface Links {
  addRelation(from: number, to: number, slot: number, isFallback: boolean): void;
  addContracted(from: number, to: number, way: Way): void;
  /** Those between the first `count` nodes. Yields as the walk does. */
  ordered(count: number, pace: Pace): Generator<undefined, OrderedLinks>;
}

export interface OrderedLinks {
  /** By the later-ranked end, the other end, the relation. */
  readonly told: readonly ReachedLink[];
  /** How many are stale, told or not. */
  readonly stale: number;
}

/** Ranks of later ends, from the first on and before the other. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

export interface LinksSetting {
  readonly topology: Topology;
  readonly reader: LinkReader;
  /** At least as many as the window asks for. */
  readonly ranked: readonly Ranked[];
  readonly window: Window;
  /** How many nodes appear. */
  readonly count: number;
  /** Whether walks up and down both gather, and may come by the same relation. */
  readonly isBoth: boolean;
}

interface Gathered {
  /** Rank of the end that comes first. */
  readonly earlier: number;
  readonly link: ReachedLink;
}

/** Nodes whose links are put in order between two looks at the clock. */
const NODES_AT_ONCE = 128;

export function createLinks({ topology, reader, ranked, window, count: nodes, isBoth }: LinksSetting): Links {
  /** By the rank of the later end. */
  const gathered: Gathered[][] = [];
  /** Of the stale ones the later ends. */
  const stale: number[] = [];
  const slots = new Set<number>();
  const related = new Set<number>();
  const contracted = new Map<number, { readonly from: number; readonly to: number; readonly way: Way }>();

  function pair(from: number, to: number): number {
    return from * nodes + to;
  }

  /** @param link makes it: of the many that are not told none is made */
  function gather(from: number, to: number, isStale: boolean, link: () => ReachedLink): void {
    const later = Math.max(from, to);
    if (isStale) stale.push(later);
    if (later < window.from || later >= window.to) return;
    (gathered[later] ??= []).push({ earlier: Math.min(from, to), link: link() });
  }

  return {
    addRelation(from, to, slot, isFallback) {
      if (isBoth && !isFallback) {
        if (slots.has(slot)) return;
        slots.add(slot);
      }
      if (isBoth) related.add(pair(from, to));
      gather(from, to, reader.isStale(slot), () =>
        linkOf(topology, reader, ranked[from]!, ranked[to]!, slot, isFallback),
      );
    },
    addContracted(from, to, way) {
      const key = pair(from, to);
      const known = contracted.get(key);
      contracted.set(key, { from, to, way: known === undefined ? way : better(known.way, way) });
    },
    *ordered(count, pace) {
      for (const [key, { from, to, way }] of contracted) {
        if (related.has(key)) continue;
        gather(from, to, way.isStale, () => contractedLink(ranked[from]!.id, ranked[to]!.id, way));
      }
      const told: ReachedLink[] = [];
      for (let rank = window.from; rank < Math.min(window.to, count); rank++) {
        const links = gathered[rank];
        if (rank % NODES_AT_ONCE === NODES_AT_ONCE - 1 && pace.look() === 'rest') yield;
        if (links === undefined) continue;
        for (const { link } of yield* sortInTurns(links, compare, pace)) told.push(link);
      }
      return { told, stale: stale.filter((later) => later < count).length };
    },
  };
}

function compare(a: Gathered, b: Gathered): number {
  return a.earlier - b.earlier || compareIds(orderOf(a.link), orderOf(b.link));
}

/** Type first; then all else that can tell links between the same ends apart. */
function orderOf({ relation, from, grain }: ReachedLink): string {
  return `${relation === null ? '' : relationId(relation)} ${from} ${grain}`;
}
