import type { ReadAt } from '../../store/ports.ts';
import {
  CHUNK_BITS,
  CHUNK_MASK,
  CLASS_MASK,
  COLUMNS_KNOWN,
  FROM,
  META,
  NEXT_IN,
  NEXT_OUT,
  RECORD_BITS,
  TO,
  typeOf,
} from '../../projections/topology/edge-table.ts';
import { isPart } from '../../projections/topology/membership.ts';
import type { Topology } from '../../projections/topology/topology.ts';
import type { ReachQuery } from '../traversal.ts';
import { createHeld, createHolds } from './holds.ts';
import { createIdentity } from './identity.ts';
import { createStaleness } from './staleness.ts';
import type { Steps } from './steps.ts';
import { nodeSight } from './visibility.ts';

/**
 * Which relations a walk may follow from a node: the rules of grain.
 *
 * Parts (fields and features) are walked at field grain, all else at table grain. Membership is never a step. Instead:
 * - Down from a part lead its own relations, and those of its whole to consumers that do not say which parts they use.
 * - Up from a part lead its own relations, and where nothing is related into it, those into its whole.
 * - Up from a whole or a job leads no relation of a part whose whole is related to it too: tables are not entered.
 *
 * What has several names is one node, the canonical one: from it leads what leads from any of them.
 */
export interface GrainRules {
  /** Fills the steps with all that may be followed from the node. */
  down(node: number): void;
  up(node: number): void;
}

/** By a kind's number: 1 where it is so. */
export interface KindRoles {
  readonly parts: Uint8Array;
  /** Those that deal in whole tables. */
  readonly tables: Uint8Array;
}

const TABLE_KINDS = new Set(['DATASET', 'FEATURE_VIEW', 'JOB']);

export function kindRoles({ nodes }: Topology): KindRoles {
  return {
    parts: Uint8Array.from(nodes.kindNames, (kind) => Number(isPart(kind))),
    tables: Uint8Array.from(nodes.kindNames, (kind) => Number(TABLE_KINDS.has(kind))),
  };
}

