import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JsonObject } from '../../src/kernel/json.ts';
import { CERTIFICATE, checkProof, exportedLog } from '../kit/check-proof.ts';
import { callsOf } from '../kit/counting.ts';
import { startServer, type TestServer } from '../kit/server.ts';

const ORDERS = 'urn:throughline:dataset:postgres%3A%2F%2Fshop-db%3A5432:shop.orders';
const COUPON = `${ORDERS.replace('dataset', 'field')}%23coupon_code`;
const IMPACT = `query ($of: [ID!]!, $at: Moment) { impact(of: $of, at: $at) { kpis { nodes { risk ${CERTIFICATE} } } } }`;

let server: TestServer;
let log: string;
beforeAll(async () => {
  server = await startServer({ THROUGHLINE_SEED: 'demo' });
  log = await exportedLog(server.url);
});
afterAll(() => server[Symbol.asyncDispose]());

interface AtRisk {
  readonly risk: number;
  readonly certificate: JsonObject & { readonly conclusion: { readonly risk: number } };
}

async function atRisk(of: string, at: object | null = null): Promise<readonly AtRisk[]> {
  const { impact } = await server.query<{ impact: { kpis: { nodes: AtRisk[] } } }>(IMPACT, { of: [of], at });
  return impact.kpis.nodes;
}

test('each KPI at risk has a certificate that the export bears out, now and in the past', async () => {
  const { deployments } = await server.query<{ deployments: { nodes: { id: string }[] } }>(
    '{ deployments(first: 100) { nodes { id } } }',
  );
  const past = { asOf: '2026-11-20T12:00:00Z' };
  const starts = [COUPON, ...deployments.nodes.map(({ id }) => id)];
  const all = [...(await Promise.all(starts.map((of) => atRisk(of)))).flat(), ...(await atRisk(ORDERS, past))];
  expect(all.length).toBeGreaterThan(15);
  for (const { risk, certificate } of all) {
    expect(certificate.conclusion.risk).toBe(risk);
    expect(await checkProof(certificate, log)).toMatchObject({ code: 0 });
  }
});

test('an export that is changed, or lacks an entry, is refused', async () => {
  const [first] = await atRisk(ORDERS);
  const { certificate } = first!;
  const lines = log.trimEnd().split('\n');
  const claimed = (certificate['claims'] as { position: number }[])[0]!.position - 1;
  for (const index of [0, claimed, lines.length - 1]) {
    const changed = lines.with(index, lines[index]!.replace('"source":"', '"source":"x')).join('\n');
    const { said } = await checkProof(certificate, changed);
    expect(said).toBe(`refused: entry ${index + 1} is not what its hash says`);
    expect((await checkProof(certificate, lines.toSpliced(index, 1).join('\n'))).said).toMatch(/^refused: the export/);
  }
});

test('the certificates of a page cost one reading of the log each', async () => {
  const calls = await callsOf(server, IMPACT, { of: [ORDERS] });
  const { length } = await atRisk(ORDERS);
  expect(calls.filter((name) => name === 'about')).toHaveLength(length);
});

test('what is not asked for is not read', async () => {
  expect(await callsOf(server, IMPACT.replace(CERTIFICATE, ''), { of: [ORDERS] })).not.toContain('about');
});
