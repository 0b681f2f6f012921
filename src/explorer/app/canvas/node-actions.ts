import { canvasTexts } from '../texts/canvas.ts';
import type { CanvasNode } from './graph.ts';

/** What more can be asked for around a node: a level up or down, or all by which it leads to KPIs. */
export const WAYS = ['up', 'down', 'kpis'] as const;

export type Way = (typeof WAYS)[number];

/** What can be done with a node; each is left out where it can not. */
export interface NodeActions {
  /** Asks for what is around a node. */
  readonly onExpand?: (id: string, ways: readonly Way[]) => void;
  /** Shows what a group holds, in its stead. */
  readonly onOpenGroup?: (id: string) => void;
  /** Takes back what was asked for around a node, or closes the group that it was shown of. */
  readonly onFold?: (id: string) => void;
  /** Those for which there is something to take back. */
  readonly foldable?: ReadonlySet<string>;
  /** Goes to a node's own page. */
  readonly onOpen?: (id: string) => void;
  /** Where that is; null: it has none. */
  readonly hrefOf?: (id: string) => string | null;
}

export interface NodeAction {
  readonly label: string;
  /** On the canvas; the first is shown. */
  readonly keys: readonly [string, ...string[]];
  run(): void;
}

/** What can be done with this node, by a button or a key. */
export function actionsFor({ id, members }: CanvasNode, can: NodeActions): readonly NodeAction[] {
  const { onExpand, onOpenGroup, onFold, onOpen, foldable, hrefOf } = can;
  if (members !== undefined) {
    if (onOpenGroup === undefined) return [];
    return [{ label: canvasTexts.openGroup, keys: ['+', 'Enter'], run: () => onOpenGroup(id) }];
  }
  const { ways } = canvasTexts;
  const expand = (label: string, key: string, asked: readonly Way[]): NodeAction[] =>
    onExpand === undefined ? [] : [{ label, keys: [key], run: () => onExpand(id, asked) }];
  return [
    ...expand(ways.up, 'u', ['up']),
    ...expand(ways.down, 'd', ['down']),
    ...expand(ways.kpis, 'k', ['kpis']),
    ...expand(canvasTexts.bothWays, '+', ['up', 'down']),
    ...(onFold !== undefined && foldable?.has(id) === true
      ? [{ label: canvasTexts.fold, keys: ['-'] as const, run: () => onFold(id) }]
      : []),
    ...(onOpen !== undefined && hrefOf?.(id) !== null
      ? [{ label: canvasTexts.openPage, keys: ['Enter'] as const, run: () => onOpen(id) }]
      : []),
  ];
}
