import type { EventObject } from 'cytoscape';
import { useEffect, useRef, useState } from 'react';
import { isLarge } from './elements.ts';
import type { Shown } from './use-cytoscape.ts';

interface Heard {
  readonly selected: string | null;
  readonly onSelect: (id: string | null) => void;
  readonly onExpand: (id: string) => void;
}

/** Listens to the pointer on the canvas; the id of the node that it is over. */
export function usePointer(shown: Shown | null, { selected, onSelect, onExpand }: Heard): string | null {
  const [hovered, setHovered] = useState<string | null>(null);
  const heard = useRef({ onSelect, onExpand });
  heard.current = { onSelect, onExpand };
  const core = shown?.core;

  useEffect(() => {
    if (core === undefined) return;
    const idOf = ({ target }: EventObject): string => target.id() as string;
    const background = (event: EventObject) => {
      if (event.target === core) heard.current.onSelect(null);
    };
    const tapped = (event: EventObject) => heard.current.onSelect(idOf(event));
    const tappedTwice = (event: EventObject) => heard.current.onExpand(idOf(event));
    const over = (event: EventObject) => setHovered(idOf(event));
    const out = () => setHovered(null);
    core.on('tap', background).on('tap', 'node', tapped).on('dbltap', 'node', tappedTwice);
    core.on('mouseover', 'node', over).on('mouseout', 'node', out);
    return () => {
      core.off('tap', background).off('tap', 'node', tapped).off('dbltap', 'node', tappedTwice);
      core.off('mouseover', 'node', over).off('mouseout', 'node', out);
    };
  }, [core]);

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
