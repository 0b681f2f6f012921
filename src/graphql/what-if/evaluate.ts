import type { RequestContext } from '../../domains/kind/context.ts';
import type { Urn } from '../../kernel/urn.ts';
import type { Release } from '../../projections/topology/release-table.ts';
import { breakageOf, type Breakage } from '../../lineage/what-if/breakage.ts';
import { takesAway, type PlannedChange } from '../../lineage/what-if/change.ts';
import { verdictOf, type Verdict } from '../../lineage/what-if/verdict.ts';
import { once, type Supposition } from '../assess.ts';
import type { Standing } from '../standing.ts';
import { suppose, type Definition, type Supposed } from './suppose.ts';
import { touchedBy } from './touched.ts';
import { weigh, type Outcome } from './weigh.ts';

/** What some changes would bring about at one place. Each part is worked out when it is first asked for, and once. */
export interface Evaluation {
  readonly changes: readonly PlannedChange[];
  readonly standing: Standing;
  found(): Promise<Found>;
  left(): ReturnType<Breakage['left']>;
}

export interface Found {
  /** In the order of the changes. */
  readonly outcomes: readonly Outcome[];
  readonly verdict: Verdict;
  readonly breakage: Breakage;
  /** From what an impact goes out: what is not harmless. */
  readonly starts: readonly Urn[];
  readonly supposed: Supposition;
  /** What would not be there any more under its name, by the names that walks tell. */
  readonly gone: ReadonlySet<Urn>;
  readonly definitions: ReadonlyMap<Urn, Definition>;
  /** Deployments that would serve otherwise, and KPIs that would mean or weigh something else. */
  readonly shifting: readonly Urn[];
}

export function evaluate(changes: readonly PlannedChange[], standing: Standing, context: RequestContext): Evaluation {
  const found = once(async () => {
    const supposed = await Promise.all(changes.map((change) => suppose(change, standing, context)));
    const touched = await Promise.all(supposed.map((each) => touchedBy(each, standing, context)));
    const changed = [...new Set(touched.flat())];
    const gone = new Set(touched.flatMap((ids, index) => (takesAway(changes[index]!) ? ids : [])));
    const renamed = touched.flatMap((ids, index) => (changes[index]!.type === 'RENAME_FIELD' ? ids : []));
    const definitions = supposed.flatMap((each) =>
      'definition' in each ? [[each.change.of, each.definition.after] as const] : [],
    );
    const breakage = await breakageOf(changed, gone, context.services.traversal, standing.at);
    const outcomes = supposed.map((each, index) =>
      weigh(each, breakage.consumers(touched[index]), breakage.limitHit === null),
    );
    const shifting = outcomes.filter(isShift).map(({ change }) => change.of);
    return {
      ...{ outcomes, verdict: verdictOf(outcomes), breakage, shifting },
      starts: [...changed, ...shifting],
      supposed: suppositionOf(supposed),
      gone: new Set([...gone, ...renamed]),
      definitions: new Map(definitions),
    };
  });
  return { changes, standing, found, left: once(async () => (await found()).breakage.left()) };
}

function isShift({ change: { type }, verdict }: Outcome): boolean {
  return verdict !== 'SAFE' && (type === 'MOVE_DEPLOYMENT' || type === 'CHANGE_KPI_DEFINITION');
}

function suppositionOf(supposed: readonly Supposed[]): Supposition {
  const moved = new Map<Urn, Release>();
  const weights = new Map<Urn, number>();
  for (const each of supposed) {
    if ('definition' in each) weights.set(each.change.of, each.definition.after.weight);
    if ('share' in each) moved.set(each.change.of, each.change);
  }
  return { moved, weights };
}
