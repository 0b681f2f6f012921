import type { Provenance } from '../../kernel/fact.ts';
import { isStretchOver, nextTurn } from '../../kernel/turns.ts';
import type { Urn } from '../../kernel/urn.ts';
import type { ReadAt } from '../../store/ports.ts';
import { createGrainRules, kindRoles } from '../memory/grain.ts';
import { createIdentity } from '../memory/identity.ts';
import { createSteps } from '../memory/steps.ts';
import { nodeSight } from '../memory/visibility.ts';
import type { Direction } from '../traversal.ts';
import { createNeighbours } from './neighbours.ts';
import type { Surroundings } from './surroundings.ts';

export interface RegionWanted {
  readonly of: readonly Urn[];
  readonly direction: Direction;
  /** Levels that will be shown. */
  readonly depth: number;
  /** How many nodes will be shown at most. */
  readonly nodes: number;
  /** Null: all kinds will be shown. */
  readonly kinds: ReadonlySet<string> | null;
  readonly through: ReadonlySet<string> | null;
  readonly provenance: ReadonlySet<Provenance> | null;
  readonly includeStale: boolean;
}

export interface LoadedRegion {
  /** A walk over so many levels finds all that it would find in the whole graph; Infinity: however far it goes. */
  readonly levels: number;
  /** What kept it from loading more. */
  readonly limitHit: 'NODES' | 'TIME' | null;
  /** All nodes it came to, by their number in the topology. */
  readonly nodes: ReadonlySet<number>;
}

interface Front {
  readonly isUp: boolean;
  readonly met: Set<number>;
  /** Those whose level is next. */
  frontier: number[];
  shown: number;
}

/**
 * Reads level by level what a walk from the starts will look at. By the rules of grain, which the walk itself goes by,
 * it finds out on what has been read where the next level is: so what only other grains reach is not read.
 */
export async function loadRegion(around: Surroundings, wanted: RegionWanted, at: ReadAt): Promise<LoadedRegion> {
  const { topology } = around;
  const { nodes } = topology;
  const steps = createSteps();
  for (const id of wanted.of) around.meet(id);
  const cut = await around.read();
  const { find } = createIdentity(topology, at);
  const starts = new Set(wanted.of.map(find));
  const sight = nodeSight(nodes, at.viewer);
  const isWanted = (node: number) => wanted.kinds?.has(nodes.kindNames[nodes.kinds[node]!]!) !== false;
  const isShown = (node: number) => (isWanted(node) || starts.has(node)) && sight?.isHidden(node) !== true;
  const frontOf = (isUp: boolean): Front => ({ isUp, met: new Set(starts), frontier: [...starts], shown: starts.size });
  const fronts = [
    ...(wanted.direction === 'UPSTREAM' ? [] : [frontOf(false)]),
    ...(wanted.direction === 'DOWNSTREAM' ? [] : [frontOf(true)]),
  ];

  const region = (levels: number, limitHit: LoadedRegion['limitHit']): LoadedRegion => ({
    ...{ levels, limitHit },
    nodes: new Set(fronts.flatMap(({ met }) => [...met])),
  });

  /** Reads what the rules ask for at the nodes of this level. */
  async function prepare(): Promise<LoadedRegion['limitHit']> {
    const before = createNeighbours(topology, at);
    for (const { isUp, frontier } of fronts) {
      for (const node of frontier) {
        if (isStretchOver()) await nextTurn();
        const id = nodes.urn(node);
        around.need(isUp ? 'into' : 'out', id);
        if (isUp) continue;
        around.need('releases', id);
        for (const whole of before.wholes(node)) around.need('out', nodes.urn(whole));
      }
    }
    const first = await around.read();
    if (first !== null) return first;
    const neighbours = createNeighbours(topology, at);
    for (const { isUp, frontier } of fronts) {
      const wholes = new Set<number>();
      for (const node of frontier) {
        if (isStretchOver()) await nextTurn();
        if (isUp && neighbours.hasInto(node)) continue;
        for (const whole of neighbours.wholes(node)) wholes.add(whole);
      }
      for (const whole of wholes) {
        if (isUp) around.need('into', nodes.urn(whole));
        else for (const consumer of neighbours.consumers(whole)) around.need('named', nodes.urn(consumer));
      }
    }
    return around.read();
  }

  async function advance(front: Front): Promise<void> {
    // Anew for each level, as the rules remember what they found in the topology.
    const rules = createGrainRules(topology, kindRoles(topology), wanted, at, steps);
    const next: number[] = [];
    for (const node of front.frontier) {
      if (isStretchOver()) await nextTurn();
      if (front.isUp) rules.up(node);
      else rules.down(node);
      for (let i = 0; i < steps.length; i++) {
        const other = steps.nodes[i]!;
        if (front.met.has(other)) continue;
        front.met.add(other);
        next.push(other);
        if (isShown(other)) front.shown++;
      }
    }
    front.frontier = next;
  }

  if (cut !== null) return region(-1, cut);
  for (let level = 0; fronts.some(({ frontier }) => frontier.length > 0); level++) {
    const limitHit = await prepare();
    if (limitHit !== null) return region(level - 1, limitHit);
    const isFull = fronts.some(({ shown }) => shown > wanted.nodes);
    for (const front of fronts) await advance(front);
    // More than these will not be shown; that there is more is certain.
    if (isFull || (level >= wanted.depth && fronts.some(({ frontier }) => frontier.some(isShown)))) break;
  }
  return region(Infinity, null);
}
