import { assessRelease, certifiable, stagesAt, type RequirementOutcome } from '../../domains/gates/index.ts';
import type { RequestContext } from '../../domains/kind/context.ts';
import type { EntityObject } from '../../domains/kind/entity.ts';
import { urnParts, type Urn } from '../../kernel/urn.ts';
import type { Evaluation } from './evaluate.ts';
import { releasesOf } from './releases.ts';
import { supposedReads } from './supposed-reads.ts';
import type { GateShift } from './types.ts';

const PRODUCTION = 'PRODUCTION';
/** Each is looked at twice. */
export const MOST_RELEASES = 20;

/**
 * What would not pass before PRODUCTION any more, of the releases that serve there now and are affected.
 * `isWhole` is false where there are more releases than are looked at, or a limit may have left some out.
 */
export async function gateShifts(
  { standing, found }: Evaluation,
  context: RequestContext,
): Promise<{ readonly shifts: readonly GateShift[]; readonly isWhole: boolean }> {
  const supposed = await found();
  const { place, at } = standing;
  const stage = (await stagesAt(place, context)).get(PRODUCTION);
  const { deployments, isWhole } = await deploymentsHit({ standing, found }, context);
  const releases = await Promise.all(deployments.map((deployment) => releasesOf(deployment, standing, context)));
  const serving = releases.flat().filter((release) => release.stage === PRODUCTION);
  const ids = [...new Set(serving.map(({ version }) => version))].sort();
  const entities = await Promise.all(ids.slice(0, MOST_RELEASES).map((id) => context.read.entity(id, place)));
  const places = { facts: at, rules: at };
  const then = { ...context, read: supposedReads(context.read, supposed, at.asOf) };
  const shifts: GateShift[] = [];
  for (const release of entities.filter((entity): entity is EntityObject => entity !== null)) {
    if (stage === undefined) break;
    const was = await assessRelease(release, stage, places, context);
    const would = await assessRelease(release, stage, places, then);
    const found = { release: release.id, stage: PRODUCTION, places };
    const shifted = lost(was.outcomes, would.outcomes);
    shifts.push(...shifted.map((shift) => ({ release, was: certifiable(shift.was, found), would: shift.would })));
  }
  return { shifts, isWhole: isWhole && ids.length <= MOST_RELEASES && supposed.breakage.limitHit === null };
}

/** Deployments downstream of what changes, that move themselves, or by which a KPI is moved that means something else. */
async function deploymentsHit(
  { standing: { place }, found }: Pick<Evaluation, 'standing' | 'found'>,
  context: RequestContext,
): Promise<{ readonly deployments: readonly Urn[]; readonly isWhole: boolean }> {
  const { breakage, supposed, definitions } = await found();
  const query = { type: 'AFFECTS', direction: 'in', first: 100, after: null } as const;
  const pages = await Promise.all([...definitions.keys()].map((kpi) => context.read.related(kpi, query, place)));
  const judged = pages.flatMap(({ items }) => items.map(({ record }) => record.id));
  const downstream = breakage.affected.map(({ id }) => id).filter((id) => urnParts(id).kind === 'DEPLOYMENT');
  const deployments = [...new Set([...downstream, ...supposed.moved.keys(), ...judged])];
  return { deployments, isWhole: pages.every(({ hasNext }) => !hasNext) };
}

function lost(was: readonly RequirementOutcome[], would: readonly RequirementOutcome[]): Omit<GateShift, 'release'>[] {
  const isPassed = ({ verdict }: RequirementOutcome) => verdict === 'PASS' || verdict === 'WAIVED';
  return was.flatMap((before, index) => {
    const after = would[index];
    return after !== undefined && isPassed(before) && !isPassed(after) ? [{ was: before, would: after }] : [];
  });
}
