import { knownIn, listIn } from '../address.ts';
import type { CollapseBy } from '../canvas/collapse.ts';
import type { LineageDirection, LineageQueryVariables, Provenance } from '../generated/operations.ts';
import { WALKED_KINDS } from '../kinds.ts';
import { momentIn } from '../moment.ts';

export const DIRECTIONS = ['UPSTREAM', 'BOTH', 'DOWNSTREAM'] as const satisfies readonly LineageDirection[];
export const PROVENANCES = ['OBSERVED', 'DECLARED', 'INFERRED'] as const satisfies readonly Provenance[];
export const DEPTHS = [1, 2, 3, 5, 10] as const;
export const VIEWS = ['graph', 'list'] as const;
export const COLLAPSES = ['kind', 'namespace', 'job'] as const satisfies readonly CollapseBy[];

/** Wide enough to see what is around, narrow enough to be read. */
const DEPTH = 3;
/** As many as the API gives at once. */
const FIRST = 5_000;

/** In the address for what has no end. */
export const ALL = 'all';

export interface AskedLineage {
  readonly variables: LineageQueryVariables;
  readonly direction: LineageDirection;
  /** null: all levels. */
  readonly depth: number | null;
  readonly view: (typeof VIEWS)[number];
  /** What becomes one node on the canvas; null: nothing. */
  readonly collapse: CollapseBy | null;
}

/** What the address asks: `?of=…&direction=UPSTREAM&depth=5&kinds=…&provenance=…&stale=no&asOf=…&knownAt=…&view=list&collapse=kind`. */
export function askedLineage(query: URLSearchParams): AskedLineage {
  const direction = DIRECTIONS.find((each) => each === query.get('direction')?.toUpperCase()) ?? 'BOTH';
  const depth = depthIn(query.get('depth'));
  const kinds = knownIn(query, 'kinds', WALKED_KINDS);
  const provenance = knownIn(query, 'provenance', PROVENANCES);
  const filter = {
    ...(kinds.length === 0 ? {} : { kinds }),
    ...(provenance.length === 0 ? {} : { provenance }),
    ...(query.get('stale') === 'no' ? { includeStale: false } : {}),
  };
  return {
    direction,
    depth,
    view: VIEWS.find((each) => each === query.get('view')) ?? 'graph',
    collapse: COLLAPSES.find((each) => each === query.get('collapse')) ?? null,
    variables: { of: listIn(query, 'of'), direction, depth, filter, first: FIRST, at: momentIn(query) },
  };
}

function depthIn(written: string | null): number | null {
  if (written === ALL) return null;
  const depth = Number(written);
  return Number.isInteger(depth) && depth > 0 ? depth : DEPTH;
}
