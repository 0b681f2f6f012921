import type { ReactNode } from 'react';

interface BesideProps {
  readonly label: string;
  /** What is said of what the canvas shows. */
  readonly panel: ReactNode;
  readonly children: ReactNode;
  /** Whether all of it is still the answer to the question before. */
  readonly isOld: boolean;
}

/** The canvas, and a list beside it; where it is narrow, below. */
export function Beside({ label, panel, children, isOld }: BesideProps) {
  return (
    <div className="beside" aria-busy={isOld}>
      <div className="beside-canvas">{children}</div>
      <section className="beside-panel" aria-label={label} tabIndex={0}>
        {panel}
      </section>
    </div>
  );
}
