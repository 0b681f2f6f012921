import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BEGIN, END } from '../../seed/calendar.ts';
import { DEMO_ALERTS } from '../../seed/demo/alerts.ts';
import { DEMO_POLICIES } from '../../seed/demo/policies.ts';
import { DEMO_PROMOTIONS, DEMO_WAIVERS } from '../../seed/demo/promotions.ts';
import { demoFacts } from '../../seed/demo/index.ts';
import { ontology } from '../../src/domains/index.ts';
import { seedDemo } from '../../src/seed.ts';
import { parseTime } from '../../src/kernel/time.ts';
import { formatUrn, urnParts, type Urn } from '../../src/kernel/urn.ts';
import type { Writer } from '../../src/store/group-commit.ts';
import { mentionedBy } from '../../src/store/claims/wanted.ts';
import { headAt } from '../contract/subject.ts';
import { startServer, type TestServer } from '../kit/server.ts';

const facts = demoFacts();
/** Each fact, each decision of its gates, and what its alerts did. */
const entries =
  facts.length +
  [DEMO_POLICIES, DEMO_WAIVERS, DEMO_PROMOTIONS].reduce((sum, { length }) => sum + length, 0) +
  DEMO_ALERTS.reduce((sum, { until }) => sum + (until === null ? 1 : 2), 0);
const SHOP_DB = 'postgres://shop-db:5432';
const WAREHOUSE = 'snowflake://meridian-eu';
const ORDERS = formatUrn('DATASET', SHOP_DB, 'shop.orders');
const COUPON = formatUrn('FIELD', SHOP_DB, 'shop.orders#coupon_code');
const ACTIVITY = formatUrn('DATASET', WAREHOUSE, 'analytics.customer_activity');
const RETENTION = formatUrn('BUSINESS_KPI', 'growth', 'customer-retention');
const JONAS = formatUrn('PERSON', 'meridian', 'jonas.weber');
const OCTOBER = '2026-10-25T00:00:00Z';

describe('the facts', () => {
  test('are the same each time', () => {
    expect(demoFacts()).toEqual(facts);
  });

  test('cover six weeks, in order, from several sources', () => {
    const times = facts.map(({ at }) => at);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times[0]).toBe(parseTime(BEGIN));
    expect(times.at(-1)).toBeLessThan(parseTime(END) ?? 0);
    const sources = new Set(facts.map(({ source }) => source));
    expect([...sources]).toEqual(
      expect.arrayContaining(['openlineage', 'dbt', 'feast', 'mlflow', 'k8s', 'people', 'api']),
    );
  });

  test('are few enough to be loaded at once', () => {
    expect(facts.length).toBeLessThan(4_000);
    expect(new Set(facts.flatMap(mentionedBy)).size).toBeLessThan(400);
  });

  test('describe nearly everything in words; a few are only referred to', () => {
    const texts = new Map<Urn, boolean>(facts.flatMap(mentionedBy).map((id) => [id, false]));
    for (const fact of facts) {
      if (fact.fact === 'entity' && typeof fact.props['description'] === 'string') texts.set(fact.id, true);
    }
    const silent = [...texts].filter(([, said]) => !said).map(([id]) => urnParts(id));
    expect(silent.filter(({ kind }) => kind !== 'EXPERIMENT_RUN').map(({ name }) => name)).toEqual([
      'survey.answers',
      'l.novak',
      'weekly_board_report',
    ]);
  });

  test('close one circle: predictions of churn that come back as features', () => {
    const flows = facts.flatMap((fact) =>
      fact.fact === 'relation' && ontology.relationships.get(fact.key.type)?.lineage ? [fact.key] : [],
    );
    // What nothing flows into, or out of, lies on no circle; nor does what hangs on such alone.
    let left = flows;
    for (let size = Infinity; left.length < size;) {
      size = left.length;
      const [sources, targets] = [new Set(left.map(({ from }) => from)), new Set(left.map(({ to }) => to))];
      left = left.filter(({ from, to }) => sources.has(to) && targets.has(from));
    }
    const wholes = [...new Set(left.map(({ from }) => urnParts(from)).map(({ kind, name }) => `${kind} ${name}`))];
    expect(wholes.filter((each) => !/^(FEATURE|EXPERIMENT_RUN) /.test(each)).sort()).toEqual([
      'DATASET analytics.campaign_contacts',
      'DATASET scores/churn_daily',
      'DEPLOYMENT churn-scoring',
      'FEATURE_VIEW campaign_response',
      'JOB retention_campaign',
      'MODEL_VERSION churn@5',
    ]);
  });
});