export function createGrainRules(
  topology: Topology,
  { parts, tables }: KindRoles,
  query: Pick<ReachQuery, 'through' | 'provenance' | 'includeStale' | 'steady'>,
  at: ReadAt,
  steps: Steps,
): GrainRules {
  const { edges, nodes, types } = topology;
  const { chunks } = edges;

  const followed = types.chosen(query.through, query.provenance);
  const { steady } = query;
  const holds = createHolds(topology, at, steady);
  const held = createHeld(topology, at, steady);
  const sight = nodeSight(nodes, at.viewer);
  const isStale = query.includeStale ? null : createStaleness(topology, at);
  const { isTrivial, canonical, names } = createIdentity(topology, at, steady);
  const namedWholes = new Map<number, ReadonlySet<number>>();

  /** For each name of the thing. */
  function eachName(node: number, use: (name: number) => void): void {
    const all = isTrivial ? null : names(node);
    if (all === null) use(node);
    else for (const name of all) use(name);
  }

  /** Along one chain: pushes the ends of what may be followed. A node that only an alias names has no chains at all. */
  function follow(first: number | undefined, next: number, end: number, fallback: number): void {
    for (let slot = first ?? 0; slot !== 0;) {
      const chunk = chunks[slot >>> CHUNK_BITS]!;
      const record = (slot & CHUNK_MASK) << RECORD_BITS;
      const isFollowed = followed[chunk[record + META]! & CLASS_MASK] === 1 && held(chunk, record);
      if (isFollowed && (isStale === null || !isStale(chunk, record))) {
        const other = chunk[record + end]!;
        if (sight?.isStopped(other) === true) steps.stopped.push({ node: other, slot });
        else steps.push(isTrivial ? other : canonical(other), slot, fallback);
      }
      slot = chunk[record + next]!;
    }
  }

  /** From this edge of a chain on, the first that holds; 0 where none is left. */
  function firstHolding(first: number | undefined): number {
    for (let slot = first ?? 0; slot !== 0;) {
      const chunk = chunks[slot >>> CHUNK_BITS]!;
      const record = (slot & CHUNK_MASK) << RECORD_BITS;
      if (holds(chunk, record)) return slot;
      slot = chunk[record + NEXT_IN]!;
    }
    return 0;
  }

  /** What the part is a part of, under whatever name. */
  function wholesOf(part: number): readonly number[] {
    const wholes: number[] = [];
    eachName(part, (name) => {
      for (let slot = firstHolding(edges.firstWhole[name]); slot !== 0; slot = nextHolding(slot)) {
        const whole = canonical(edges.read(slot, FROM));
        if (!wholes.includes(whole)) wholes.push(whole);
      }
    });
    return wholes;
  }

  function nextHolding(slot: number): number {
    return firstHolding(edges.read(slot, NEXT_IN));
  }

  /** Of which wholes some part is related to this consumer, whatever the query follows. */
  function wholesNamedBy(consumer: number): ReadonlySet<number> {
    const known = namedWholes.get(consumer);
    if (known !== undefined) return known;
    const wholes = new Set<number>();
    for (let slot = firstHolding(edges.firstIn[consumer]); slot !== 0; slot = nextHolding(slot)) {
      const from = edges.read(slot, FROM);
      if (parts[nodes.kinds[from]!] !== 1) continue;
      for (const whole of wholesOf(from)) wholes.add(whole);
    }
    namedWholes.set(consumer, wholes);
    return wholes;
  }

  /** Whether this relation of a whole leaves open which of its parts are used. */
  function isOpaque(slot: number, whole: number): boolean {
    const meta = edges.read(slot, META);
    if (types.saysColumns[typeOf(meta)] === 1) return (meta & COLUMNS_KNOWN) === 0;
    return !wholesNamedBy(edges.read(slot, TO)).has(whole);
  }

  function followOpaque(whole: number): void {
    const [start, stoppedStart] = [steps.length, steps.stopped.length];
    eachName(whole, (name) => follow(edges.firstOut[name], NEXT_OUT, TO, 1));
    steps.filter(start, (_node, slot) => isOpaque(slot, whole));
    const stopped = steps.stopped.splice(stoppedStart);
    steps.stopped.push(...stopped.filter(({ slot }) => isOpaque(slot, whole)));
  }

  function followIn(node: number, fallback: number): void {
    const start = steps.length;
    eachName(node, (name) => follow(edges.firstIn[name], NEXT_IN, FROM, fallback));
    if (tables[nodes.kinds[node]!] === 1) leaveOutParts(start);
  }

  /** Of the steps from `start` on: the parts whose whole is among them too. */
  function leaveOutParts(start: number): void {
    let wholes: Set<number> | null = null;
    let hasParts = false;
    for (let i = start; i < steps.length; i++) {
      if (parts[nodes.kinds[steps.nodes[i]!]!] === 1) hasParts = true;
      else (wholes ??= new Set()).add(steps.nodes[i]!);
    }
    if (!hasParts || wholes === null) return;
    const related = wholes;
    steps.filter(start, (node) => parts[nodes.kinds[node]!] !== 1 || !isPartOfAny(node, related));
  }

  function isPartOfAny(part: number, wholes: ReadonlySet<number>): boolean {
    return wholesOf(part).some((whole) => wholes.has(whole));
  }

  function clear(): void {
    steps.length = 0;
    steps.stopped.length = 0;
  }

  function hasInto(node: number): boolean {
    let has = false;
    eachName(node, (name) => (has ||= firstHolding(edges.firstIn[name]) !== 0));
    return has;
  }

  return {
    down(node) {
      clear();
      eachName(node, (name) => follow(edges.firstOut[name], NEXT_OUT, TO, 0));
      if (parts[nodes.kinds[node]!] !== 1) return;
      for (const whole of wholesOf(node)) followOpaque(whole);
    },
    up(node) {
      clear();
      followIn(node, 0);
      if (parts[nodes.kinds[node]!] !== 1 || hasInto(node)) return;
      for (const whole of wholesOf(node)) followIn(whole, 1);
    },
  };
}
