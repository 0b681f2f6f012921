import { useState } from 'react';
import { TEXTS } from '../../texts.ts';
import { useLogBegin } from './log-begin.ts';
import { MomentSlider } from './moment-slider.tsx';

interface TimelineProps {
  readonly query: URLSearchParams;
  readonly names: ReadonlyArray<'asOf' | 'from' | 'knownAt' | 'to'>;
  /** Before this nothing was true of what is looked at. */
  readonly since: number;
}

/** What was true when, and what was known when, to slide through. */
export function Timeline({ query, names, since }: TimelineProps) {
  const [now] = useState(() => Date.now());
  const logBegin = useLogBegin();
  return (
    <div className="timeline" role="group" aria-label={TEXTS.modes.timeline}>
      {names.map((name) => {
        const begin = name === 'knownAt' ? logBegin : since;
        return begin === null ? null : (
          <MomentSlider key={name} name={name} value={query.get(name)} begin={begin} now={now} />
        );
      })}
    </div>
  );
}
