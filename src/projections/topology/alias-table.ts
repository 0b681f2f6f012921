import type { SegmentRow } from '../../store/ports.ts';
import { NEVER } from './edge-table.ts';

/** Which nodes are said to be one and the same, under several names. Few beside the edges, so plain objects do. */
export interface AliasTable {
  /** Whether nothing was ever said to be the same as anything: then nobody needs to look. */
  readonly isEmpty: boolean;
  /** What is said of this node, at either end. */
  of(node: number): readonly Alias[];
  /** Whether anything ever was. */
  has(node: number): boolean;
  /** Takes a row in, or what became of it since. */
  put(row: SegmentRow, from: number, to: number): void;
  clear(): void;
}

export interface Alias {
  /** The other name. */
  readonly from: number;
  /** The name that its source goes by. */
  readonly to: number;
  readonly added: number;
  readonly removed: number;
  readonly validFrom: number;
  readonly validTo: number;
}

export function createAliasTable(): AliasTable {
  const byNode = new Map<number, Map<string, Alias>>();

  function remember(node: number, key: string, alias: Alias): void {
    const known = byNode.get(node);
    if (known === undefined) byNode.set(node, new Map([[key, alias]]));
    else known.set(key, alias);
  }

  return {
    get isEmpty() {
      return byNode.size === 0;
    },
    has: (node) => byNode.has(node),
    of: (node) => [...(byNode.get(node)?.values() ?? [])],
    put({ key, validFrom, validTo, addedAt, removedAt }, from, to) {
      if (from === to) return;
      const times = { validFrom, validTo: validTo ?? Infinity };
      const alias = { from, to, added: addedAt, removed: removedAt ?? NEVER, ...times };
      const name = `${key.type} ${from} ${to} ${key.discriminator} ${validFrom} ${addedAt}`;
      remember(from, name, alias);
      remember(to, name, alias);
    },
    clear: () => byNode.clear(),
  };
}
