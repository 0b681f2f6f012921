import { useEffect, type ReactNode } from 'react';
import { TEXTS } from '../texts.ts';

/** One page's content. Who comes from another page is told where they are: its title, and the focus at its head. */
export function Page({ title, className, children }: { title: string; className?: string; children: ReactNode }) {
  useEffect(() => {
    document.title = title === TEXTS.product ? title : TEXTS.titled(title);
  }, [title]);
  return (
    <main id="content" tabIndex={-1} className={`page ${className ?? ''}`}>
      {children}
    </main>
  );
}
