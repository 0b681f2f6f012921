import { parseTime, type Micros } from '../../../kernel/time.ts';
import type { KpiDefinition } from '../../kpis/index.ts';

/** A stretch of event time, its end left out. */
export interface Window {
  readonly since: Micros;
  readonly until: Micros;
}

export function isWithin(time: Micros, { since, until }: Window): boolean {
  return since <= time && time < until;
}

/** What both have in common, in order. */
export function inBoth(one: readonly Window[], other: readonly Window[]): Window[] {
  return one.flatMap((a) =>
    other.flatMap((b) => {
      const [since, until] = [a.since > b.since ? a.since : b.since, a.until < b.until ? a.until : b.until];
      return since < until ? [{ since, until }] : [];
    }),
  );
}

/** A part of a window in which a KPI meant one thing; null: no definition was in force. */
export interface Part extends Window {
  readonly definition: KpiDefinition | null;
}

/** The window, cut where another definition came into force, or one ended. */
export function partsOf(window: Window, definitions: readonly KpiDefinition[]): Part[] {
  const stretches = definitions.flatMap((definition) => {
    const since = parseTime(definition.validFrom) as Micros;
    const until = definition.validTo === null ? window.until : (parseTime(definition.validTo) as Micros);
    return inBoth([window], [{ since, until }]).map((each): Part => ({ ...each, definition }));
  });
  const parts: Part[] = [];
  let begin = window.since;
  for (const stretch of stretches) {
    if (begin < stretch.since) parts.push({ since: begin, until: stretch.since, definition: null });
    parts.push(stretch);
    begin = stretch.until;
  }
  return begin < window.until ? [...parts, { since: begin, until: window.until, definition: null }] : parts;
}
