import { applyFacts } from '../../kit/apply-facts.ts';
import { startServer, type TestServer } from '../../kit/server.ts';

export const urn = (kind: string, name: string) => `urn:throughline:${kind}:shop:${encodeURIComponent(name)}`;
export const at = '2026-01-01T00:00:00Z';
export const relation = (type: string, from: string, to: string, props = {}) => ({
  ...{ fact: 'relation', type, from, to, props, provenance: 'OBSERVED', source: 'test', at },
});
export const entity = (kind: string, name: string, props = {}) => ({
  ...{ fact: 'entity', kind, namespace: 'shop', name, props, at, source: 'test' },
});

export const ORDERS = urn('dataset', 'orders');
export const AMOUNT = urn('field', 'orders#amount');
export const STATUS = urn('field', 'orders#status');
export const SUM = urn('field', 'daily#sum');
export const VIEW = urn('feature-view', 'basket');
export const LIVE = urn('deployment', 'live');
export const SALES = urn('business-kpi', 'sales');
export const MARGIN = urn('business-kpi', 'margin');

export const DEFINITION = { formula: 'orders paid', unit: 'EUR', direction: 'HIGHER_IS_BETTER' };
export const FACTS = [
  entity('FIELD', 'orders#amount', { dataType: 'int4' }),
  relation('CONTAINS', ORDERS, AMOUNT),
  relation('CONTAINS', ORDERS, STATUS),
  relation('CONTAINS', urn('dataset', 'daily'), SUM),
  relation('READ_BY', ORDERS, urn('job', 'report'), { columns: 'OPAQUE' }),
  relation('READ_BY', ORDERS, urn('job', 'roll'), { columns: 'KNOWN' }),
  entity('JOB', 'roll', { sourceCodeUrl: 'https://git.test/roll.sql', sourceCodeVersion: 'abc' }),
  relation('DERIVES', AMOUNT, SUM, { job: urn('job', 'roll') }),
  relation('SUPPLIES', SUM, urn('feature', 'basket#mean')),
  relation('CONTAINS', VIEW, urn('feature', 'basket#mean')),
  relation('SERVES', urn('feature', 'basket#mean'), LIVE),
  relation('USED_BY', VIEW, urn('experiment-run', 'r')),
  relation('PRODUCED', urn('experiment-run', 'r'), urn('model-version', 'm@1')),
  relation('RELEASED_TO', urn('model-version', 'm@1'), LIVE, { id: 'r1', stage: 'PRODUCTION', trafficShare: 0.9 }),
  relation('RELEASED_TO', urn('model-version', 'm@2'), LIVE, { id: 'r2', stage: 'our own', trafficShare: 0.1 }),
  relation('AFFECTS', LIVE, SALES, { confidence: 0.5 }),
  relation('ROLLS_UP_TO', SALES, MARGIN),
  entity('BUSINESS_KPI', 'sales', { definitions: { id: 'd', validFrom: at, weight: 4, ...DEFINITION } }),
  entity('BUSINESS_KPI', 'margin', { definitions: { id: 'd', validFrom: at, weight: 2, ...DEFINITION } }),
  relation('OWNS', urn('team', 'growth'), LIVE),
  relation('OWNS', urn('team', 'board'), MARGIN),
];

/** A server of which all the graph is a shop: its orders, what is made of them, and what it is judged by. */
export async function startShop(): Promise<TestServer> {
  const server = await startServer();
  await applyFacts(server, FACTS);
  return server;
}

export type Answered = Record<string, unknown>;

export async function askWhatIf(
  server: TestServer,
  changes: object | object[],
  selection: string,
  moment: object | null = null,
): Promise<Answered> {
  const document = `query ($changes: [WhatIfChange!]!, $at: Moment) { whatIf(changes: $changes, at: $at) { ${selection} } }`;
  return (await server.query<{ whatIf: Answered }>(document, { changes: [changes].flat(), at: moment })).whatIf;
}

export const OUTCOMES = 'verdict outcomes { type subject { id } verdict reasons { type verdict count } before after }';
export const CONSUMERS = `consumers { total { value exact } nodes { consumer { id } uses known link { type grain confidence sources }
  job { name sourceCodeUrl sourceCodeVersion } sourcesLeft } }`;
