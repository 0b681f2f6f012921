import { sameJson } from '../../kernel/json.ts';
import type { Urn } from '../../kernel/urn.ts';
import { certify, decision, type Certificate, type Premise } from '../kind/certificate.ts';
import type { RequestContext } from '../kind/context.ts';
import { findingOf, type Outcome, type Places } from './assess.ts';
import { Evidence } from './evidence.ts';
import { policyStream, STAGES, type PolicyRecord } from './policy.ts';
import { rulesOf } from './rules.ts';
import { stagesAt, stageStream } from './stage.ts';
import { waiverKey, waiversFor, waiverStream } from './waiver.ts';

/** Of which decision an outcome is a part, and where it was found. */
export interface FoundAt {
  readonly release: Urn;
  readonly stage: string;
  readonly places: Places;
}

/**
 * What a verdict rests on: the demand, the waiver, and all that was read to tell. It is looked at anew for that, where it
 * was found; null where it does not come to the same any more.
 */
export async function certifyOutcome(
  outcome: Outcome,
  { release, stage, places }: FoundAt,
  context: RequestContext,
): Promise<Certificate | null> {
  const { policy, policyVersion, demand, type, parameters, verdict, found, why, todo } = outcome;
  const { facts } = places;
  const entity = await context.read.entity(release, facts);
  if (entity === null) return null;
  const evidence = new Evidence(entity, facts, context);
  const finding = await findingOf(
    { id: demand, type, parameters },
    { release: entity, stage, asOf: facts.asOf },
    evidence,
  );
  const isSame = sameJson(
    { ...finding, evidence: evidence.items },
    { verdict: found, why, todo, evidence: outcome.evidence },
  );
  if (!isSame) return null;
  const demanded = { policy, policyVersion, demand, requirement: type, parameters };
  return certify(
    { type: 'VERDICT', release, stage, ...demanded },
    { verdict, found },
    [...(await rulesBehind(outcome, { release, stage, places }, context)), ...evidence.premises],
    facts,
    context,
  );
}

/** Who says that it is demanded, and by whom it is waived. */
async function rulesBehind(
  { policy, demand, waiver }: Outcome,
  { release, stage, places: { rules } }: FoundAt,
  context: RequestContext,
): Promise<Premise[]> {
  const premises: Premise[] = [];
  if (policy === STAGES) {
    const defined = (await stagesAt(rules, context)).get(stage);
    // What nobody defined is so from the outset, by no word of anybody.
    if (defined !== undefined && defined.since > 0)
      premises.push(decision(stageStream(stage), defined, ['name', 'from']));
  } else {
    const policies = (await rulesOf('POLICY', rules, context)) as readonly PolicyRecord[];
    const made = policies.find(({ props }) => props.name === policy);
    if (made !== undefined) {
      premises.push(decision(policyStream(policy), made, ['stage', 'version', 'demands']));
    }
  }
  if (waiver === null) return premises;
  const made = (await waiversFor(release, stage, rules, context)).get(waiverKey(policy, demand));
  if (made !== undefined) {
    const names = ['about', 'stage', 'policy', 'demand', 'until', 'by', 'reason'];
    premises.push(decision(waiverStream(release, made.props), made, names));
  }
  return premises;
}
