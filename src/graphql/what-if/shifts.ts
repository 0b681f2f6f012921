import type { RequestContext } from '../../domains/kind/context.ts';
import { weightInForce } from '../../domains/kpis/index.ts';
import type { Urn } from '../../kernel/urn.ts';
import { roundedConfidence } from '../../lineage/confidence.ts';
import type { Origins } from '../../lineage/traversal.ts';
import { assess } from '../assess.ts';
import { entityAt } from '../standing.ts';
import type { Evaluation } from './evaluate.ts';

/** A number that would be another. */
export interface Shift {
  readonly id: Urn;
  readonly before: number;
  readonly after: number;
}

export interface UpstreamShift extends Shift {
  /** The moved deployment, or the KPI that would weigh something else. */
  readonly of: Urn;
}

export interface Shifts<T extends Shift> {
  /** The largest difference first, then by id. */
  readonly items: readonly T[];
  readonly isWhole: boolean;
}

/** Upstream of each so many are compared, the nearest. */
const MOST_ORIGINS = 5_000;

/**
 * The KPIs of which something else would be at risk where a moved deployment fails; of a KPI that would weigh
 * something else, where it is hit itself.
 */
export async function kpiShifts({ found, standing }: Evaluation, context: RequestContext): Promise<Shifts<Shift>> {
  const { shifting, supposed } = await found();
  const moved = shifting.filter((id) => supposed.moved.has(id));
  const [now, then] = await Promise.all(
    [null, supposed].map(async (fork) => {
      const assessment = assess(moved, standing, context, fork);
      const kpis = await assessment.kpis();
      const risks = new Map(kpis.map(({ target, risk }) => [target.id, risk]));
      return { risks, isWhole: (await assessment.found()).limitHit === null };
    }),
  );
  const shifts = [...now!.risks].map(([id, before]) => ({ id, before, after: then!.risks.get(id) ?? before }));
  const own = await Promise.all(
    shifting.map(async (id) => {
      const weight = supposed.weights.get(id);
      return weight === undefined ? [] : [{ id, before: await weightOf(id, standing, context), after: weight }];
    }),
  );
  const known = new Map([...shifts, ...own.flat()].map((shift) => [shift.id, shift]));
  return { items: largestFirst([...known.values()]), isWhole: now!.isWhole && then!.isWhole };
}

/** What upstream of each of them would count for more or less there: its surest way, times the KPI's weight. */
export async function upstreamShifts(
  { found, standing }: Evaluation,
  context: RequestContext,
): Promise<Shifts<UpstreamShift>> {
  const { shifting, supposed } = await found();
  const { traversal } = context.services;
  const all: UpstreamShift[] = [];
  let isWhole = true;
  for (const of of shifting) {
    const query = { of, nodes: MOST_ORIGINS };
    const before = await traversal.origins(query, standing.at);
    const after = await traversal.origins({ ...query, fork: supposed }, standing.at);
    const weight = supposed.weights.has(of) ? await weightOf(of, standing, context) : 1;
    const then = carried(after, supposed.weights.get(of) ?? 1);
    for (const [id, value] of carried(before, weight)) {
      all.push({ of, id, before: value, after: then.get(id) ?? value });
    }
    isWhole &&= before.limitHit === null && after.limitHit === null;
  }
  return { items: largestFirst(all), isWhole };
}

/** What each brings there, but the thing itself. */
function carried({ nodes }: Origins, weight: number): Map<Urn, number> {
  const others = nodes.filter(({ depth }) => depth > 0);
  return new Map(
    others.map(({ id, confidence, stageShare }) => [id, roundedConfidence(weight * confidence * stageShare)]),
  );
}

/** As a risk counts it: 1 where no definition is in force. */
async function weightOf(kpi: Urn, { place, at }: Evaluation['standing'], context: RequestContext): Promise<number> {
  return weightInForce(await entityAt(kpi, place, context), at.asOf) ?? 1;
}

function largestFirst<T extends Shift>(shifts: readonly T[]): T[] {
  const by = ({ before, after }: Shift) => Math.abs(after - before);
  return shifts.filter((shift) => shift.before !== shift.after).sort((a, b) => by(b) - by(a) || (a.id < b.id ? -1 : 1));
}
