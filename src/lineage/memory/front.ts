import type { GrainRules } from './grain.ts';
import { UNSEEN, type FrontScratch } from './scratch.ts';
import type { Steps } from './steps.ts';

/** A breadth-first walk in one direction. */
export interface Front {
  readonly isUp: boolean;
  readonly depths: Int32Array;
  /** The nodes it has come to, by depth: the first `count` of these. */
  readonly queue: Int32Array;
  readonly count: number;
  /** How many of them are shown. */
  readonly shown: number;
  /** Where it was stopped, as the viewer may not go there. */
  readonly stopped: ReadonlySet<number>;
  /** Whether no relation leads on. */
  readonly isAtEnd: boolean;
  /** Fills the steps with what may be followed from the node. */
  expand(node: number): void;
  start(node: number): void;
  /** Goes on, at most to the end of the level; returns whether it is there. */
  advance(): boolean;
  /**
   * Goes on past the last level, to find whether there is more to show: nodes, or links by way of nodes that are not
   * shown. Null: it is not known yet. No level can be added after it.
   */
  isCutOff(): boolean | null;
  /** Leaves the scratch as it was. */
  clean(): void;
}

export interface FrontSetting {
  readonly isUp: boolean;
  readonly rules: GrainRules;
  readonly steps: Steps;
  readonly isShown: (node: number) => boolean;
}

/** How many nodes it goes on by before the clock is looked at. */
const NODES_AT_ONCE = 256;

export function createFront({ depths, queue }: FrontScratch, setting: FrontSetting): Front {
  const { isUp, rules, steps, isShown } = setting;
  const expand = isUp ? rules.up : rules.down;
  let head = 0;
  let levelEnd = 0;
  let tail = 0;
  let level = 0;
  let shown = 0;
  const stopped = new Set<number>();

  function enter(node: number, depth: number): void {
    depths[node] = depth;
    queue[tail++] = node;
    if (isShown(node)) shown++;
  }

  /** Whether from this node, on the last level or past it, leads a step to something to show that is cut off. */
  function leadsOn(node: number): boolean {
    const isPast = depths[node]! > level;
    expand(node);
    for (let i = 0; i < steps.length; i++) {
      const next = steps.nodes[i]!;
      const isNew = depths[next] === UNSEEN;
      if (isShown(next) && (isNew || (isPast && depths[next]! <= level))) return true;
      if (isNew) enter(next, level + 1);
    }
    return false;
  }

  return {
    isUp,
    depths,
    queue,
    get count() {
      return tail;
    },
    get shown() {
      return shown;
    },
    stopped,
    get isAtEnd() {
      return head === tail;
    },
    expand,
    start(node) {
      if (depths[node] === UNSEEN) enter(node, 0);
      levelEnd = tail;
    },
    advance() {
      const end = Math.min(levelEnd, head + NODES_AT_ONCE);
      for (; head < end; head++) {
        expand(queue[head]!);
        const { nodes, length } = steps;
        for (let i = 0; i < length; i++) {
          const node = nodes[i]!;
          if (depths[node] === UNSEEN) enter(node, level + 1);
        }
        for (const { node } of steps.stopped) stopped.add(node);
      }
      if (head < levelEnd) return false;
      level++;
      levelEnd = tail;
      return true;
    },
    isCutOff() {
      const end = head + NODES_AT_ONCE;
      for (; head < tail; head++) {
        if (head === end) return null;
        if (leadsOn(queue[head]!)) return true;
      }
      return false;
    },
    clean() {
      for (let i = 0; i < tail; i++) depths[queue[i]!] = UNSEEN;
    },
  };
}
