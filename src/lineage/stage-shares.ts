/**
 * How much of what a release answers reaches the business, by its stage: what its share of the traffic is multiplied by.
 * Stages that answer nobody have a little, so that what breaks there is told in its order, behind all that serves.
 */
export const STAGE_SHARES: Readonly<Record<string, number>> = {
  PRODUCTION: 1,
  AB: 1,
  CANARY: 1,
  SHADOW: 0.1,
  STAGING: 0.1,
  TEST: 0.01,
  DEV: 0.01,
};

/** Of a stage of the organisation's own, and of a release that names none: rather told too high than overlooked. */
export const OTHER_STAGE_SHARE = 1;

/** From 0 to 1, to six digits. A traffic share that is not told counts as all of it. */
export function stageShareOf(stage: string | null, trafficShare: number | null): number {
  const known = stage !== null && Object.hasOwn(STAGE_SHARES, stage) ? STAGE_SHARES[stage] : undefined;
  return Math.round((known ?? OTHER_STAGE_SHARE) * (trafficShare ?? 1) * 1e6) / 1e6;
}

/** Whether anybody is answered by a release of this stage and share: what only looks on moves nothing. */
export function answersAnybody(stage: string | null, trafficShare: number | null): boolean {
  return trafficShare !== 0 && stageShareOf(stage, 1) === 1;
}
