import type { EventObject } from 'cytoscape';
import { useEffect, useRef, useState } from 'react';
import { isLarge } from './elements.ts';
import { nodeAt } from './node-at.ts';
import type { Shown } from './use-cytoscape.ts';

interface Heard {
  readonly selected: string | null;
  readonly onSelect: (id: string | null) => void;
  readonly onExpand: ((id: string) => void) | undefined;
}

/** Listens to the pointer on the canvas; the id of the node that it is over. */
export function usePointer(shown: Shown | null, { selected, onSelect, onExpand }: Heard): string | null {
  const [hovered, setHovered] = useState<string | null>(null);
  const heard = useRef({ onSelect, onExpand });
  heard.current = { onSelect, onExpand };

  // Which node is meant is found out here: Cytoscape would mark it as pressed, and draw all of a large graph anew.
  useEffect(() => {
    if (shown === null) return;
    const { core, laidOut } = shown;
    const at = ({ position }: EventObject) => nodeAt(laidOut, position.x, position.y);
    const tapped = (event: EventObject) => heard.current.onSelect(at(event));
    const tappedTwice = (event: EventObject) => {
      const id = at(event);
      if (id !== null) heard.current.onExpand?.(id);
    };
    const moved = (event: EventObject) => setHovered(at(event));
    const left = () => setHovered(null);
    core.on('tap', tapped).on('dbltap', tappedTwice).on('mousemove', moved);
    const container = core.container();
    container?.addEventListener('pointerleave', left);
    return () => {
      core.off('tap', tapped).off('dbltap', tappedTwice).off('mousemove', moved);
      container?.removeEventListener('pointerleave', left);
    };
  }, [shown]);

  // Where links are few, those of the node that is pointed at or selected stand out on the canvas itself.
  useEffect(() => {
    if (shown === null || isLarge(shown.laidOut)) return;
    const near = shown.core.collection();
    for (const id of [selected, hovered]) if (id !== null) near.merge(shown.core.getElementById(id).connectedEdges());
    near.addClass('near');
    return () => {
      near.removeClass('near');
    };
  }, [shown, selected, hovered]);

  return hovered;
}
