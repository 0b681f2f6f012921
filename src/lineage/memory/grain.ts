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
import { createHolds } from './holds.ts';
import type { Steps } from './steps.ts';

/**
 * Which relations a walk may follow from a node: the rules of grain.
 *
 * Parts (fields and features) are walked at field grain, all else at table grain. Membership is never a step. Instead:
 * - Down from a part lead its own relations, and those of its whole to consumers that do not say which parts they use.
 * - Up from a part lead its own relations, and where nothing is related into it, those into its whole.
 * - Up from a whole or a job leads no relation of a part whose whole is related to it too: tables are not entered.
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
  query: Pick<ReachQuery, 'through' | 'provenance'>,
  at: ReadAt,
  steps: Steps,
): GrainRules {
  const { edges, nodes, types } = topology;
  const { chunks } = edges;

  const followed = types.chosen(query.through, query.provenance);
  const holds = createHolds(topology, at);
  const namedWholes = new Map<number, ReadonlySet<number>>();

  /** Along one chain: pushes the ends of what may be followed. */
  function follow(first: number, next: number, end: number, fallback: number): void {
    for (let slot = first; slot !== 0;) {
      const chunk = chunks[slot >>> CHUNK_BITS]!;
      const record = (slot & CHUNK_MASK) << RECORD_BITS;
      if (followed[chunk[record + META]! & CLASS_MASK] === 1 && holds(chunk, record)) {
        steps.push(chunk[record + end]!, slot, fallback);
      }
      slot = chunk[record + next]!;
    }
  }

  /** From this edge of a chain on, the first that holds; 0 where none is left. */
  function firstHolding(first: number): number {
    for (let slot = first; slot !== 0;) {
      const chunk = chunks[slot >>> CHUNK_BITS]!;
      const record = (slot & CHUNK_MASK) << RECORD_BITS;
      if (holds(chunk, record)) return slot;
      slot = chunk[record + NEXT_IN]!;
    }
    return 0;
  }

  function firstMembership(part: number): number {
    return firstHolding(edges.firstWhole[part]!);
  }

  function nextHolding(slot: number): number {
    return firstHolding(edges.read(slot, NEXT_IN));
  }

  /** Of which wholes some part is related to this consumer, whatever the query follows. */
  function wholesNamedBy(consumer: number): ReadonlySet<number> {
    const known = namedWholes.get(consumer);
    if (known !== undefined) return known;
    const wholes = new Set<number>();
    for (let slot = firstHolding(edges.firstIn[consumer]!); slot !== 0; slot = nextHolding(slot)) {
      const from = edges.read(slot, FROM);
      if (parts[nodes.kinds[from]!] !== 1) continue;
      for (let each = firstMembership(from); each !== 0; each = nextHolding(each)) wholes.add(edges.read(each, FROM));
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
    for (let slot = edges.firstOut[whole]!; slot !== 0; slot = edges.read(slot, NEXT_OUT)) {
      const chunk = chunks[slot >>> CHUNK_BITS]!;
      const record = (slot & CHUNK_MASK) << RECORD_BITS;
      if (followed[chunk[record + META]! & CLASS_MASK] !== 1 || !holds(chunk, record)) continue;
      if (isOpaque(slot, whole)) steps.push(chunk[record + TO]!, slot, 1);
    }
  }

  function followIn(node: number, fallback: number): void {
    const start = steps.length;
    follow(edges.firstIn[node]!, NEXT_IN, FROM, fallback);
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
    for (let each = firstMembership(part); each !== 0; each = nextHolding(each)) {
      if (wholes.has(edges.read(each, FROM))) return true;
    }
    return false;
  }

  return {
    down(node) {
      steps.length = 0;
      follow(edges.firstOut[node]!, NEXT_OUT, TO, 0);
      if (parts[nodes.kinds[node]!] !== 1) return;
      for (let each = firstMembership(node); each !== 0; each = nextHolding(each)) followOpaque(edges.read(each, FROM));
    },
    up(node) {
      steps.length = 0;
      followIn(node, 0);
      if (parts[nodes.kinds[node]!] !== 1 || firstHolding(edges.firstIn[node]!) !== 0) return;
      for (let each = firstMembership(node); each !== 0; each = nextHolding(each)) followIn(edges.read(each, FROM), 1);
    },
  };
}
