import { useEffect, useRef, useState } from 'react';
import { nodeAt } from './node-at.ts';
import type { Shown } from './use-view.ts';

interface Heard {
  readonly selected: string | null;
  readonly onSelect: (id: string | null) => void;
  /** Pressed twice. */
  readonly onTwice: (id: string) => void;
}

/** Listens to the pointer on the canvas; the id of the node that it is over. */
export function usePointer(shown: Shown | null, { selected, onSelect, onTwice }: Heard): string | null {
  const [hovered, setHovered] = useState<string | null>(null);
  const heard = useRef({ onSelect, onTwice });
  heard.current = { onSelect, onTwice };

  useEffect(() => {
    if (shown === null) return;
    const { view, laidOut } = shown;
    return view.onPointer({
      tapped: (x, y) => heard.current.onSelect(nodeAt(laidOut, x, y)),
      tappedTwice: (x, y) => {
        const id = nodeAt(laidOut, x, y);
        if (id !== null) heard.current.onTwice(id);
      },
      moved: (x, y) => setHovered(nodeAt(laidOut, x, y)),
      left: () => setHovered(null),
    });
  }, [shown]);

  useEffect(() => {
    shown?.view.setNear([selected, hovered].filter((id) => id !== null));
  }, [shown, selected, hovered]);

  return hovered;
}
