import type { Urn } from '../../src/kernel/urn.ts';
import { BEGIN, on } from '../calendar.ts';
import { tellExperimentRun, type ExperimentRunPlan } from '../experiment.ts';
import type { Story } from '../story.ts';
import type { Table } from '../table.ts';
import type { Views } from './features.ts';
import { person, team } from './people.ts';
import { MLFLOW } from './places.ts';
import { version } from './serving.ts';
import type { Workshop } from './workshop.ts';

type Data = 'churnLabels' | 'clicks' | 'stgPayments';

interface Material {
  readonly data: Readonly<Record<Data, Table>>;
  readonly views: Views;
  readonly workshop: Workshop;
  /** The version of a configuration that one of the runs finds. */
  readonly thresholds: Urn;
}

/** What was tried, what was expected of it, and what came of it. */
export function tellExperiments(story: Story, material: Material): void {
  const tell = story.by('mlflow', BEGIN);
  const experiment = (name: string, description: string, hypothesis: string) =>
    tell.entity('EXPERIMENT', MLFLOW, name, { description, hypothesis });
  const run = (of: Urn, owner: Urn, plan: ExperimentRunPlan) => {
    const version = tellExperimentRun(story, MLFLOW, of, plan);
    if (version !== null) story.by('mlflow', plan.startedAt).owns(owner, [version]);
  };

  const churn = experiment(
    'churn-retention-window',
    'Which customers will not come back?',
    'What somebody did in 90 days tells more than who they are.',
  );
  for (const plan of churnRuns(material)) run(churn, person('tom.adeyemi'), plan);
  story.by('mlflow', on(17, '11:40')).owns(person('jonas.weber'), [version('churn@5')]);

  const uplift = experiment(
    'churn-uplift',
    'Whom does a letter keep who would have gone?',
    'Those who would have stayed anyway need no letter.',
  );
  for (const plan of upliftRuns(material)) run(uplift, person('jonas.weber'), plan);

  const ranking = experiment(
    'ranking-fresh-popularity',
    'Does what is wanted right now belong further up?',
    'Popularity of five minutes lifts the click-through rate on days with news.',
  );
  for (const plan of rankingRuns(material)) run(ranking, person('lars.nilsen'), plan);

  const fraud = experiment(
    'fraud-velocity',
    'How much fraud shows in the speed of a card?',
    'Stolen cards are used often and at once.',
  );
  for (const plan of fraudRuns(material)) run(fraud, person('omar.haddad'), plan);

  tell.owns(team('growth'), [churn]);
  tell.owns(person('jonas.weber'), [uplift]);
  tell.owns(team('search'), [ranking]);
  tell.owns(team('risk'), [fraud]);
}

function churnRuns({ data, views }: Material): readonly ExperimentRunPlan[] {
  const { activityView: activity, profileView: profile, customerSegments: segments, responseView: response } = views;
  const lgbm = { model: 'lightgbm', learning_rate: 0.05, num_leaves: 31, window_days: 90 };
  const labels = [data.churnLabels];
  return [
    {
      runName: 'churn-baseline',
      startedAt: on(0, '09:10'),
      seconds: 640,
      changeNote: 'Profile and orders of 90 days, as a line to be beaten.',
      parameters: lgbm,
      metrics: { auc: 0.781, recall_at_10pct: 0.34 },
      data: labels,
      features: [
        [activity, 'orders_90d spend_90d days_since_order'],
        [profile, ''],
      ],
      produced: 'churn@3',
    },
    {
      runName: 'churn-with-tickets',
      startedAt: on(3, '13:40'),
      seconds: 702,
      changeNote: 'Adds tickets and coupons: who complains leaves.',
      parameters: lgbm,
      metrics: { auc: 0.806, recall_at_10pct: 0.39 },
      data: labels,
      features: [
        [activity, ''],
        [profile, ''],
      ],
      produced: 'churn@4',
    },
    {
      runName: 'churn-neural',
      startedAt: on(12, '10:05'),
      seconds: 5_400,
      status: 'FAILED',
      changeNote: 'A network in place of trees; it ran out of memory.',
      parameters: { model: 'mlp', layers: [256, 64], epochs: 40, window_days: 90 },
      metrics: {},
      data: labels,
      features: [
        [activity, ''],
        [profile, ''],
      ],
    },
    {
      runName: 'churn-with-segments',
      startedAt: on(17, '11:20'),
      seconds: 811,
      changeNote: 'Adds Jonas’ segments and what campaigns wrote; window of 60 days to follow the new retention.',
      parameters: { ...lgbm, num_leaves: 63, window_days: 60 },
      metrics: { auc: 0.829, recall_at_10pct: 0.44 },
      data: labels,
      features: [
        [activity, ''],
        [profile, ''],
        [segments, ''],
        [response, ''],
      ],
      produced: 'churn@5',
    },
  ];
}

