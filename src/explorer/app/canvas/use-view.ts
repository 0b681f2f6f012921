import { useEffect, useRef, useState, type RefObject } from 'react';
import { createBlocksView } from './blocks/blocks-view.ts';
import { createCardsView } from './cards/cards-view.ts';
import type { Decorations } from './graph.ts';
import type { LaidOut } from './layout/layout.ts';
import { themeOf } from './theme.ts';
import { isLarge, type View } from './view.ts';
import { beginning, keeping, type Viewport } from './viewport.ts';

export interface Shown {
  readonly view: View;
  readonly laidOut: LaidOut;
}

interface Wanted {
  readonly laidOut: LaidOut | null;
  readonly decorations: Decorations;
  readonly isDark: boolean;
  readonly selected: string | null;
}

/**
 * A view in an element of the page, with what was laid out, in the page's colours; null until there is something.
 * @param root the whole canvas
 * @param container where it draws
 */
export function useView(
  root: RefObject<HTMLElement | null>,
  container: RefObject<HTMLElement | null>,
  wanted: Wanted,
): Shown | null {
  const { laidOut, decorations, isDark } = wanted;
  const [shown, setShown] = useState<Shown | null>(null);
  const latest = useRef(wanted);
  latest.current = wanted;
  const drawn = useRef<Decorations | null>(null);
  /** What was looked at last, and from where. */
  const last = useRef<{ laidOut: LaidOut; viewport: Viewport } | null>(null);

  useEffect(() => {
    if (laidOut === null || root.current === null || container.current === null) return;
    const { decorations: first, selected } = latest.current;
    const create = isLarge(laidOut) ? createBlocksView : createCardsView;
    const view = create(container.current, { laidOut, decorations: first, theme: themeOf(root.current) });
    drawn.current = first;
    const before = last.current;
    const kept = before === null ? null : keeping(before.laidOut, laidOut, selected, before.viewport);
    view.show(kept ?? beginning(laidOut, view.size(), !isLarge(laidOut)));
    setShown({ view, laidOut });
    return () => {
      last.current = { laidOut, viewport: view.viewport() };
      setShown(null);
      view.destroy();
    };
  }, [root, container, laidOut, isDark]);

  useEffect(() => {
    if (shown === null || drawn.current === decorations) return;
    drawn.current = decorations;
    shown.view.redecorate(decorations);
  }, [shown, decorations]);

  return shown;
}
