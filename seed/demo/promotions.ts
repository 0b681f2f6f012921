import type { Fact } from '../../src/kernel/fact.ts';
import type { JsonObject } from '../../src/kernel/json.ts';
import { parseTime } from '../../src/kernel/time.ts';
import type { Urn } from '../../src/kernel/urn.ts';
import { on } from '../calendar.ts';
import { LEFT_AT } from './people.ts';
import { version } from './serving.ts';

/** A release that was let to a stage, on what was known by then. */
export interface DemoPromotion {
  readonly release: Urn;
  readonly stage: string;
  readonly by: string;
  readonly note: string | null;
  readonly at: string;
}

/** One demand that was not to count. */
export interface DemoWaiver {
  readonly release: Urn;
  readonly stage: string;
  readonly policy: string;
  readonly demand: string;
  /** What it demands. */
  readonly type: string;
  readonly parameters: JsonObject;
  readonly by: string;
  readonly reason: string;
  readonly since: string;
  readonly until: string;
}

const CHURN = version('churn@5');

/** How the churn model that knows segments came to serve: each a while before it did in that stage. */
export const DEMO_PROMOTIONS: readonly DemoPromotion[] = [
  { release: CHURN, stage: 'REGISTERED', by: 'tom.adeyemi', note: null, at: on(17, '11:50') },
  { release: CHURN, stage: 'SHADOW', by: 'tom.adeyemi', note: null, at: on(18, '08:30') },
  { release: CHURN, stage: 'AB', by: 'tom.adeyemi', note: 'Half of the customers.', at: on(21, '08:30') },
  { release: CHURN, stage: 'PRODUCTION', by: 'ines.moreau', note: 'It keeps more customers.', at: on(28, '08:30') },
];

export const DEMO_WAIVERS: readonly DemoWaiver[] = [
  {
    release: CHURN,
    stage: 'PRODUCTION',
    policy: 'production',
    demand: 'UPSTREAM_DESCRIBED',
    type: 'UPSTREAM_DESCRIBED',
    parameters: {},
    by: 'ines.moreau',
    reason: 'Whoever made the survey is being asked what it holds.',
    since: '2026-11-05T15:00:00Z',
    until: '2026-11-19T00:00:00Z',
  },
];

/** The directory told only after the last of these promotions that Jonas Weber had left before. */
export function isToldLate({ source, at }: Fact): boolean {
  return source === 'people' && at === parseTime(LEFT_AT);
}
