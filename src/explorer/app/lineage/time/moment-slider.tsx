import { useEffect, useId, useState } from 'react';
import { refine } from '../../address.ts';
import { wholeSecond } from '../../moment.ts';
import { TEXTS } from '../../texts.ts';
import { tellTime } from '../../time.ts';
import { placeOf, stepsBetween, timeAt } from './steps.ts';

/** How long it has to stand still before the view follows. */
const STILL_MS = 250;

interface MomentSliderProps {
  /** In the address. */
  readonly name: 'asOf' | 'from' | 'knownAt' | 'to';
  /** As the address has it; null: now. */
  readonly value: string | null;
  readonly begin: number;
  readonly now: number;
}

/** A moment between the earliest and now. What it stops at is written into the address; an exact one there is kept. */
export function MomentSlider({ name, value, begin, now }: MomentSliderProps) {
  const id = useId();
  const steps = stepsBetween(begin, now);
  const [moved, setMoved] = useState<number | null>(null);
  useEffect(() => {
    if (moved === null) return undefined;
    const timer = setTimeout(() => {
      const time = timeAt(stepsBetween(begin, now), moved);
      setMoved(null);
      refine({ [name]: time === null ? null : wholeSecond(time) }, { isStep: true });
    }, STILL_MS);
    return () => clearTimeout(timer);
  }, [moved, name, begin, now]);
  if (steps.count === 0) return null;
  const time = moved === null ? value : timeAt(steps, moved);
  const told = time === null ? TEXTS.moment.now : tellTime(typeof time === 'string' ? time : wholeSecond(time));
  return (
    <div className="moment-slider">
      <label htmlFor={id}>{TEXTS.moment[name]}</label>
      <input
        id={id}
        type="range"
        min={0}
        max={steps.count}
        value={moved ?? placeOf(steps, value === null ? null : Date.parse(value))}
        aria-valuetext={told}
        onChange={(event) => setMoved(event.currentTarget.valueAsNumber)}
      />
      <output htmlFor={id}>{told}</output>
    </div>
  );
}
