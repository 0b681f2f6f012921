import { useState, type ReactNode } from 'react';
import { canvasTexts } from '../texts/canvas.ts';

/** So many are listed at once; the rest when they are asked for. */
const PAGE = 100;

interface Props<Item> {
  readonly items: readonly Item[];
  readonly keyOf: (item: Item) => string;
  readonly className?: string;
  readonly itemClass?: string;
  readonly children: (item: Item) => ReactNode;
}

/** A list of what may be thousands, a page at a time. */
export function PagedList<Item>({ items, keyOf, className, itemClass, children }: Props<Item>) {
  const [most, setMost] = useState(PAGE);
  const left = items.length - most;
  return (
    <ul className={className}>
      {items.slice(0, most).map((item) => (
        <li key={keyOf(item)} className={itemClass}>
          {children(item)}
        </li>
      ))}
      {left > 0 && (
        <li>
          <button type="button" className="button is-quiet" onClick={() => setMost(most + PAGE)}>
            {canvasTexts.more(Math.min(PAGE, left))}
          </button>
        </li>
      )}
    </ul>
  );
}