describe('the company in the store', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ THROUGHLINE_SEED: 'demo' });
  });
  afterAll(() => server[Symbol.asyncDispose]());

  test('every fact is taken, and tells something new', async () => {
    expect((await server.services.store.log.head()).position).toBe(entries);
  });

  test('whoever was stopped before its promotions goes on with them', async () => {
    await using other = await startServer({ THROUGHLINE_CONSUMERS: 'off' });
    const { services } = other;
    const stopped: Writer['submit'] = (request) =>
      request.key === 'demo' ? services.writer.submit(request) : Promise.reject(new Error('stopped'));
    await expect(seedDemo({ ...services, writer: { ...services.writer, submit: stopped } })).rejects.toThrow('stopped');
    expect((await services.store.log.head()).position).toBeLessThan(entries);
    await seedDemo(services);
    expect((await services.store.log.head()).position).toBe(entries);
  });

  test('it is loaded once, and never into what is there already', async () => {
    await seedDemo(server.services);
    expect((await server.services.store.log.head()).position).toBe(entries);
  });

  test('has so many of each kind', async () => {
    const stats = await server.services.store.graph.stats(await headAt(server.services.store));
    expect(Object.fromEntries(stats.map(({ kind, count }) => [kind, count]))).toEqual({
      DATA_SOURCE: 6,
      DATASET: 33,
      FIELD: 147,
      JOB: 20,
      FEATURE_VIEW: 11,
      FEATURE: 30,
      EXPERIMENT: 4,
      EXPERIMENT_RUN: 14,
      VALIDATION_SET: 1,
      CODE_ARTIFACT: 3,
      ENVIRONMENT: 3,
      MODEL: 3,
      MODEL_VERSION: 9,
      CONFIG_VERSION: 2,
      DEPLOYMENT: 6,
      BUSINESS_KPI: 9,
      PERSON: 14,
      TEAM: 7,
    });
  });

  test('somebody left, and still owns what production depends on', async () => {
    const document = `query ($id: ID!, $before: DateTime!) {
      before: entity(id: $id, at: { asOf: $before }) { ... on Person { active } }
      now: entity(id: $id) { ... on Person { active owns { kind name lineage(direction: DOWNSTREAM,
        filter: { kinds: [DEPLOYMENT] }) { nodes { entity { kind name } } } } } }
      team: entity(id: "urn:throughline:team:meridian:growth") { ... on Team { members { name } } } }`;
    const { before, now, team } = await server.query<Record<string, Owner>>(document, { id: JONAS, before: OCTOBER });
    expect([before?.active, now?.active]).toEqual([true, false]);
    const inProduction = now?.owns.filter(({ lineage }) => lineage.nodes.at(-1)?.entity.name === 'churn-scoring');
    expect(inProduction?.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'DATASET analytics.customer_segments',
      'FEATURE_VIEW customer_segments',
      'JOB customer_segments.ipynb',
      'MODEL_VERSION churn@5',
    ]);
    expect(team?.members.map(({ name }) => name)).toEqual(['ines.moreau', 'tom.adeyemi']);
  });

  test('a version of churn went from candidate to production, and the last of its promotions is in doubt', async () => {
    type Told = { id: string; stage: string; at: string; release: { name: string } };
    const document = `{ promotions { nodes { id stage at release { name } } } decisionsInDoubt { exhaustive decisions {
      promotion { id } differences { was { type verdict } is { verdict why } } } } }`;
    const { promotions, decisionsInDoubt } = await server.query<{
      promotions: { nodes: Told[] };
      decisionsInDoubt: object;
    }>(document);
    expect(promotions.nodes.map(({ stage, at, release }) => `${release.name} ${stage} ${at.slice(0, 10)}`)).toEqual([
      'churn@5 PRODUCTION 2026-11-06',
      'churn@5 AB 2026-10-30',
      'churn@5 SHADOW 2026-10-27',
      'churn@5 REGISTERED 2026-10-26',
    ]);
    const why = expect.stringMatching(/There and active of the owners of .*: tom\.adeyemi\./) as string;
    expect(decisionsInDoubt).toEqual({
      exhaustive: true,
      decisions: [
        {
          promotion: { id: promotions.nodes[0]?.id },
          differences: [{ was: { type: 'SECOND_OWNER', verdict: 'PASS' }, is: { verdict: 'FAIL', why } }],
        },
      ],
    });
    for (const { id } of promotions.nodes) {
      const verify = 'query ($id: ID!) { verifyPromotion(id: $id) { identical } }';
      expect(await server.query(verify, { id })).toEqual({ verifyPromotion: { identical: true } });
    }
  });

  test('that version kept more customers in the experiment', async () => {
    const document = `query ($deployment: ID!, $window: KpiEffectWindow!) { kpiEffect(deployment: $deployment,
      kpi: "${RETENTION}", window: $window) { method verdict reasons { reason } } }`;
    const deployment = formatUrn('DEPLOYMENT', 'k8s://prod', 'churn-scoring');
    const window = { since: '2026-10-30T09:00:00Z', until: '2026-11-02T00:00:00Z' };
    expect(await server.query(document, { deployment, window })).toEqual({
      kpiEffect: { method: 'WELCH', verdict: 'POSITIVE', reasons: [] },
    });
  });

  test('a canary serves beside production, and a shadow without traffic', async () => {
    const document = `query ($id: ID!, $at: Moment) { entity(id: $id, at: $at) { ... on Deployment {
      serving { stage trafficShare released { name } } } } }`;
    const serving = async (name: string, asOf?: string) => {
      const id = formatUrn('DEPLOYMENT', 'k8s://prod', name);
      const { entity } = await server.query<{ entity: Serving }>(document, { id, at: asOf ? { asOf } : null });
      return entity.serving.map(({ stage, trafficShare, released }) => `${released.name} ${stage} ${trafficShare}`);
    };
    expect(await serving('search-ranking')).toEqual(['ranking@7 PRODUCTION 0.9', 'ranking@8 CANARY 0.1']);
    expect(await serving('search-ranking', '2026-11-16T09:00:00Z')).toEqual(['ranking@7 PRODUCTION 1']);
    expect(await serving('fraud-scorer')).toEqual([
      ...['fraud@12 PRODUCTION 1', 'fraud-thresholds@2 PRODUCTION 1', 'fraud@13 SHADOW 0'],
    ]);
    expect(await serving('churn-scoring', OCTOBER)).toEqual(['churn@4 PRODUCTION 1']);
    expect(await serving('churn-scoring')).toEqual(['churn@5 PRODUCTION 1']);
  });

  test('a KPI meant something else a month ago', async () => {
    const document = `query ($id: ID!, $before: DateTime!) {
      before: entity(id: $id, at: { asOf: $before }) { ... on BusinessKpi { definition { id weight } } }
      now: entity(id: $id) { ... on BusinessKpi { definition { id weight } definitions { id validTo } } } }`;
    expect(await server.query(document, { id: RETENTION, before: OCTOBER })).toEqual({
      before: { definition: { id: '2026-01', weight: 3 } },
      now: {
        definition: { id: '2026-11', weight: 4 },
        definitions: [
          { id: '2026-01', validTo: '2026-11-02T00:00:00.000000Z' },
          { id: '2026-11', validTo: null },
        ],
      },
    });
  });

  test('a raw column reached a KPI until it was dropped, by columns and past an opaque notebook', async () => {
    const document = `query ($of: [ID!]!, $asOf: DateTime!) { lineage(of: $of, direction: DOWNSTREAM, at: { asOf: $asOf },
      filter: { kinds: [FEATURE_VIEW, BUSINESS_KPI] }) { nodes { entity { name } } links { to grain } } }`;
    const lineage = async (asOf: string) =>
      (await server.query<{ lineage: Links }>(document, { of: [COUPON], asOf })).lineage;
    const before = await lineage('2026-11-09T00:00:00Z');
    expect(before.nodes.map(({ entity }) => entity.name)).toEqual(
      expect.arrayContaining(['customer_activity', 'customer_segments', 'customer-retention', 'revenue']),
    );
    const grainOf = (view: string) => before.links.find(({ to }) => to.endsWith(`:${view}`))?.grain;
    expect([grainOf('customer_activity'), grainOf('customer_segments')]).toEqual(['FIELD', 'TABLE_FALLBACK']);
    expect((await lineage(END)).nodes.map(({ entity }) => entity.name)).toEqual(['shop.orders#coupon_code']);
  });

  test('the column is no longer one of the table, and the history says since when', async () => {
    const document = `query ($id: ID!) { entity(id: $id) { ... on Dataset { fields { nodes { name } } }
      history { nodes { type at other after } } } }`;
    const { entity } = await server.query<{ entity: History }>(document, { id: ORDERS });
    const names = entity.fields.nodes.map(({ name }) => name);
    expect(names).toContain('shop.orders#discount_cents');
    expect(names).not.toContain('shop.orders#coupon_code');
    const dropped = entity.history.nodes.find(({ type, other }) => type === 'SCHEMA_CHANGED' && other === COUPON);
    expect(dropped).toMatchObject({ at: '2026-11-10T09:30:00.000000Z', after: { validTo: expect.any(String) } });
  });

  test('what was measured drifts from then on', async () => {
    const document = 'query ($id: ID!) { entity(id: $id) { history(first: 100) { nodes { type at after } } } }';
    const { entity } = await server.query<{ entity: History }>(document, { id: ACTIVITY });
    const shares = entity.history.nodes.flatMap(({ at, after }) =>
      after.metric === 'null_share' ? [[at.slice(0, 10), after.value['coupon_share_90d'] ?? NaN] as const] : [],
    );
    expect(shares).toHaveLength(43);
    expect(Math.max(...shares.filter(([day]) => day <= '2026-11-10').map(([, share]) => share))).toBeLessThan(0.02);
    expect(shares[0]?.[1]).toBeGreaterThan(0.5);
  });

  test('runs failed: once for the dropped column, ever since for the export that was retired', async () => {
    const document = `{ jobs(first: 100) { nodes { name runs(first: 100) { nodes { state startedAt errorMessage
      inputs { name retiredAt } } } } } }`;
    const { jobs } = await server.query<{ jobs: { nodes: JobRuns[] } }>(document);
    const failed = jobs.nodes.flatMap(({ name, runs }) =>
      runs.nodes.filter(({ errorMessage }) => errorMessage !== null).map((run) => ({ name, ...run })),
    );
    expect(failed.map(({ name, startedAt }) => `${name} ${startedAt.slice(0, 10)}`)).toEqual([
      'land_tickets 2026-10-21',
      'analytics.stg_orders 2026-11-11',
      'customer_segments.ipynb 2026-11-16',
      'customer_segments.ipynb 2026-11-09',
    ]);
    expect(failed.at(-1)?.inputs.find(({ name }) => name === 'exports/customer_dump_v1')?.retiredAt).toMatch(
      /^2026-11-05/,
    );
  });

  test('its orders are among the first that are found by the word, as the last line at start asks', async () => {
    const document = '{ search(text: "orders", first: 5) { nodes { id } } }';
    const { search } = await server.query<{ search: { nodes: { id: string }[] } }>(document);
    expect(search.nodes.map(({ id }) => id)).toContain(ORDERS);
  });
});

interface Named {
  readonly kind: string;
  readonly name: string;
}
interface Links {
  readonly nodes: readonly { readonly entity: Named }[];
  readonly links: readonly { readonly to: string; readonly grain: string }[];
}
interface Owner {
  readonly active: boolean;
  readonly owns: readonly (Named & { readonly lineage: Links })[];
  readonly members: readonly Named[];
}
interface Serving {
  readonly serving: readonly { stage: string; trafficShare: number; released: { name: string } }[];
}
interface History {
  readonly fields: { readonly nodes: readonly Named[] };
  readonly history: {
    readonly nodes: readonly {
      readonly type: string;
      readonly at: string;
      readonly other: string | null;
      readonly after: { readonly metric?: string; readonly value: Record<string, number> };
    }[];
  };
}
interface JobRuns {
  readonly name: string;
  readonly runs: {
    readonly nodes: readonly {
      readonly startedAt: string;
      readonly errorMessage: string | null;
      readonly inputs: readonly { readonly name: string; readonly retiredAt: string | null }[];
    }[];
  };
}
