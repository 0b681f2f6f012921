import type { ReactNode } from 'react';
import { tellCount } from '../../amount.ts';
import { Notice } from '../../components/states.tsx';
import { TEXTS } from '../../texts.ts';

interface PanelPartProps {
  readonly title: string;
  readonly shown: number;
  readonly total?: { readonly value: number; readonly exact: boolean };
  /** What is said where it is empty. */
  readonly none: string;
  /** What stands beside its title where it is not. */
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

/** One list of those beside the canvas: how many there are, and whether all of them are shown. */
export function PanelPart({
  title,
  shown,
  total = { value: shown, exact: true },
  none,
  action,
  children,
}: PanelPartProps) {
  return (
    <section className="panel-part">
      <div className="panel-head">
        <h2>
          {title} <span className="count">{tellCount(total)}</span>
        </h2>
        {shown > 0 && action}
      </div>
      {total.value > shown && <Notice tone="warning">{TEXTS.modes.cutList(shown, tellCount(total))}</Notice>}
      {shown === 0 ? <p className="is-missing">{none}</p> : children}
    </section>
  );
}
