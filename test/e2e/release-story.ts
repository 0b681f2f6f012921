import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JsonObject } from '../../src/kernel/json.ts';
import { applyFacts } from '../kit/apply-facts.ts';
import { CERTIFICATE, checkProofs, exportedLog } from '../kit/check-proof.ts';
import { startServer, type TestServer } from '../kit/server.ts';
import * as shop from './release-facts.ts';
import { ago, asserted, entity, KPI, LETTERS, MODEL, NEW, OLD, relation, RUN, urn, written } from './release-facts.ts';

interface Requirement {
  readonly type: string;
  readonly verdict: string;
  readonly found: string;
  readonly waiver: string | null;
  readonly certificate: JsonObject | null;
}

interface Report {
  readonly ready: boolean;
  readonly hash: string;
  readonly whyNot: readonly string[];
  readonly requirements: readonly Requirement[];
}

interface Promoted {
  readonly promotion: { readonly id: string; readonly at: string; readonly report: Report } | null;
  readonly readiness: Report | null;
  readonly refused: { readonly code: string; readonly message: string } | null;
}

const REPORT = `ready hash whyNot requirements { type verdict found waiver ${CERTIFICATE} }`;

/** Each of the seven that production waits for, and the fact about the graph that sets it right. */
const SET_RIGHT: readonly (readonly [type: string, facts: () => readonly shop.Told[]])[] = [
  [
    'METRIC_THRESHOLD',
    () => [entity('MODEL_VERSION', 'churn@2', { sliceMetrics: { 'new customers': { auc: 0.74 } } })],
  ],
  [
    'SPLIT_REPRODUCIBLE',
    () => {
      const told = { randomSeed: 7, dataVersion: '2026-11', splitFingerprint: 'a1' };
      const again = urn('EXPERIMENT_RUN', 'run-2-again');
      return [
        entity('EXPERIMENT_RUN', 'run-2', told, ago(1)),
        entity('EXPERIMENT_RUN', 'run-2-again', told, ago(1)),
        relation('CONTAINS', urn('EXPERIMENT', 'churn-without-coupons'), again, {}, ago(1)),
      ];
    },
  ],
  ['UPSTREAM_DESCRIBED', () => [entity('DATASET', 'survey', { description: 'Why customers left, as they say.' })]],
  ['UPSTREAM_CHECKS_PASS', () => [asserted('load-2', true, ago(0))]],
  ['UPSTREAM_FRESH', () => [written(ago(0))]],
  ['SECOND_OWNER', () => [relation('OWNS', shop.BEN, MODEL, {}, ago(0))]],
  ['FAILSAFE_DECLARED', () => [relation('FALLS_BACK_TO', LETTERS, OLD, {}, ago(0))]],
];

/**
 * A churn model goes from candidate over shadow and A/B to production: refused for seven reasons, let through once the graph
 * has the facts, and put in doubt by one that comes late. Each test goes on where the one before it ended.
 */
