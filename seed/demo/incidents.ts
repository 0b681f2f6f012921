import { formatUrn, type Urn } from '../../src/kernel/urn.ts';
import { AIRFLOW, LAKE, MLFLOW, PRODUCTION, SHOP_DB, WAREHOUSE } from './places.ts';

/** Something that went wrong in the demo company's story: what somebody saw, and what was behind it. */
export interface DemoIncident {
  readonly title: string;
  /** What was otherwise than before; where it was all well; when somebody asked. */
  readonly of: Urn;
  readonly since: string;
  readonly until: string;
  /** Where the cause lies. */
  readonly entity: Urn;
}

/** The five incidents of the story, by when they began. Whoever asks does so with the harmless changes around them. */
export const INCIDENTS: readonly DemoIncident[] = [
  {
    title: 'Tickets did not land, and Customer Care saw those of the day before.',
    of: formatUrn('DATASET', WAREHOUSE, 'analytics.stg_tickets'),
    since: '2026-10-14T00:00:00Z',
    until: '2026-10-21T05:30:00Z',
    entity: formatUrn('JOB', AIRFLOW, 'land_tickets'),
  },
  {
    title: 'The export is gone that a notebook reads, so that segments have been those of old for two weeks.',
    of: formatUrn('DATASET', WAREHOUSE, 'analytics.customer_segments'),
    since: '2026-11-01T00:00:00Z',
    until: '2026-11-16T09:00:00Z',
    entity: formatUrn('DATASET', LAKE, 'exports/customer_dump_v1'),
  },
  {
    title: 'Another fraud model serves, and lets other payments pass.',
    of: formatUrn('BUSINESS_KPI', 'risk', 'fraud-loss'),
    since: '2026-11-01T00:00:00Z',
    until: '2026-11-09T09:00:00Z',
    entity: formatUrn('MODEL_VERSION', MLFLOW, 'fraud@12'),
  },
  {
    title: 'A column is gone of which the share of coupons is computed, and churn is scored without it.',
    of: formatUrn('DEPLOYMENT', PRODUCTION, 'churn-scoring'),
    since: '2026-11-03T00:00:00Z',
    until: '2026-11-12T09:00:00Z',
    entity: formatUrn('DATASET', SHOP_DB, 'shop.orders'),
  },
  {
    title: 'A canary ranks a tenth of the searches.',
    of: formatUrn('BUSINESS_KPI', 'search', 'click-through-rate'),
    since: '2026-11-12T00:00:00Z',
    until: '2026-11-18T09:00:00Z',
    entity: formatUrn('MODEL_VERSION', MLFLOW, 'ranking@8'),
  },
];
