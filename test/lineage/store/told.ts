import type { AffectedTarget, Impact, Origins } from '../../../src/lineage/traversal.ts';

/** All that there is to tell, with what is told on demand, in one order. */
export async function toldOfImpact({ targets, owners, ...rest }: Impact) {
  const told = (target: AffectedTarget) => ({ ...target, path: target.path() });
  return { ...rest, owners: await owners(), targets: targets.map(told).sort((a, b) => (a.id < b.id ? -1 : 1)) };
}

export function toldOfOrigins({ nodes, ...rest }: Origins) {
  return { ...rest, nodes: nodes.map((origin) => ({ ...origin, path: origin.path() })) };
}
