import type { Topology } from '../../projections/topology/topology.ts';
import type { Traversal } from '../traversal.ts';
import type { ReadAt } from '../../store/ports.ts';
import { kindRoles } from './grain.ts';
import { findImpact } from './impact.ts';
import { findOrigins } from './origins.ts';
import { findPaths } from './paths.ts';
import { inTurns } from './in-turns.ts';
import { reach } from './reach.ts';
import { createScratchPool } from './scratch.ts';
import type { Limits, Work } from './work.ts';

export const DEFAULT_LIMITS: Limits = { nodes: 100_000, millis: 2_000 };

/**
 * Answers from the topology. Its caller sees to it that the topology has reached the position that is read at.
 *
 * A short walk answers at once; a long one as a promise, in stretches between which the event loop has its turns.
 *
 * @param now a clock in milliseconds that never goes back
 */
export function createMemoryTraversal(
  topology: Topology,
  limits: Limits = DEFAULT_LIMITS,
  now: () => number = () => performance.now(),
): Traversal {
  const pool = createScratchPool();
  const roles = kindRoles(topology);

  function* answer<T>(at: ReadAt, find: (work: Work) => Generator<undefined, T>): Generator<undefined, T> {
    // Not before it begins: many may wait for that, and each holds its own.
    const scratch = pool.take(topology.nodes.count);
    // What others have the event loop for is not its own time: how far it comes must not hang on who else walks.
    let waited = 0;
    const worked = () => now() - waited;
    try {
      const steps = find({ topology, roles, at, limits, now: worked, begin: worked(), scratch });
      for (;;) {
        const next = steps.next();
        if (next.done === true) return next.value;
        const rested = now();
        yield;
        waited += now() - rested;
      }
    } finally {
      pool.give(scratch);
    }
  }

  return {
    reach: (query, at) => inTurns(answer(at, (work) => reach(work, query))),
    impact: (query, at) => inTurns(answer(at, (work) => findImpact(work, query))),
    paths: (query, at) => inTurns(answer(at, (work) => findPaths(work, query))),
    origins: (query, at) => inTurns(answer(at, (work) => findOrigins(work, query))),
  };
}
