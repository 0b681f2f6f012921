import type { ReactNode } from 'react';
import { TEXTS } from '../texts.ts';

/** One page's content, and its title. */
export function Page({ title, className, children }: { title: string; className?: string; children: ReactNode }) {
  return (
    <div className={`page ${className ?? ''}`}>
      <title>{title === TEXTS.product ? title : TEXTS.titled(title)}</title>
      {children}
    </div>
  );
}
