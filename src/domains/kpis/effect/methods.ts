import { segmentedRegression, type SegmentedEffect } from './segmented.ts';
import { welch, type WelchEffect } from './welch.ts';

export type { Summary } from './pool.ts';
export { segmentedRegression, welch, type SegmentedEffect, type WelchEffect };

/** All methods by which an effect is measured. */
export interface Methods {
  readonly welch: typeof welch;
  readonly segmentedRegression: typeof segmentedRegression;
}
