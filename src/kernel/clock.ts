import { micros, type Micros } from './time.ts';

/** What time it is. Tests hand in their own. */
export type Clock = () => Micros;

const ORIGIN = Math.round(performance.timeOrigin * 1000);

/** The wall clock with microseconds, as far as the system tells them. */
export const systemClock: Clock = () => micros(ORIGIN + Math.round(performance.now() * 1000));
