import 'reflect-metadata';
import type { DecidedType } from '../kind/decided-type.ts';
import { Policies } from './policies.ts';
import { policyType } from './policy-type.ts';
import { promotionDecisions, Promotions } from './promotions.ts';
import { PromotionFields, promotionType } from './promotion-type.ts';
import { Readiness, ReleasableReadiness } from './readiness.ts';
import { ReadinessFields, RequirementFields } from './readiness-type.ts';
import { Registration, RegistrationField } from './register.ts';
import { Stages, stageType } from './stage-type.ts';
import { Verification } from './verify.ts';
import { waiverDecisions, Waivers } from './waivers.ts';
import { WaiverFields, waiverType } from './waiver-type.ts';

export { assessRelease, type Outcome as RequirementOutcome } from './assess.ts';
export { policyDecisions } from './policies.ts';
export { certifiable, RequirementResult } from './readiness-type.ts';
export { stagesAt } from './stage.ts';
export { promotionDecisions, waiverDecisions };

export const gateResolvers = [
  Stages,
  Policies,
  Readiness,
  ReleasableReadiness,
  ReadinessFields,
  RequirementFields,
  Waivers,
  WaiverFields,
  Promotions,
  PromotionFields,
  Verification,
  Registration,
  RegistrationField,
];

export const gateTypes: readonly DecidedType[] = [stageType, policyType, waiverType, promotionType];
