import type { Urn } from '../../src/kernel/urn.ts';
import type { World, WorldTable } from './world.ts';

/** What is wrong with a table's contents from some night on. */
export interface Damage {
  readonly from: number;
  /** Rows that are left: a part of them. */
  readonly rows: number;
  /** Rows in which a column has no value: the part that comes on top. */
  readonly nulls: number;
}

/** What goes wrong in a world: by table, by job, and by deployment. */
export interface Trouble {
  readonly damage: Map<Urn, Damage>;
  /** Jobs that fail in each night from this one on, and those that fail in one night and are run again. */
  readonly failing: Map<Urn, number>;
  readonly flaky: Map<Urn, Set<number>>;
  /** By deployment or KPI: from when on its answers or values are others, and by how much. */
  readonly shifted: Map<Urn, { readonly from: number; readonly by: number }>;
  /** One night in which a table was smaller, for no reason that matters. */
  readonly blips: Map<Urn, number>;
}

export function noTrouble(): Trouble {
  return { damage: new Map(), failing: new Map(), flaky: new Map(), shifted: new Map(), blips: new Map() };
}

/** What is wrong with a table goes on into most of what is computed from it, and is thinned out on the way. */
export function spread(world: World, trouble: Trouble, table: WorldTable, damage: Damage): void {
  const { dice } = world;
  if (trouble.damage.has(table.id)) return;
  trouble.damage.set(table.id, damage);
  const thinned = () => {
    const part = dice.between(0.4, 1);
    return { from: damage.from, rows: 1 - (1 - damage.rows) * part, nulls: damage.nulls * part };
  };
  for (const reader of world.tables) {
    if (reader.writer?.reads.includes(table) === true && dice.chance(0.85)) spread(world, trouble, reader, thinned());
  }
  for (const { from, deployment } of world.branches) {
    if (!from.includes(table) || trouble.shifted.has(deployment) || !dice.chance(0.5)) continue;
    trouble.shifted.set(deployment, { from: damage.from + 0.3, by: dice.between(0.05, 0.3) });
  }
}
