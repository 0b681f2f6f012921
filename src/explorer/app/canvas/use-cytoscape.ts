import cytoscape, { type Core, type Position } from 'cytoscape';
import { useEffect, useRef, useState, type RefObject } from 'react';
import type { LaidOut } from './layout/layout.ts';
import { isLarge } from './elements.ts';
import { definitionOf, keepInPlace, lookAtStarts, redecorate, type Scene } from './scene.ts';
import type { Decorations } from './graph.ts';
import { themeOf } from './theme.ts';

export interface Shown {
  readonly core: Core;
  readonly laidOut: LaidOut;
}

interface Wanted {
  readonly laidOut: LaidOut | null;
  readonly decorations: Decorations;
  readonly isDark: boolean;
  readonly selected: string | null;
}

/**
 * Cytoscape in an element of the page, with what was laid out, in the page's colours; null until there is something.
 * @param root the whole canvas
 * @param container where it draws
 */
export function useCytoscape(
  root: RefObject<HTMLElement | null>,
  container: RefObject<HTMLElement | null>,
  wanted: Wanted,
): Shown | null {
  const { laidOut, decorations, isDark } = wanted;
  const [shown, setShown] = useState<Shown | null>(null);
  const latest = useRef(wanted);
  latest.current = wanted;
  const scene = useRef<Scene | null>(null);
  /** What was looked at last, and from where. */
  const view = useRef<{ laidOut: LaidOut; zoom: number; pan: Position } | null>(null);

  useEffect(() => {
    if (laidOut === null || root.current === null || container.current === null) return;
    keepOutStyleElement();
    scene.current = { laidOut, decorations: latest.current.decorations, theme: themeOf(root.current) };
    const core = cytoscape({
      container: container.current,
      ...definitionOf(scene.current),
      layout: { name: 'preset', fit: false },
      autoungrabify: true,
      autounselectify: true,
      boxSelectionEnabled: false,
      textureOnViewport: isLarge(laidOut),
      minZoom: 0.02,
      maxZoom: 2.5,
    });
    const before = view.current;
    if (before === null) lookAtStarts(core, laidOut);
    else {
      core.viewport(before);
      keepInPlace(core, before.laidOut, laidOut, latest.current.selected);
    }
    setShown({ core, laidOut });
    return () => {
      view.current = { laidOut, zoom: core.zoom(), pan: { ...core.pan() } };
      scene.current = null;
      setShown(null);
      core.destroy();
    };
  }, [root, container, laidOut, isDark]);

  useEffect(() => {
    const before = scene.current;
    if (shown === null || before === null || before.decorations === decorations) return;
    scene.current = { ...before, decorations };
    redecorate(shown.core, scene.current, before.decorations);
  }, [shown, decorations]);

  return shown;
}

/**
 * Cytoscape writes a rule into the page, that its container is `position: relative`, unless an element of this id is
 * there. Ours says so in the style sheet, and the page's policy allows no other.
 */
function keepOutStyleElement(): void {
  const id = '__________cytoscape_stylesheet';
  if (document.getElementById(id) !== null) return;
  const marker = document.createElement('template');
  marker.id = id;
  document.head.append(marker);
}
