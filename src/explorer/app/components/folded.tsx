import { useState, type ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { TEXTS } from '../texts.ts';

/** The first few of what is many, and the rest when asked for. */
export function Folded({ most, children }: { most: number; children: readonly ReactNode[] }) {
  const [isOpen, setOpen] = useState(false);
  const shown = isOpen ? children : children.slice(0, most);
  return (
    <>
      {shown}
      {children.length > most && (
        <Button className="button is-quiet is-small" aria-expanded={isOpen} onPress={() => setOpen(!isOpen)}>
          {isOpen ? TEXTS.fewer : TEXTS.more(children.length - shown.length)}
        </Button>
      )}
    </>
  );
}
