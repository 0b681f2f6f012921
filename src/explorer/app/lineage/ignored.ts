import { listIn } from '../address.ts';
import { WALKED_KINDS } from '../kinds.ts';
import { ALL, COLLAPSES, DIRECTIONS, isLevels, MODES, PROVENANCES, VIEWS } from './asked-lineage.ts';

const oneOf = (words: readonly string[]) => (value: string) => words.includes(value);

/** Of each parameter that has words of its own, which they are. */
const UNDERSTOOD: Readonly<Record<string, (value: string) => boolean>> = {
  mode: oneOf(MODES),
  direction: (value) => oneOf(DIRECTIONS)(value.toUpperCase()),
  depth: (value) => value === ALL || isLevels(value),
  kinds: oneOf(WALKED_KINDS),
  provenance: oneOf(PROVENANCES),
  stale: oneOf(['yes', 'no']),
  view: oneOf(VIEWS),
  collapse: oneOf(['none', ...COLLAPSES]),
  grain: oneOf(['table', 'field']),
};

/** What of an address means nothing, as somebody may have written it: `kinds=NOPE`. It is left out, and that is told. */
export function ignoredIn(query: URLSearchParams): string[] {
  return Object.entries(UNDERSTOOD).flatMap(([name, isUnderstood]) =>
    listIn(query, name).flatMap((value) => (isUnderstood(value) ? [] : [`${name}=${value}`])),
  );
}
