import type { Moment } from './generated/operations.ts';
import { TEXTS } from './texts.ts';

const DAY = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeZone: 'UTC' });
const MINUTE = new Intl.DateTimeFormat('en', {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
  timeZone: 'UTC',
  timeZoneName: 'short',
});
const UNITS = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
] as const;

/** `Nov 3, 2026, 14:05 UTC`. All times are told in UTC, as the API tells them, wherever the reader is. */
export function tellTime(at: string): string {
  return told(MINUTE, at);
}

/** `Nov 3, 2026`, the day in UTC. */
export function tellDay(at: string): string {
  return told(DAY, at);
}

/** `As of Nov 3, 2026, 14:05 UTC, known at Nov 4, 2026, 09:00 UTC`; null: now. */
export function tellMoment(at: Moment | null): string {
  const asOf = at?.asOf ? TEXTS.moment.asOfThen(tellTime(at.asOf)) : '';
  const knownAt = at?.knownAt ? TEXTS.moment.knownThen(tellTime(at.knownAt)) : '';
  if (asOf !== '' && knownAt !== '') return TEXTS.moment.both(asOf, knownAt);
  return asOf || knownAt || TEXTS.moment.now;
}

/** What is no time, as an address by hand may have it, is told as it is. */
function told(format: Intl.DateTimeFormat, at: string): string {
  const time = Date.parse(at);
  return Number.isNaN(time) ? at : format.format(time);
}

/** `26 h`, of seconds, in the largest unit that it has two of. */
export function tellDuration(seconds: number): string {
  const [unit, size] = UNITS.find(([, each]) => seconds >= 2 * each) ?? ['s', 1];
  return `${tellRounded(seconds / size)} ${unit}`;
}

function tellRounded(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: 1 });
}
