import type { CanvasNode, Decorations } from './graph.ts';
import type { LaidOut } from './layout/layout.ts';
import { MOST_CARDS } from './layout/sizes.ts';
import { canvasTexts } from '../texts/canvas.ts';
import type { Theme } from './theme.ts';
import type { Viewport } from './viewport.ts';

/** What is shown, and in which colours. */
export interface Scene {
  readonly laidOut: LaidOut;
  readonly decorations: Decorations;
  readonly theme: Theme;
}

/** What the pointer does, at a point of the layout. */
export interface PointerListener {
  tapped(x: number, y: number): void;
  tappedTwice(x: number, y: number): void;
  moved(x: number, y: number): void;
  left(): void;
}

/** A scene in an element of the page, which is moved by the pointer; by whatever draws it. */
export interface View {
  /** Of the element, in pixels. */
  size(): { readonly width: number; readonly height: number };
  viewport(): Viewport;
  show(viewport: Viewport): void;
  /** Told whenever the viewport or the size is another. @returns what ends that */
  onMoved(moved: () => void): () => void;
  /** @returns what ends that */
  onPointer(listener: PointerListener): () => void;
  redecorate(decorations: Decorations): void;
  /** Has the links of these nodes stand out; where there are many, the overlay does. */
  setNear(ids: readonly string[]): void;
  destroy(): void;
}

export function isLarge({ graph }: LaidOut): boolean {
  return graph.nodes.length > MOST_CARDS;
}

/** What a node is called where nothing names it: what it holds. */
export function nameOf({ kind, name, members }: CanvasNode): string {
  if (name !== '') return name;
  return members === undefined ? canvasTexts.kind(kind) : canvasTexts.several(members.length, kind);
}

/** What is told of a node, in words. */
export function toldOf(id: string, { nodes }: Decorations): string[] {
  const { tone, badge } = nodes.get(id) ?? {};
  return [tone && canvasTexts.tone(tone), badge].filter((word) => word !== undefined);
}
