import { formatUrn, type Urn } from '../../src/kernel/urn.ts';
import { AIRFLOW, LAKE, PRODUCTION, WAREHOUSE } from './places.ts';

/** An alert of the story, as the company's monitoring tells it. */
export interface DemoAlert {
  readonly about: Urn;
  readonly key: string;
  readonly severity: 'CRITICAL' | 'INFORMATIONAL';
  readonly title: string;
  readonly since: string;
  /** Null: it is still open. */
  readonly until: string | null;
}

/** What monitoring saw of the incidents, and what nobody has looked at yet. */
export const DEMO_ALERTS: readonly DemoAlert[] = [
  {
    about: formatUrn('JOB', AIRFLOW, 'land_tickets'),
    key: 'land_tickets failed',
    severity: 'CRITICAL',
    title: 'land_tickets has failed twice in a row',
    since: '2026-10-20T03:10:00Z',
    until: '2026-10-21T08:00:00Z',
  },
  {
    about: formatUrn('DATASET', LAKE, 'exports/customer_dump_v1'),
    key: 'customer_dump_v1 unread',
    severity: 'INFORMATIONAL',
    title: 'The export that the segments are made of was retired',
    since: '2026-11-02T06:00:00Z',
    until: null,
  },
  {
    about: formatUrn('DATASET', WAREHOUSE, 'analytics.stg_orders'),
    key: 'stg_orders columns',
    severity: 'CRITICAL',
    title: 'stg_orders lacks a column that others read',
    since: '2026-11-10T10:00:00Z',
    until: null,
  },
  {
    about: formatUrn('DATASET', WAREHOUSE, 'analytics.customer_activity'),
    key: 'customer_activity nulls',
    severity: 'CRITICAL',
    title: 'coupon_share_90d is empty in most rows',
    since: '2026-11-10T11:30:00Z',
    until: null,
  },
  {
    about: formatUrn('DEPLOYMENT', PRODUCTION, 'churn-scoring'),
    key: 'churn-scoring drift',
    severity: 'INFORMATIONAL',
    title: 'The scores of churn-scoring have drifted',
    since: '2026-11-11T07:00:00Z',
    until: null,
  },
];
