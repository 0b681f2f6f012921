import type { Fact } from '../../src/kernel/fact.ts';
import { DAYS } from '../calendar.ts';
import { Story } from '../story.ts';
import { tellCampaigns } from './campaigns.ts';
import { tellExperiments } from './experiments.ts';
import { tellFeatures } from './features.ts';
import { tellKpis } from './kpis.ts';
import { tellLanding } from './landing.ts';
import { tellMarts } from './marts.ts';
import { tellNights, tellStreams, type Plan } from './nightly.ts';
import { tellNotebook, tellReports } from './notebook.ts';
import { tellOutcomes } from './outcomes.ts';
import { tellPayments } from './payments.ts';
import { tellPeople } from './people.ts';
import { drift, tellQuality, tellSize } from './quality.ts';
import { tellModels, tellServing } from './serving.ts';
import { tellShop } from './shop.ts';
import { tellStaging } from './staging.ts';
import { tellWeb } from './web.ts';
import { tellThresholds, tellWorkshop } from './workshop.ts';

/**
 * Meridian, a shop on the web, over six weeks: churn, ranking and fraud models, what feeds them, and what they move.
 * The same facts at each call, in order of event time.
 */
export function demoFacts(): Fact[] {
  const story = new Story();
  tellPeople(story);
  const shop = tellShop(story);
  const payments = tellPayments(story);
  const web = tellWeb(story, shop);
  const landing = tellLanding(story);
  const staging = tellStaging(story, { ...shop, ...payments, ...landing });
  const marts = tellMarts(story, { ...shop, ...web, ...staging });
  const notebook = tellNotebook(story, { ...staging, ...landing });
  const campaigns = tellCampaigns(story, landing);
  const outcomes = tellOutcomes(story, { ...web, ...staging });
  const tables = { ...shop, ...payments, ...web, ...staging, ...marts, ...notebook, ...campaigns };
  const views = tellFeatures(story, tables);
  const workshop = tellWorkshop(story);
  const thresholds = tellThresholds(story);
  tellExperiments(story, { data: tables, views, workshop, thresholds: thresholds[1] });
  tellModels(story);
  const deployments = tellServing(story, views, { ...campaigns, ...outcomes }, workshop, thresholds);
  tellKpis(story, { ...marts, ...outcomes }, deployments);
  tellReports(story, [marts.revenueDaily, marts.retentionMonthly]);

  const night: Plan = [
    [landing.landTickets, '02:05', 180],
    [staging.ordersModel, '02:10', 240],
    [staging.customersModel, '02:10', 90],
    [staging.paymentsModel, '02:12', 200],
    [staging.ticketsModel, '02:20', 60],
    [marts.activityModel, '02:30', 420],
    [marts.labelsModel, '02:30', 150],
    [marts.retentionModel, '02:40', 30],
    [marts.performanceModel, '02:32', 380],
    [marts.revenueModel, '02:31', 210],
    [outcomes.searchModel, '02:35', 300],
    [outcomes.fraudModel, '02:35', 160],
    [campaigns.retentionCampaign, '03:30', 240],
  ];
  const runOf = tellNights(story, night, [
    { day: 12, job: landing.landTickets, message: '503 Service Unavailable from meridian.zendesk.com', again: '06:15' },
    { day: 33, job: staging.ordersModel, message: 'column "coupon_code" does not exist', again: '08:12' },
  ]);
  tellStreams(story, [shop.outbox, payments.velocity, web.sessionize, web.countPopularity]);

  const growing = (start: number, aDay: number) => (day: number) => start + aDay * day;
  tellQuality(
    story,
    [
      { table: staging.stgOrders, job: staging.ordersModel, rows: growing(2_410_000, 3_900), rowBytes: 96 },
      {
        ...{ table: marts.customerActivity, job: marts.activityModel, rows: growing(184_000, 210), rowBytes: 64 },
        // Since the coupons are gone, the window of 90 days empties from the front.
        nullShare: { coupon_share_90d: drift(0.011, 0.62, 33), tickets_90d: drift(0.002, 0.002, 0) },
      },
      {
        ...{ table: marts.productPerformance, job: marts.performanceModel, rows: growing(12_400, 9), rowBytes: 48 },
        nullShare: { conversion_30d: drift(0.04, 0.04, 0) },
      },
      {
        ...{ table: campaigns.contacts, job: campaigns.retentionCampaign, rows: growing(61_000, 1_450), rowBytes: 80 },
      },
      { table: marts.revenueDaily, job: marts.revenueModel, rows: growing(1_012, 1), rowBytes: 40 },
      { table: outcomes.searchQuality, job: outcomes.searchModel, rows: growing(655, 1), rowBytes: 40 },
    ],
    runOf,
  );
  for (const [table, rows, rowBytes] of [
    [shop.orders, 2_571_403, 148],
    [shop.orderItems, 6_804_118, 72],
    [shop.customers, 311_870, 120],
    [shop.products, 12_795, 410],
    [payments.transactions, 2_610_992, 104],
    [payments.cards, 402_515, 56],
    [payments.chargebacks, 9_326, 48],
  ] as const) {
    tellSize(story, table, DAYS - 1, rows, rowBytes);
  }
  return story.facts();
}
