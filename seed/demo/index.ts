import { ontology } from '../../src/domains/index.ts';
import type { Fact } from '../../src/kernel/fact.ts';
import type { Json } from '../../src/kernel/json.ts';
import { isFact, parseFact } from '../../src/kernel/parse-fact.ts';

const at = '2026-11-01T00:00:00Z';
const source = 'dbt';
const entity = (kind: string, namespace: string, name: string, props: Json = {}) => ({
  fact: 'entity',
  kind,
  namespace,
  name,
  props,
  at,
  source,
});
const relation = (type: string, from: string, to: string, props: Json = {}) => ({
  fact: 'relation',
  type,
  from,
  to,
  props,
  at,
  source,
});
const orders = 'urn:throughline:dataset:postgres:shop.orders';
const mart = 'urn:throughline:dataset:lake:mart.churn_features';
const job = 'urn:throughline:job:airflow:build_churn_features';
const run = 'urn:throughline:experiment-run:mlflow:run-1';
const model = 'urn:throughline:model-version:mlflow:churn%401';
const deployment = 'urn:throughline:deployment:k8s:churn-api';
const kpi = 'urn:throughline:business-kpi:growth:retention';

/** The demo company, as facts. */
export function demoFacts(): Fact[] {
  const facts: Json[] = [
    entity('DATASET', 'postgres', 'shop.orders', { description: 'Orders as the shop takes them.', tags: ['gold'] }),
    entity('DATASET', 'lake', 'mart.churn_features', { description: 'One row a customer.' }),
    entity('JOB', 'airflow', 'build_churn_features'),
    entity('MODEL_VERSION', 'mlflow', 'churn@1', { version: '1' }),
    entity('DEPLOYMENT', 'k8s', 'churn-api', { mode: 'ONLINE' }),
    entity('BUSINESS_KPI', 'growth', 'retention', {
      definitions: { id: 'd1', weight: 2, unit: 'percent', direction: 'HIGHER_IS_BETTER' },
    }),
    entity('TEAM', 'meridian', 'growth'),
    relation('OWNS', 'urn:throughline:team:meridian:growth', kpi),
    relation('READ_BY', orders, job),
    relation('WRITES', job, mart),
    relation('USED_BY', mart, run),
    relation('PRODUCED', run, model),
    relation('RELEASED_TO', model, deployment, { id: 'r1', stage: 'PRODUCTION', trafficShare: 1, validFrom: at }),
    relation('AFFECTS', deployment, kpi),
  ];
  return facts.map((input) => {
    const fact = parseFact(input, ontology);
    if (!isFact(fact)) throw new Error(`${fact.path}: ${fact.message}`);
    return fact;
  });
}