function upliftRuns({ data, views }: Material): readonly ExperimentRunPlan[] {
  return [
    {
      runName: 'uplift-two-models',
      startedAt: on(6, '15:00'),
      seconds: 1_310,
      changeNote: 'One model for those who got a letter, one for the others.',
      parameters: { learner: 't-learner', base: 'lightgbm' },
      metrics: { qini: 0.041 },
      data: [data.churnLabels],
      features: [
        [views.activityView, 'orders_90d days_since_order'],
        [views.responseView, ''],
      ],
    },
    {
      runName: 'uplift-forest',
      startedAt: on(18, '16:30'),
      seconds: 4_020,
      changeNote: 'A causal forest; better, but nobody could explain it to Care.',
      parameters: { learner: 'causal-forest', trees: 500 },
      metrics: { qini: 0.058 },
      data: [data.churnLabels],
      features: [
        [views.activityView, 'orders_90d days_since_order'],
        [views.customerSegments, 'segment'],
        [views.responseView, ''],
      ],
    },
  ];
}

function rankingRuns({ data, views }: Material): readonly ExperimentRunPlan[] {
  const { productStats: stats, queryMatch: match, popularityView: popularity, sessionContext: session } = views;
  const pairs = { model: 'lambdamart', trees: 400, learning_rate: 0.1 };
  const clicks = [data.clicks];
  return [
    {
      runName: 'ranking-stats-only',
      startedAt: on(1, '08:00'),
      seconds: 3_300,
      changeNote: 'Sales of 30 days and words of the query.',
      parameters: pairs,
      metrics: { ndcg_at_10: 0.402 },
      data: clicks,
      features: [
        [stats, ''],
        [match, ''],
      ],
      produced: 'ranking@6',
    },
    {
      runName: 'ranking-fresh',
      startedAt: on(2, '08:00'),
      seconds: 3_520,
      changeNote: 'Adds clicks and orders of five minutes.',
      parameters: pairs,
      metrics: { ndcg_at_10: 0.431 },
      data: clicks,
      features: [
        [stats, ''],
        [match, ''],
        [popularity, ''],
      ],
      produced: 'ranking@7',
    },
    {
      runName: 'ranking-margin-first',
      startedAt: on(20, '08:00'),
      seconds: 3_480,
      changeNote: 'Weights the margin; customers noticed, so it was not registered.',
      parameters: { ...pairs, margin_weight: 0.3 },
      metrics: { ndcg_at_10: 0.388 },
      data: clicks,
      features: [
        [stats, ''],
        [match, ''],
        [popularity, ''],
      ],
    },
    {
      runName: 'ranking-session',
      startedAt: on(33, '08:00'),
      seconds: 4_110,
      changeNote: 'Adds the visit so far: who has clicked much wants other things.',
      parameters: { ...pairs, trees: 600 },
      metrics: { ndcg_at_10: 0.447 },
      data: clicks,
      features: [
        [stats, ''],
        [match, ''],
        [popularity, ''],
        [session, ''],
      ],
      produced: 'ranking@8',
    },
  ];
}

function fraudRuns({ data, views, workshop, thresholds }: Material): readonly ExperimentRunPlan[] {
  const { requestView: request, cardHistory: history, velocityView: velocity } = views;
  const boosted = { model: 'xgboost', max_depth: 6, eta: 0.1 };
  const payments = [data.stgPayments];
  const { firstCode, firstTraining, velocityCode, training, validation } = workshop;
  const now = [velocityCode, training, validation];
  // Both were trained on the same payments, split by the seed alone.
  const split = { dataVersion: 'payments@2026-09', splitFingerprint: 'sha256:5d1f0c77a2' };
  return [
    {
      runName: 'fraud-history',
      startedAt: on(1, '14:00'),
      seconds: 900,
      changeNote: 'The request and the card’s past.',
      parameters: boosted,
      metrics: { auc_pr: 0.61, false_positive_rate: 0.012 },
      data: payments,
      features: [
        [request, ''],
        [history, ''],
      ],
      by: [firstCode, firstTraining, validation],
      produced: 'fraud@11',
    },
    {
      runName: 'fraud-velocity',
      startedAt: on(21, '14:00'),
      seconds: 960,
      changeNote: 'Adds how busy the card was in ten minutes.',
      parameters: boosted,
      metrics: { auc_pr: 0.68, false_positive_rate: 0.011 },
      sliceMetrics: { 'new cards': { auc_pr: 0.59 }, 'above 500 EUR': { auc_pr: 0.71 } },
      split,
      data: payments,
      features: [
        [request, ''],
        [history, ''],
        [velocity, ''],
      ],
      by: now,
      produced: 'fraud@12',
    },
    {
      runName: 'fraud-deeper',
      startedAt: on(28, '14:00'),
      seconds: 1_540,
      changeNote: 'Deeper trees; to be watched beside the old one before it decides anything.',
      parameters: { ...boosted, max_depth: 9 },
      metrics: { auc_pr: 0.7, false_positive_rate: 0.016 },
      // Better on the whole, and worse where cards are new.
      sliceMetrics: { 'new cards': { auc_pr: 0.55 }, 'above 500 EUR': { auc_pr: 0.74 } },
      split,
      data: payments,
      features: [
        [request, ''],
        [history, ''],
        [velocity, ''],
      ],
      by: now,
      produced: 'fraud@13',
    },
    {
      runName: 'fraud-thresholds',
      startedAt: on(33, '14:00'),
      seconds: 410,
      changeNote: 'Looks for the scores at which chargebacks and reviews together cost least.',
      parameters: { cost_review_eur: 3.2, cost_chargeback_eur: 61 },
      metrics: { cost_a_day_eur: 1_840 },
      data: [],
      features: [],
      by: now,
      configured: thresholds,
    },
  ];
}
