/**
 * Points in time as whole microseconds since 1970-01-01T00:00:00Z.
 *
 * `Date` keeps milliseconds only, and real clients send two events within one of them, so times never pass through it
 * for their fraction. A double holds such a number exactly until the year 2255.
 */
export type Micros = number & { readonly __unit: 'microseconds' };

const RFC3339 = /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(?:\.(\d+))?([Zz]|[+-]\d{2}:\d{2})$/;
const EARLIEST = Date.UTC(1900, 0, 1) * 1000;
const LATEST = Date.UTC(2200, 0, 1) * 1000;

/** What `parseTime` takes, as refusals say it. */
export const EXPECTED_TIME = 'an RFC 3339 time with an offset, from 1900 to 2199';

/** Reads an RFC 3339 time with an offset; digits past the microsecond are cut. Null where it is none, or before 1900 or after 2199. */
export function parseTime(text: string): Micros | null {
  const match = RFC3339.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second, fraction = '', zone = 'Z'] = match;
  const millis = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), 0);
  const read = new Date(millis);
  // `Date.UTC` takes years below 100 for those of the 20th century.
  const isReal =
    read.getUTCFullYear() === Number(year) &&
    read.getUTCMonth() === Number(month) - 1 &&
    read.getUTCDate() === Number(day) &&
    Number(hour) < 24 &&
    Number(minute) < 60 &&
    Number(second) <= 60;
  const offset = zoneMinutes(zone);
  if (!isReal || offset === null) return null;
  const micros =
    (millis - offset * 60_000) * 1000 + Number(second) * 1_000_000 + Number(fraction.padEnd(6, '0').slice(0, 6));
  return micros >= EARLIEST && micros < LATEST ? (micros as Micros) : null;
}

/** RFC 3339 in UTC, always with six digits, so that texts sort like the times they stand for. */
export function formatTime(time: Micros): string {
  const millis = Math.floor(time / 1000);
  const micros = time - millis * 1000;
  return `${new Date(millis).toISOString().slice(0, -1)}${String(micros).padStart(3, '0')}Z`;
}

/** Whether it is a time that `parseTime` can give. */
export function isMicros(value: unknown): value is Micros {
  return Number.isSafeInteger(value) && (value as number) >= EARLIEST && (value as number) < LATEST;
}

export function micros(value: number): Micros {
  return value as Micros;
}

function zoneMinutes(zone: string): number | null {
  if (zone === 'Z' || zone === 'z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(4, 6));
  if (hours > 23 || minutes > 59) return null;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}
