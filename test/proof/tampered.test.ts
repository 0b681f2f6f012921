import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JsonObject } from '../../src/kernel/json.ts';
import { applyFacts } from '../kit/apply-facts.ts';
import { CERTIFICATE, checkProof, exportedLog, passing } from '../kit/check-proof.ts';
import { startServer, type TestServer } from '../kit/server.ts';

const urn = (kind: string, name: string) => `urn:throughline:${kind}:shop:${encodeURIComponent(name)}`;
const [ORDERS, JOB, DAILY] = [urn('dataset', 'orders'), urn('job', 'sum'), urn('dataset', 'daily')];
const [LIVE, CHURN] = [urn('deployment', 'live'), urn('business-kpi', 'churn')];
const at = (day: number) => `2026-01-0${day}T00:00:00Z`;
const definition = (id: string, weight: number, source: string, day: number) => ({
  ...{ fact: 'entity', kind: 'BUSINESS_KPI', namespace: 'shop', name: 'churn', at: at(day), source },
  props: { definitions: { id, weight, validFrom: at(1) } },
});
const relation = (type: string, from: string, to: string, props = {}, source = 'test', day = 1) => ({
  ...{ fact: 'relation', type, from, to, props, at: at(day), source, provenance: 'OBSERVED' },
});

/** What several sources say at one time, what was taken back and said anew, sets, and two releases. */
const FACTS = [
  { fact: 'authority', of: 'ledger', rank: 2, at: at(1), source: 'test' },
  ...[definition('first', 3, 'ledger', 2), definition('first', 9, 'wiki', 2), definition('first', 7, 'wiki', 1)],
  { fact: 'set', of: JOB, type: 'READ_BY', end: 'to', members: [ORDERS], at: at(1), source: 'tracker' },
  relation('READ_BY', ORDERS, JOB, { confidence: 0.8 }, 'hand', 2),
  relation('WRITES', JOB, DAILY),
  { fact: 'retire', of: { type: 'WRITES', from: JOB, to: DAILY }, at: at(2), source: 'test' },
  { ...relation('WRITES', JOB, DAILY, {}, 'test', 3), provenance: 'INFERRED' },
  relation('SERVES', DAILY, LIVE),
  relation('RELEASED_TO', urn('model-version', 'm@1'), LIVE, { id: 'r1', stage: 'SHADOW', trafficShare: 0.9 }),
  relation('RELEASED_TO', urn('model-version', 'm@2'), LIVE, { id: 'r2', stage: 'CANARY', trafficShare: 0.25 }),
  relation('AFFECTS', LIVE, CHURN, { confidence: 0.5 }),
  relation('AFFECTS', LIVE, CHURN, {}, 'test', 3),
];

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  await applyFacts(server, FACTS);
});
afterAll(() => server[Symbol.asyncDispose]());

test('a certificate with any one part otherwise is refused, be its hash made to fit', async () => {
  const { impact } = await server.query<{ impact: { kpis: { nodes: { risk: number; certificate: JsonObject }[] } } }>(
    `{ impact(of: ["${ORDERS}"]) { kpis { nodes { risk ${CERTIFICATE} } } } }`,
  );
  const [{ risk, certificate } = { risk: 0, certificate: {} }] = impact.kpis.nodes;
  // 3 × 0.8 × 0.7 × 1 × 0.5, of which 0.25 is served.
  expect(risk).toBe(0.21);
  const log = await exportedLog(server.url);
  expect(await checkProof(certificate, log)).toEqual({
    code: 0,
    said: 'verified: 8 premises by 8 claims. Taken as given: that nothing else bears on the conclusion.',
  });
  const { said } = await checkProof({ ...certificate, position: 1 }, log);
  expect(said).toBe('refused: the certificate is not what its hash says');
  expect(await passing(certificate, log)).toEqual([]);
});