export function releaseStory(environment: Readonly<Record<string, string>>): void {
  let server: TestServer;
  let decided: NonNullable<Promoted['promotion']>;
  beforeAll(async () => {
    server = await startServer(environment);
    await shop.tellCompany(server);
    const validated = [{ type: 'RANDOM_SEED_SET' }, { type: 'CHANGE_NOTE', parameters: { words: 3 } }];
    await setPolicy('validated', 'REGISTERED', validated);
    const soaked = { type: 'SOAK_TIME', parameters: { stage: 'SHADOW', hours: 48 } };
    await setPolicy('experiment', 'AB', [soaked, { id: 'two people', type: 'SECOND_OWNER' }], { mayWaive: ['ben'] });
    const threshold = { metric: 'auc', against: 'SERVING', stage: 'AB', slices: ['new customers'] };
    await setPolicy('production', 'PRODUCTION', [
      { type: 'KPI_LINKED' },
      { type: 'KPI_EFFECT_NOT_NEGATIVE', parameters: { kpi: KPI } },
      { type: 'SOAK_TIME', parameters: { stage: 'AB', hours: 72 } },
      { type: 'NO_OPEN_CRITICAL_ALERT' },
      { type: 'METRIC_THRESHOLD', parameters: threshold },
      ...SET_RIGHT.slice(1).map(([type]) => ({ type })),
    ]);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  /** Carries out a mutation that takes one input, and gives what it says. */
  async function mutate<T>(name: string, type: string, input: object, asked: string): Promise<T> {
    const document = `mutation ($input: ${type}!) { ${name}(input: $input) { ${asked} refused { code message } } }`;
    return (await server.query<Record<string, T>>(document, { input }))[name]!;
  }

  async function setPolicy(name: string, stage: string, demands: readonly object[], more: object = {}): Promise<void> {
    const input = { name, stage, demands, ...more };
    expect(await mutate('setPolicy', 'SetPolicyInput', input, '')).toEqual({ refused: null });
  }

  function promote(stage: string): Promise<Promoted> {
    const asked = `promotion { id at report { ${REPORT} } } readiness { ${REPORT} }`;
    return mutate('promote', 'PromoteInput', { release: NEW, stage, by: 'ana' }, asked);
  }

  function register() {
    const input = { model: MODEL, version: '2', run: RUN, props: { metrics: { auc: 0.83 } }, by: 'ana' };
    const asked = 'status version { id registration } readiness { whyNot }';
    return mutate('registerModelVersion', 'RegisterModelVersionInput', input, asked);
  }

  async function released(version: string, id: string, props: object, from: string, until?: string): Promise<void> {
    const told = { id, ...props, validFrom: from, ...(until !== undefined && { validTo: until }) };
    const input = { type: 'RELEASED_TO', from: version, to: LETTERS, props: told, at: until ?? from, source: 'tools' };
    expect(await mutate('relate', 'RelationInput', input, '')).toEqual({ refused: null });
  }

  async function serving(asOf: string): Promise<string[]> {
    const document = `query ($on: ID!, $at: Moment) { whatWasServing(deployment: $on, at: $at) { releases {
      stage released { name } } } }`;
    type Served = { stage: string; released: { name: string } };
    const { whatWasServing } = await server.query<{ whatWasServing: { releases: Served[] } }>(document, {
      on: LETTERS,
      at: { asOf },
    });
    return whatWasServing.releases.map(({ stage, released }) => `${released.name} ${stage}`).sort();
  }

  /** Each verdict has a certificate that the checker verifies against the log as it is exported. */
  async function expectProven({ requirements }: Report): Promise<void> {
    const certificates = requirements.map(({ certificate }) => certificate ?? {});
    for (const [index, { verdict, found }] of requirements.entries())
      expect(certificates[index]).toMatchObject({ conclusion: { verdict, found } });
    const proofs = await checkProofs(certificates, await exportedLog(server.url));
    for (const { said } of proofs) expect(said).toMatch(/^verified: /);
  }

  const failing = ({ requirements }: Report) =>
    requirements.filter(({ verdict }) => verdict === 'FAIL' || verdict === 'UNKNOWN').map(({ type }) => type);

  test('registered, it stays a candidate with the list; once its seed and its note are told it is admitted', async () => {
    expect(await register()).toEqual({
      status: 'CANDIDATE',
      version: { id: NEW, registration: 'CANDIDATE' },
      readiness: {
        whyNot: [
          expect.stringMatching(/^The run run-2 says of no random seed\./),
          expect.stringMatching(/^There is no change note of 3 or more words on churn@2 or run-2\./),
        ] as string[],
      },
      refused: null,
    });
    const told = { randomSeed: 7, changeNote: 'Does without the coupons, which are gone.' };
    await applyFacts(server, [entity('EXPERIMENT_RUN', 'run-2', told, ago(11))]);
    expect(await register()).toMatchObject({ status: 'ADMITTED', version: { registration: 'ADMITTED' } });
  });

  test('it goes to shadow by way of a test, and no stage is left out', async () => {
    const tooEarly = await promote('SHADOW');
    expect(tooEarly).toMatchObject({ promotion: null, refused: { code: 'NOT_READY' } });
    expect(failing(tooEarly.readiness!)).toEqual(['MOVE_ALLOWED']);
    for (const stage of ['TEST', 'SHADOW']) expect(await promote(stage)).toMatchObject({ refused: null });
    await released(NEW, 'r2', { stage: 'SHADOW', trafficShare: 0 }, ago(10), ago(7));
  });

  test('a waiver with an end lets it into the experiment; withdrawn, it lets nothing pass any more', async () => {
    const refused = await promote('AB');
    expect(failing(refused.readiness!)).toEqual(['SECOND_OWNER']);
    const input = { release: NEW, policy: 'experiment', demand: 'two people', by: 'ben', reason: 'I join next week.' };
    type Waived = { waiver: { id: string } | null; refused: object | null };
    const waive = (more: object) =>
      mutate<Waived>('waiveRequirement', 'WaiveRequirementInput', { ...input, ...more }, 'waiver { id }');
    const inAWeek = { until: ago(-7) };
    expect((await waive({ until: ago(1) })).refused).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect((await waive({ ...inAWeek, by: 'ana' })).refused).toMatchObject({ code: 'FORBIDDEN' });
    const id = (await waive(inAWeek)).waiver?.id;
    const { promotion } = await promote('AB');
    expect(promotion?.report.requirements.at(-1)).toMatchObject({ verdict: 'WAIVED', found: 'FAIL', waiver: id });
    await expectProven(promotion!.report);
    const withdraw = 'mutation ($id: ID!) { withdrawWaiver(id: $id) { refused { code } } }';
    expect(await server.query(withdraw, { id })).toEqual({ withdrawWaiver: { refused: null } });
    expect(failing((await promote('AB')).readiness!)).toEqual(['SECOND_OWNER']);
  });

  test('in the experiment more of those whom it chooses order again', async () => {
    await released(OLD, 'r1', { stage: 'PRODUCTION', trafficShare: 1 }, ago(30), ago(6));
    await released(OLD, 'r3', { stage: 'AB', trafficShare: 0.5, arm: 'control' }, ago(6));
    await released(NEW, 'r4', { stage: 'AB', trafficShare: 0.5, arm: 'treatment' }, ago(6));
    const observations = [5, 4, 3, 2, 1].flatMap((days) => [
      { at: ago(days), arm: 'control', value: 40 + days / 10, n: 500, variance: 2_400 },
      { at: ago(days), arm: 'treatment', value: 46 - days / 10, n: 500, variance: 2_400 },
    ]);
    const input = { kpi: KPI, unit: 'percent', observations };
    expect(await mutate('recordKpiObservations', 'RecordKpiObservationsInput', input, 'recorded')).toEqual({
      recorded: 10,
      refused: null,
    });
    const document = `query ($deployment: ID!, $kpi: ID!, $window: KpiEffectWindow!) {
      kpiEffect(deployment: $deployment, kpi: $kpi, window: $window) { method verdict reasons { reason } } }`;
    const window = { since: ago(6), until: ago(0) };
    expect(await server.query(document, { deployment: LETTERS, kpi: KPI, window })).toEqual({
      kpiEffect: { method: 'WELCH', verdict: 'POSITIVE', reasons: [] },
    });
    expect(await serving(ago(20))).toEqual(['churn@1 PRODUCTION']);
    expect(await serving(ago(8))).toEqual(['churn@1 PRODUCTION', 'churn@2 SHADOW']);
    expect(await serving(ago(3))).toEqual(['churn@1 AB', 'churn@2 AB']);
  });

  test('production refuses it for seven reasons, which facts about the graph set right one by one', async () => {
    const { promotion, readiness, refused } = await promote('PRODUCTION');
    expect([promotion, refused?.code]).toEqual([null, 'NOT_READY']);
    expect(failing(readiness!)).toEqual(SET_RIGHT.map(([type]) => type));
    expect(readiness?.whyNot).toHaveLength(7);
    await expectProven(readiness!);
    for (const [index, [, facts]] of SET_RIGHT.entries()) {
      await applyFacts(server, facts());
      const document = `query ($release: ID!) { promotionReadiness(release: $release, stage: "PRODUCTION") { ${REPORT} } }`;
      const { promotionReadiness } = await server.query<{ promotionReadiness: Report }>(document, { release: NEW });
      expect(failing(promotionReadiness)).toEqual(SET_RIGHT.slice(index + 1).map(([type]) => type));
    }
  });

  test('it is promoted, serves, and what it was promoted on is found again and proven', async () => {
    const { promotion, refused } = await promote('PRODUCTION');
    expect(refused).toBeNull();
    decided = promotion!;
    const { ready, requirements } = decided.report;
    expect([ready, new Set(requirements.map(({ verdict }) => verdict))]).toEqual([true, new Set(['PASS'])]);
    await expectProven(decided.report);
    const deployedAt = new Date().toISOString();
    await released(OLD, 'r3', { stage: 'AB', trafficShare: 0.5, arm: 'control' }, ago(6), deployedAt);
    await released(NEW, 'r4', { stage: 'AB', trafficShare: 0.5, arm: 'treatment' }, ago(6), deployedAt);
    await released(NEW, 'r5', { stage: 'PRODUCTION', trafficShare: 1 }, deployedAt);
    expect(await serving(new Date().toISOString())).toEqual(['churn@2 PRODUCTION']);
    expect(await serving(ago(3))).toEqual(['churn@1 AB', 'churn@2 AB']);
    const { promotions } = await server.query<{ promotions: { nodes: { stage: string }[] } }>(
      '{ promotions { nodes { stage } } }',
    );
    expect(promotions.nodes.map(({ stage }) => stage)).toEqual(['PRODUCTION', 'AB', 'SHADOW', 'TEST', 'REGISTERED']);
    await expectIdentical();
  });

  test('a late fact puts the decision in doubt, and changes nothing of what was decided', async () => {
    const document = `{ decisionsInDoubt { decisions { promotion { id } differences {
      was { type verdict } is { type verdict why ${CERTIFICATE} } } } } }`;
    type Doubt = { promotion: { id: string }; differences: { is: { certificate: JsonObject } }[] };
    const inDoubt = async () =>
      (await server.query<{ decisionsInDoubt: { decisions: Doubt[] } }>(document)).decisionsInDoubt.decisions;
    expect(await inDoubt()).toEqual([]);
    // The directory tells today that ben had left the day before it was promoted.
    await applyFacts(server, [entity('PERSON', 'ben', { active: false }, ago(1))]);
    const doubts = await inDoubt();
    expect(doubts).toMatchObject([
      {
        promotion: { id: decided.id },
        differences: [
          { was: { type: 'SECOND_OWNER', verdict: 'PASS' }, is: { type: 'SECOND_OWNER', verdict: 'FAIL' } },
        ],
      },
    ]);
    const [proof] = await checkProofs([doubts[0]!.differences[0]!.is.certificate], await exportedLog(server.url));
    expect(proof?.said).toMatch(/^verified: /);
    const { node } = await server.query<{ node: object }>(
      `query ($id: ID!) { node(id: $id) { ... on Promotion { id at report { ${REPORT} } } } }`,
      { id: decided.id },
    );
    expect(node).toEqual(decided);
    await expectIdentical();
  });

  async function expectIdentical(): Promise<void> {
    const document = `query ($id: ID!) { verifyPromotion(id: $id) { identical recomputed differences { was { type } } } }`;
    const { hash } = decided.report;
    expect(await server.query(document, { id: decided.id })).toEqual({
      verifyPromotion: { identical: true, recomputed: hash, differences: [] },
    });
  }
}
