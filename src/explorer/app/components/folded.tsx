import { useState, type ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { TEXTS } from '../texts.ts';

interface FoldedProps {
  readonly most: number;
  readonly children: readonly ReactNode[];
  /** What stands around those that are shown, and not around the button. */
  frame?(shown: readonly ReactNode[]): ReactNode;
}

/** The first few of what is many, and the rest when asked for. */
export function Folded({ most, children, frame = (shown) => shown }: FoldedProps) {
  const [isOpen, setOpen] = useState(false);
  const shown = isOpen ? children : children.slice(0, most);
  return (
    <>
      {frame(shown)}
      {children.length > most && (
        <Button className="button is-quiet is-small" aria-expanded={isOpen} onPress={() => setOpen(!isOpen)}>
          {isOpen ? TEXTS.fewer : TEXTS.more(children.length - shown.length)}
        </Button>
      )}
    </>
  );
}
