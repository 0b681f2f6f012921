import { isNotMeasured, notMeasured, type Interval, type NotMeasured } from './effect.ts';
import { pool, type Summary } from './pool.ts';
import { studentInterval } from './student.ts';

export interface WelchEffect extends Interval {
  readonly method: 'WELCH';
  /** How many values each arm has. */
  readonly treatment: number;
  readonly control: number;
}

/**
 * How much higher the treatment's mean is than the control's, from summaries of both arms. The arms' variances may
 * differ (Welch 1947, degrees of freedom by Satterthwaite 1946); the values of each are taken as independent.
 */
export function welch(treatment: readonly Summary[], control: readonly Summary[]): WelchEffect | NotMeasured {
  const [a, b] = [pool(treatment, 'TREATMENT'), pool(control, 'CONTROL')];
  if (isNotMeasured(a)) return a;
  if (isNotMeasured(b)) return b;
  const [ofA, ofB] = [a.variance / a.n, b.variance / b.n];
  const squared = ofA + ofB;
  if (squared === 0) return notMeasured('NO_VARIATION');
  // By shares of the whole, as squares of the variances themselves could leave the range of a double.
  const df = 1 / ((ofA / squared) ** 2 / (a.n - 1) + (ofB / squared) ** 2 / (b.n - 1));
  const interval = studentInterval(a.mean - b.mean, Math.sqrt(squared), df);
  if (!Object.values(interval).every(Number.isFinite)) return notMeasured('INVALID');
  return { method: 'WELCH', ...interval, treatment: a.n, control: b.n };
}
