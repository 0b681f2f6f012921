import type { RequestContext } from '../domains/kind/context.ts';
import type { EntityObject } from '../domains/kind/entity.ts';
import { weightInForce } from '../domains/kpis/index.ts';
import type { Json } from '../kernel/json.ts';
import type { Urn } from '../kernel/urn.ts';
import { roundedConfidence } from '../lineage/confidence.ts';
import type { AffectedTarget, Fork, Impact, OwnerOfAffected } from '../lineage/traversal.ts';
import { inBatches } from './in-batches.ts';
import { entityAt, knownThen, type Standing } from './standing.ts';

const KPI = 'BUSINESS_KPI';
const DEPLOYMENT = 'DEPLOYMENT';

/** What is taken to be otherwise than it is. */
export interface Supposition extends Fork {
  /** By KPI: the weight of the definition that would be in force. */
  readonly weights: ReadonlyMap<Urn, number>;
}

/** As part of the question that a cursor belongs to. */
export function suppositionText(supposed: Supposition | null): Json {
  if (supposed === null) return null;
  const moved = [...supposed.moved].map(([id, { stage, trafficShare }]) => [id, stage, trafficShare]);
  return [moved, [...supposed.weights].map((each) => [...each])];
}

/** The impact of some starts at one place. Each part is worked out when it is first asked for, and once. */
export interface Assessment {
  readonly of: readonly Urn[];
  readonly standing: Standing;
  readonly supposed: Supposition | null;
  found(): Promise<Impact>;
  /** The highest risk first, then by id; as the others. */
  kpis(): Promise<readonly RatedKpi[]>;
  deployments(): Promise<readonly Rated[]>;
  owners(): Promise<readonly OwnerOfAffected[]>;
}

export interface Rated {
  readonly target: AffectedTarget;
  readonly risk: number;
}

export interface RatedKpi extends Rated {
  readonly kpi: EntityObject;
  /** Null: no definition is in force. */
  readonly weight: number | null;
}

export function assess(
  of: readonly Urn[],
  standing: Standing,
  context: RequestContext,
  supposed: Supposition | null = null,
): Assessment {
  const { place, at } = standing;
  const targets = new Set([KPI, DEPLOYMENT]);

  const found = once(async () => {
    const known = await knownThen(of, 'of', standing, context);
    return context.services.traversal.impact(
      { of: known, targets, ...(supposed === null ? {} : { fork: supposed }) },
      at,
    );
  });

  async function ofKind(kind: string): Promise<AffectedTarget[]> {
    return (await found()).targets.filter((target) => target.kind === kind);
  }

  async function rate(target: AffectedTarget): Promise<RatedKpi> {
    const kpi = await entityAt(target.id, place, context);
    const weight = supposed?.weights.get(target.id) ?? weightInForce(kpi, at.asOf);
    const risk = roundedConfidence((weight ?? 1) * target.confidence * target.stageShare);
    return { target, kpi, weight, risk };
  }

  return {
    of,
    standing,
    supposed,
    found,
    kpis: once(async () => {
      const rated: RatedKpi[] = [];
      for await (const batch of inBatches(await ofKind(KPI), rate)) rated.push(...batch);
      return rated.sort(byRisk);
    }),
    deployments: once(async () => {
      const rated = (await ofKind(DEPLOYMENT)).map((target) => {
        return { target, risk: roundedConfidence(target.confidence * target.stageShare) };
      });
      return rated.sort(byRisk);
    }),
    owners: once(async () => (await found()).owners()),
  };
}

function byRisk(a: Rated, b: Rated): number {
  return b.risk - a.risk || (a.target.id < b.target.id ? -1 : 1);
}

export function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => (made ??= make());
}
