import type { SegmentRow } from '../../store/ports.ts';
import { NEVER } from './edge-table.ts';
import type { Kept } from './kept.ts';

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
  keep(): Kept;
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

/** What tells a row from others, and what is kept of it; null: it has no end. */
type KeptAlias = readonly [name: string, alias: Omit<Alias, 'validTo'> & { readonly validTo: number | null }];

export function createAliasTable(kept: Kept | null = null): AliasTable {
  const byNode = new Map<number, Map<string, Alias>>();

  function remember(name: string, alias: Alias): void {
    for (const node of [alias.from, alias.to]) {
      const known = byNode.get(node);
      if (known === undefined) byNode.set(node, new Map([[name, alias]]));
      else known.set(name, alias);
    }
  }

  for (const [name, alias] of (kept?.values ?? []) as unknown as readonly KeptAlias[]) {
    remember(name, { ...alias, validTo: alias.validTo ?? Infinity });
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
      remember(name, alias);
    },
    clear: () => byNode.clear(),
    keep() {
      const aliases = new Map([...byNode.values()].flatMap((each) => [...each]));
      const end = (validTo: number) => (validTo === Infinity ? null : validTo);
      return {
        values: [...aliases].map(([name, each]) => [name, { ...each, validTo: end(each.validTo) }]),
        columns: [],
      };
    },
  };
}
