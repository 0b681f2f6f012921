import { formatUrn, type Urn } from '../../src/kernel/urn.ts';
import { applyFacts } from '../kit/apply-facts.ts';
import type { TestServer } from '../kit/server.ts';

// The company of the release story: what its tools had told before anybody asked whether the new version may go.

export const urn = (kind: string, name: string): Urn => formatUrn(kind, 'shop', name);
export const [MODEL, OLD, NEW, RUN] = [
  urn('MODEL', 'churn'),
  urn('MODEL_VERSION', 'churn@1'),
  urn('MODEL_VERSION', 'churn@2'),
  urn('EXPERIMENT_RUN', 'run-2'),
];
export const [LETTERS, KPI] = [urn('DEPLOYMENT', 'letters'), urn('BUSINESS_KPI', 'orders-again')];
export const [DATA, SURVEY, LOAD] = [urn('DATASET', 'customers'), urn('DATASET', 'survey'), urn('JOB', 'load')];
export const [ANA, BEN] = [urn('PERSON', 'ana'), urn('PERSON', 'ben')];

const DAY = 86_400_000;
const began = Date.now();

/** RFC 3339 time so many days before the story began. */
export function ago(days: number): string {
  return new Date(began - days * DAY).toISOString();
}

export type Told = Readonly<Record<string, unknown>>;

export function entity(kind: string, name: string, props: Told = {}, at = ago(30)): Told {
  return { fact: 'entity', kind, namespace: 'shop', name, props, at, source: 'tools' };
}

export function relation(type: string, from: Urn, to: Urn, props: Told = {}, at = ago(30)): Told {
  return { fact: 'relation', type, from, to, props, at, source: 'tools' };
}

/** What a job is seen to write goes stale where it is not seen again. */
export function written(at: string): Told {
  return { ...relation('WRITES', LOAD, DATA, {}, at), provenance: 'OBSERVED' };
}

/** What a run of the load asserted of its data. */
export function asserted(run: string, success: boolean, at: string): Told {
  const value = [{ assertion: 'unique', column: 'id', success }];
  return { fact: 'observe', of: DATA, metric: 'assertions', key: run, value, at, source: 'tools' };
}

/** The version before serves, the new one has been trained, and nobody has told its seed or what was changed. */
export async function tellCompany(server: TestServer): Promise<void> {
  const definitions = { id: '1', unit: 'percent', direction: 'HIGHER_IS_BETTER', validFrom: ago(300) };
  await applyFacts(server, [
    entity('MODEL', 'churn', { tier: 'tier-1' }),
    entity('MODEL_VERSION', 'churn@1', { metrics: { auc: 0.79 }, sliceMetrics: { 'new customers': { auc: 0.71 } } }),
    relation('CONTAINS', MODEL, OLD),
    entity('PERSON', 'ana', { active: true }),
    entity('PERSON', 'ben', { active: true }),
    relation('OWNS', ANA, MODEL),
    entity('DEPLOYMENT', 'letters', { mode: 'BATCH' }),
    entity('BUSINESS_KPI', 'orders-again', { definitions }),
    relation('AFFECTS', LETTERS, KPI),
    entity('DATASET', 'customers'),
    // It reads a survey that nobody has described, and is due every day.
    entity('JOB', 'load', { expectedIntervalSeconds: 86_400 }),
    relation('READ_BY', SURVEY, LOAD),
    written(ago(9)),
    asserted('load-1', false, ago(9)),
    entity('EXPERIMENT', 'churn-without-coupons'),
    entity('EXPERIMENT_RUN', 'run-2', { runName: 'without-coupons' }, ago(12)),
    relation('CONTAINS', urn('EXPERIMENT', 'churn-without-coupons'), RUN, {}, ago(12)),
    relation('USED_BY', DATA, RUN, {}, ago(12)),
    relation('RELEASED_TO', OLD, LETTERS, { id: 'r1', stage: 'PRODUCTION', trafficShare: 1, validFrom: ago(30) }),
  ]);
}
