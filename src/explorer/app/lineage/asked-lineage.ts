import { knownIn, listIn } from '../address.ts';
import type { CollapseBy } from '../canvas/collapse.ts';
import { WAYS } from '../canvas/node-actions.ts';
import type { LineageDirection, LineageFilter, LineageQueryVariables, Provenance } from '../generated/operations.ts';
import { WALKED_KINDS } from '../kinds.ts';
import { momentIn } from '../moment.ts';
import type { Growth } from './growth.ts';

export const MODES = ['lineage', 'impact', 'diff', 'causes'] as const;
export const DIRECTIONS = ['UPSTREAM', 'BOTH', 'DOWNSTREAM'] as const satisfies readonly LineageDirection[];
export const PROVENANCES = ['OBSERVED', 'DECLARED', 'INFERRED'] as const satisfies readonly Provenance[];
export const DEPTHS = [1, 2, 3, 5, 10] as const;
export const VIEWS = ['graph', 'list'] as const;
export const COLLAPSES = ['kind', 'namespace', 'job'] as const satisfies readonly CollapseBy[];

export type Mode = (typeof MODES)[number];

/** Wide enough to see what is around, narrow enough to be read. */
const DEPTH = 3;
/** As many as the API gives at once. */
export const FIRST = 5_000;

/** More can not be written in the question; the API refuses fewer already, and says how many it takes. */
const MOST_LEVELS = 2 ** 31 - 1;

/** In the address for what has no end. */
export const ALL = 'all';

/** What one walk follows and shows, at whatever moment. */
type Walk = Omit<LineageQueryVariables, 'at' | 'of'> & { readonly of: readonly string[] };

export interface AskedLineage {
  readonly mode: Mode;
  readonly walk: Walk;
  readonly direction: LineageDirection;
  /** null: all levels. */
  readonly depth: number | null;
  readonly view: (typeof VIEWS)[number];
  /** What becomes one node on the canvas; null: nothing. */
  readonly collapse: CollapseBy | null;
  /** Whether the parts of a dataset or a feature view are walked in its stead. */
  readonly isFiner: boolean;
  /** What of the list beside the canvas is shown on it: its URN. */
  readonly chosen: string | null;
  /** What is selected on the canvas: the id of a node or of a group. */
  readonly node: string | null;
  /** What is asked for around single nodes beside the walk. */
  readonly growths: readonly Growth[];
  /** Groups on the canvas that are open, by the id of the node that would stand for them. */
  readonly open: readonly string[];
}

/**
 * What the address asks: `?of=…&direction=UPSTREAM&depth=5&kinds=…&provenance=…&stale=no&asOf=…&knownAt=…&view=list&collapse=kind&grain=field`,
 * and `mode=impact|diff|causes&chosen=…`, and what was done on the canvas: `node=…&up=…&down=…&kpis=…&open=…`. What is
 * at risk lies downstream and what is a cause upstream, however far.
 */
export function askedLineage(query: URLSearchParams): AskedLineage {
  const mode = MODES.find((each) => each === query.get('mode')) ?? 'lineage';
  const reach = mode === 'impact' ? 'DOWNSTREAM' : mode === 'causes' ? 'UPSTREAM' : null;
  const direction =
    reach ?? DIRECTIONS.find((each) => each === query.get('direction')?.toUpperCase()) ?? ('BOTH' as const);
  const depth = depthIn(query.get('depth'), reach === null ? DEPTH : null);
  return {
    mode,
    direction,
    depth,
    view: mode === 'lineage' ? (VIEWS.find((each) => each === query.get('view')) ?? 'graph') : 'graph',
    collapse: COLLAPSES.find((each) => each === query.get('collapse')) ?? null,
    isFiner: query.get('grain') === 'field',
    chosen: query.get('chosen'),
    node: query.get('node'),
    growths: WAYS.flatMap((way) => [...new Set(listIn(query, way))].map((of) => ({ of, way }))),
    open: [...new Set(listIn(query, 'open'))],
    walk: {
      of: listIn(query, 'of'),
      direction,
      depth,
      filter: reach === null ? filterIn(query) : {},
      first: FIRST,
    },
  };
}

/** What the walk asks at the moment that the address names. */
export function askedNow({ walk }: AskedLineage, query: URLSearchParams): LineageQueryVariables {
  return { ...walk, at: momentIn(query) };
}

function filterIn(query: URLSearchParams): LineageFilter {
  const kinds = knownIn(query, 'kinds', WALKED_KINDS);
  const provenance = knownIn(query, 'provenance', PROVENANCES);
  return {
    ...(kinds.length === 0 ? {} : { kinds }),
    ...(provenance.length === 0 ? {} : { provenance }),
    ...(query.get('stale') === 'no' ? { includeStale: false } : {}),
  };
}

function depthIn(written: string | null, otherwise: number | null): number | null {
  if (written === ALL) return null;
  return isLevels(written ?? '') ? Math.min(Number(written), MOST_LEVELS) : otherwise;
}

/** Whether it is a number of levels, however large. */
export function isLevels(written: string): boolean {
  return /^0*[1-9]\d*$/.test(written);
}
