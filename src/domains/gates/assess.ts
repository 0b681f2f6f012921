import type { JsonObject } from '../../kernel/json.ts';
import { formatTime, micros, type Micros } from '../../kernel/time.ts';
import type { Urn } from '../../kernel/urn.ts';
import type { ReadAt } from '../../store/ports.ts';
import type { RequestContext } from '../kind/context.ts';
import type { EntityObject } from '../kind/entity.ts';
import { Evidence, type Item } from './evidence.ts';
import { policiesFor, policyId, STAGES, type Demand, type PolicyRecord } from './policy.ts';
import { unknown, type Candidate, type Finding, type Verdict } from './requirement.ts';
import { REQUIREMENTS } from './requirements/index.ts';
import type { StageRecord } from './stage.ts';
import { OutOfSight } from './walks.ts';
import { waiverKey, waiversFor, type WaiverRecord } from './waiver.ts';
import { wholeOf } from './whole.ts';

/** What one demand came to. */
export interface Outcome extends JsonObject {
  readonly policy: string;
  readonly policyVersion: number;
  readonly demand: string;
  readonly type: string;
  readonly parameters: JsonObject;
  readonly verdict: Verdict | 'WAIVED';
  /** What was found, whether it is waived or not. */
  readonly found: Verdict;
  readonly why: string;
  readonly todo: string | null;
  /** Of the waiver that stands. */
  readonly waiver: string | null;
  readonly evidence: readonly Item[];
}

/** Whether a release may go to a stage, and all that this rests on: a pure function of where it was looked at. */
export interface Report extends JsonObject {
  readonly release: Urn;
  readonly stage: string;
  readonly asOf: string;
  readonly outcomes: readonly Outcome[];
}

/** Where a decision is looked at. */
export interface Places {
  /** Where the graph is read. */
  readonly facts: ReadAt & { readonly asOf: Micros };
  /** Where policies and waivers are: for what is looked at anew, where they were. */
  readonly rules: ReadAt & { readonly asOf: Micros };
}

export async function assessRelease(
  release: EntityObject,
  { props: { name: stage, from } }: StageRecord,
  { facts, rules }: Places,
  context: RequestContext,
): Promise<Report> {
  const tier = await tierOf(release, facts, context);
  const [policies, waivers] = await Promise.all([
    policiesFor(stage, tier, rules, context),
    waiversFor(release.id, stage, rules, context),
  ]);
  const candidate = { release, stage, asOf: facts.asOf };
  const outcomes = await Promise.all(
    [...(from.length === 0 ? [] : [stagesPolicy(stage, from)]), ...policies].flatMap((policy) =>
      policy.props.demands.map(async (demand) => {
        const evidence = new Evidence(release, facts, context);
        const finding = await findingOf(demand, candidate, evidence);
        const waiver = waivers.get(waiverKey(policy.props.name, demand.id)) ?? null;
        return outcomeOf(policy, demand, finding, waiver, evidence.items);
      }),
    ),
  );
  return { release: release.id, stage, asOf: formatTime(facts.asOf), outcomes };
}

/** What is demanded by which stages there are, whatever policies say. */
function stagesPolicy(stage: string, from: readonly string[]): PolicyRecord {
  const demands = [{ id: 'move', type: 'MOVE_ALLOWED', parameters: { from } }];
  const times = { since: micros(0), until: null };
  return {
    id: policyId(STAGES),
    kind: 'POLICY',
    about: null,
    ...times,
    props: { name: STAGES, stage, tier: null, demands, version: 1 },
  };
}

export function isReady({ outcomes }: Report): boolean {
  return outcomes.every(({ verdict }) => verdict === 'PASS' || verdict === 'WAIVED');
}

/** What one demand comes to for a release. */
export async function findingOf(
  { type, parameters }: Demand,
  candidate: Candidate,
  evidence: Evidence,
): Promise<Finding> {
  const requirement = REQUIREMENTS.get(type);
  if (requirement === undefined) return unknown(`This version does not know ${type}.`, 'Run one that does.');
  try {
    return await requirement.assess(candidate, parameters, evidence);
  } catch (error) {
    if (!(error instanceof OutOfSight)) throw error;
    return unknown(`It can not be told: ${error.message}.`, 'Have it looked at where all of it can be seen.');
  }
}

function outcomeOf(
  { props: { name, version } }: PolicyRecord,
  { id, type, parameters }: Demand,
  { verdict, why, todo }: Finding,
  waiver: WaiverRecord | null,
  evidence: readonly Item[],
): Outcome {
  const isWaived = waiver !== null && verdict !== 'PASS';
  const demanded = { policy: name, policyVersion: version, demand: id, type, parameters };
  const told = { verdict: isWaived ? 'WAIVED' : verdict, found: verdict, why, todo } as const;
  return { ...demanded, ...told, waiver: isWaived ? waiver.id : null, evidence };
}

/** Of what it is a version of; null where nobody says. */
async function tierOf(release: EntityObject, at: ReadAt, context: RequestContext): Promise<string | null> {
  const tier = (await wholeOf(release, at, context))?.props['tier'];
  return typeof tier === 'string' ? tier : null;
}
