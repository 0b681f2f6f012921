import { formatUrn, type Urn } from '../../src/kernel/urn.ts';
import { BEGIN, on } from '../calendar.ts';
import { tellRelease } from '../release.ts';
import type { Story } from '../story.ts';
import type { Table } from '../table.ts';
import { tellUse, type View } from '../view.ts';
import type { Views } from './features.ts';
import { person, team } from './people.ts';
import { MLFLOW, PRODUCTION, STAGING } from './places.ts';
import type { Workshop } from './workshop.ts';

/** Two weeks before the end of the history, two versions were replaced. */
export const REPLACED_AT = '2026-11-06T09:00:00Z';
/** From which day on half of the customers were scored by the churn model that came to serve then. */
export const CHURN_EXPERIMENT_SINCE = on(21, '09:00');
/** The day on which half of the baskets came to be ranked by another version. */
export const EXPERIMENT_SINCE = 24;
/** Other thresholds since: long after the model that they are for. */
const TUNED_AT = '2026-11-20T09:00:00Z';
export const CANARY_AT = '2026-11-16T10:00:00Z';

export function version(name: string): Urn {
  return formatUrn('MODEL_VERSION', MLFLOW, name);
}

export function tellModels(story: Story): void {
  const tell = story.by('mlflow', BEGIN);
  const models = {
    churn: ['Who is about to leave, and should be written to.', 'classification', 'growth', 'tier-1'],
    ranking: ['In which order products are shown.', 'ranking', 'search', 'tier-1'],
    fraud: ['Whether a payment is meant honestly.', 'classification', 'risk', 'tier-0'],
  } as const;
  for (const [name, [description, task, owner, tier]] of Object.entries(models)) {
    tell.owns(team(owner), [tell.entity('MODEL', MLFLOW, name, { description, task, tier })]);
  }
  // Aliases belong to the registry: which version is meant by a name can change without any release.
  for (const [name, alias] of [
    ['churn@5', 'champion'],
    ['ranking@7', 'champion'],
    ['ranking@8', 'challenger'],
    ['fraud@12', 'champion'],
    ['fraud@13', 'challenger'],
  ] as const) {
    story.by('mlflow', on(39, '12:00')).entity('MODEL_VERSION', MLFLOW, name, { aliases: [alias] });
  }
}

/** Where versions serve, and what they look up and write while they do. */
export function tellServing(
  story: Story,
  views: Views,
  written: Readonly<Record<'scores' | 'rankings' | 'decisions', Table>>,
  { image, serving }: Workshop,
  [first, tuned]: readonly [first: Urn, tuned: Urn],
) {
  const tell = story.by('k8s', BEGIN, 'OBSERVED');
  const place = (name: string, mode: string, description: string, looksUp: readonly View[], namespace = PRODUCTION) => {
    const endpoint = mode === 'BATCH' ? {} : { endpoint: `http://${name}.${namespace.slice('k8s://'.length)}.svc` };
    const id = tell.entity('DEPLOYMENT', namespace, name, { mode, description, ...endpoint });
    for (const view of looksUp) tellUse(tell, 'SERVES', id, view);
    return id;
  };
  const { activityView, profileView, customerSegments, responseView } = views;
  const { productStats, popularityView, sessionContext, queryMatch } = views;
  const payment = [views.requestView, views.cardHistory, views.velocityView];
  const deployments = {
    churnScoring: place('churn-scoring', 'BATCH', 'Scores every customer at night.', [
      activityView,
      profileView,
      customerSegments,
      responseView,
    ]),
    churnDesk: place('churn-desk', 'ONLINE', 'Tells Care on the phone whom they are talking to.', [
      activityView,
      profileView,
    ]),
    searchRanking: place('search-ranking', 'ONLINE', 'Sorts what a search found.', [
      productStats,
      queryMatch,
      popularityView,
      sessionContext,
    ]),
    basketRanking: place('basket-ranking', 'ONLINE', 'Chooses what is shown beside the basket.', [
      productStats,
      popularityView,
    ]),
    fraudScorer: place('fraud-scorer', 'ONLINE', 'Judges each payment before it is answered.', payment),
    fraudStaging: place('fraud-scorer', 'ONLINE', 'The same on staged traffic.', payment, STAGING),
  };
  const { churnScoring, churnDesk, searchRanking, basketRanking, fraudScorer, fraudStaging } = deployments;
  tell.relation('WRITES', churnScoring, written.scores.id);
  tell.relation('WRITES', searchRanking, written.rankings.id);
  tell.relation('WRITES', fraudScorer, written.decisions.id);
  for (const by of [image, serving]) tell.relation('USED_BY', by, fraudScorer);
  // What Care sees on the phone may be of the night; payments are judged by what judged them before.
  tell.relation('FALLS_BACK_TO', churnDesk, churnScoring);
  tell.relation('FALLS_BACK_TO', fraudScorer, version('fraud@11'));
  const always = { stage: 'PRODUCTION', trafficShare: 1 };
  tellRelease(story, first, fraudScorer, { id: 'c1', ...always, from: on(2, '11:00'), until: TUNED_AT });
  tellRelease(story, tuned, fraudScorer, { id: 'c2', ...always, from: TUNED_AT });
  const owners = story.by('k8s', BEGIN);
  owners.owns(team('growth'), [churnScoring, churnDesk]);
  owners.owns(team('search'), [searchRanking, basketRanking]);
  owners.owns(team('risk'), [fraudScorer, fraudStaging]);
  owners.owns(person('omar.haddad'), [fraudScorer], 'ON_CALL');
  tellReleases(story, deployments);
  return deployments;
}

