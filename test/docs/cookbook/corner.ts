import type { Fact } from '../../../src/kernel/fact.ts';
import { formatUrn } from '../../../src/kernel/urn.ts';
import { trusted } from '../../contract/trusted.ts';

const claim = { at: '2026-01-01T00:00:00.123456Z', source: 'test' };
const urn = (kind: string, name: string) => formatUrn(kind, 'corner', name);

/** A small world of which every query of the cookbook has something to tell, whatever else is in the graph. */
export function cornerFacts(): Fact[] {
  const entity = (kind: string, name: string, props = {}) =>
    trusted({ fact: 'entity', kind, namespace: 'corner', name, props, ...claim });
  const relation = (type: string, from: string, to: string, props = {}) =>
    trusted({ fact: 'relation', type, from, to, props, ...claim });
  const raw = urn('DATASET', 'raw');
  const clean = urn('DATASET', 'clean');
  const column = urn('FIELD', 'clean#amount');
  const [trained, untrained] = [urn('FEATURE', 'basket#amount'), urn('FEATURE', 'basket#ammount')];
  const [run, version] = [urn('EXPERIMENT_RUN', 'run-1'), urn('MODEL_VERSION', 'basket@1')];
  const [deployment, kpi] = [urn('DEPLOYMENT', 'basket-api'), urn('BUSINESS_KPI', 'revenue')];
  return [
    entity('DATASET', 'raw', { tags: ['pii'] }),
    entity('DEPLOYMENT', 'basket-api'),
    relation('FEEDS', urn('DATA_SOURCE', 'shop'), raw),
    relation('READ_BY', raw, urn('JOB', 'cleaning')),
    relation('WRITES', urn('JOB', 'cleaning'), clean),
    relation('CONTAINS', clean, column),
    relation('SUPPLIES', column, trained),
    relation('SUPPLIES', clean, urn('FEATURE_VIEW', 'basket')),
    relation('USED_BY', urn('FEATURE_VIEW', 'basket'), run),
    relation('USED_BY', trained, run),
    relation('PRODUCED', run, version),
    relation('RELEASED_TO', version, deployment, { id: 'r1', stage: 'PRODUCTION', trafficShare: 0.5 }),
    relation('SERVES', trained, deployment),
    relation('SERVES', untrained, deployment),
    relation('AFFECTS', deployment, kpi),
    relation('OWNS', urn('TEAM', 'growth'), deployment),
  ];
}
