import cytoscape, { type Core } from 'cytoscape';
import { useEffect, useRef, useState, type RefObject } from 'react';
import { keepInPlace, lookAtStarts, redecorate, stage, type Scene } from './scene.ts';
import { themeOf } from './theme.ts';

export interface Shown {
  readonly core: Core;
  /** What it shows by now; null before anything. */
  readonly scene: Scene | null;
}

/** Cytoscape in an element of the page, which shows what was laid out in the page's colours; null until it is there. */
export function useCytoscape(
  container: RefObject<HTMLDivElement | null>,
  wanted: Pick<Scene, 'decorations'> & { laidOut: Scene['laidOut'] | null; isDark: boolean; selected: string | null },
): Shown | null {
  const { laidOut, decorations, isDark, selected } = wanted;
  const [shown, setShown] = useState<Shown | null>(null);
  const core = shown?.core ?? null;
  const scene = useRef<Scene | null>(null);
  const latest = useRef({ decorations, selected });
  latest.current = { decorations, selected };

  useEffect(() => {
    keepOutStyleElement();
    const started = cytoscape({
      container: container.current,
      autoungrabify: true,
      autounselectify: true,
      boxSelectionEnabled: false,
      minZoom: 0.02,
      maxZoom: 2.5,
    });
    setShown({ core: started, scene: null });
    return () => {
      scene.current = null;
      setShown(null);
      started.destroy();
    };
  }, [container]);

  useEffect(() => {
    if (core === null || laidOut === null || container.current === null) return;
    const before = scene.current;
    scene.current = { laidOut, decorations: latest.current.decorations, theme: themeOf(container.current) };
    stage(core, scene.current);
    if (before === null) lookAtStarts(core, laidOut);
    else if (before.laidOut !== laidOut) keepInPlace(core, before.laidOut, laidOut, latest.current.selected);
    setShown({ core, scene: scene.current });
  }, [container, core, laidOut, isDark]);

  useEffect(() => {
    const before = scene.current;
    if (core === null || before === null || before.decorations === decorations) return;
    scene.current = { ...before, decorations };
    redecorate(core, scene.current, before.decorations);
  }, [core, decorations]);

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