type Deployments = 'churnScoring' | 'churnDesk' | 'searchRanking' | 'basketRanking' | 'fraudScorer' | 'fraudStaging';

function tellReleases(story: Story, to: Readonly<Record<Deployments, Urn>>): void {
  const production = { stage: 'PRODUCTION', trafficShare: 1 };
  const release = (name: string, deployment: Urn, plan: Parameters<typeof tellRelease>[3]) =>
    tellRelease(story, version(name), deployment, plan);

  const [scoring, half, split] = [to.churnScoring, { stage: 'AB', trafficShare: 0.5 }, CHURN_EXPERIMENT_SINCE];
  release('churn@4', scoring, { id: 'r1', ...production, from: on(4, '09:00'), until: split });
  const shadow = on(18, '09:00');
  release('churn@5', scoring, { id: 'r3', stage: 'TEST', trafficShare: 0, from: on(17, '14:00'), until: shadow });
  release('churn@5', scoring, { id: 'r4', stage: 'SHADOW', trafficShare: 0, from: shadow, until: split });
  release('churn@4', scoring, { id: 'r5', ...half, arm: 'control', from: split, until: REPLACED_AT });
  release('churn@5', scoring, { id: 'r6', ...half, arm: 'treatment', from: split, until: REPLACED_AT });
  release('churn@5', scoring, { id: 'r2', ...production, from: REPLACED_AT });
  // The desk still runs the version before: nobody asked it to move.
  release('churn@4', to.churnDesk, { id: 'r1', ...production, from: on(5, '09:00') });

  release('ranking@7', to.searchRanking, { id: 'r1', ...production, from: on(3, '10:00'), until: CANARY_AT });
  release('ranking@7', to.searchRanking, { id: 'r2', stage: 'PRODUCTION', trafficShare: 0.9, from: CANARY_AT });
  release('ranking@8', to.searchRanking, { id: 'r3', stage: 'CANARY', trafficShare: 0.1, from: CANARY_AT });

  const test = on(EXPERIMENT_SINCE, '10:00');
  release('ranking@6', to.basketRanking, { id: 'r1', ...production, from: on(2, '10:00'), until: test });
  release('ranking@6', to.basketRanking, { id: 'r2', stage: 'AB', trafficShare: 0.5, arm: 'control', from: test });
  release('ranking@7', to.basketRanking, { id: 'r3', stage: 'AB', trafficShare: 0.5, arm: 'treatment', from: test });

  release('fraud@11', to.fraudScorer, { id: 'r1', ...production, from: on(2, '11:00'), until: REPLACED_AT });
  release('fraud@12', to.fraudScorer, { id: 'r2', ...production, from: REPLACED_AT });
  release('fraud@13', to.fraudScorer, { id: 'r3', stage: 'SHADOW', trafficShare: 0, from: on(35, '11:00') });
  release('fraud@13', to.fraudStaging, { id: 'r4', stage: 'STAGING', trafficShare: 1, from: on(31, '11:00') });
}
