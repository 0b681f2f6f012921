import type { EntityKind } from './generated/operations.ts';

/** Kinds of one family have one colour: `--kind-<family>` in styles/tokens.css. */
export type Family = 'data' | 'flow' | 'feature' | 'experiment' | 'code' | 'model' | 'deployment' | 'kpi' | 'people';

/** A part of an entity's page, by its name in the address. */
export type Tab =
  'overview' | 'parts' | 'runs' | 'versions' | 'releases' | 'observations' | 'relations' | 'alerts' | 'history';

interface KindLook {
  readonly family: Family;
  /** Tabs that only this kind has, beside those that all have. */
  readonly tabs: readonly Tab[];
}

/** In the order in which data flows. */
export const KINDS: Readonly<Record<EntityKind, KindLook>> = {
  DATA_SOURCE: { family: 'data', tabs: ['parts'] },
  DATASET: { family: 'data', tabs: ['parts'] },
  FIELD: { family: 'data', tabs: [] },
  JOB: { family: 'flow', tabs: ['runs'] },
  FEATURE_VIEW: { family: 'feature', tabs: ['parts'] },
  FEATURE: { family: 'feature', tabs: [] },
  EXPERIMENT: { family: 'experiment', tabs: ['runs'] },
  EXPERIMENT_RUN: { family: 'experiment', tabs: [] },
  VALIDATION_SET: { family: 'experiment', tabs: [] },
  CODE_ARTIFACT: { family: 'code', tabs: [] },
  ENVIRONMENT: { family: 'code', tabs: [] },
  MODEL: { family: 'model', tabs: ['versions'] },
  MODEL_VERSION: { family: 'model', tabs: ['releases'] },
  CONFIG_VERSION: { family: 'model', tabs: ['releases'] },
  DEPLOYMENT: { family: 'deployment', tabs: ['releases'] },
  BUSINESS_KPI: { family: 'kpi', tabs: ['observations'] },
  TEAM: { family: 'people', tabs: [] },
  PERSON: { family: 'people', tabs: [] },
};

export const ALL_KINDS = Object.keys(KINDS) as readonly EntityKind[];

/** Kinds that a walk may meet. */
export const WALKED_KINDS = ALL_KINDS.filter((kind) => KINDS[kind].family !== 'people');

export function tabsOf(kind: EntityKind): readonly Tab[] {
  return ['overview', ...KINDS[kind].tabs, 'relations', 'alerts', 'history'];
}

/** Whether the API says why it is otherwise than before. */
export function isExplained(kind: EntityKind): boolean {
  return kind === 'BUSINESS_KPI' || kind === 'DEPLOYMENT' || kind === 'DATASET';
}
