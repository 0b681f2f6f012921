import type { Urn } from '../../../kernel/urn.ts';
import type { ReadAt } from '../../../store/ports.ts';
import type { RequestContext } from '../../kind/context.ts';
import { there } from '../../kind/there.ts';
import type { Arms } from './comparison.ts';
import { effectsOf, type Effect } from './effects.ts';
import { upTo } from './question.ts';
import type { Window } from './window.ts';

/** Which effect of which deployment is asked for; absent arms are as the releases say. */
export interface Asked {
  readonly deployment: Urn;
  readonly kpi: Urn;
  readonly segment?: string | null;
  readonly arms?: Arms;
}

const NO_ARMS: Arms = { treatment: null, control: null };

/**
 * Whether a deployment moved a KPI in as much of a window as has come at the answer's moment.
 * @throws NOT_FOUND naming `deployment` or `kpi`; BAD_USER_INPUT naming `window.since`, where the window is yet to come;
 * LIMIT_EXCEEDED where the KPI has more than 50,000 values in it
 */
export async function kpiEffect(asked: Asked, window: Window, at: ReadAt, context: RequestContext): Promise<Effect> {
  const begun = upTo(at, window);
  const [deployment, kpi] = await Promise.all([
    there(asked.deployment, 'deployment', at, context),
    there(asked.kpi, 'kpi', at, context),
  ]);
  const question = { deployment, kpi, segment: asked.segment ?? null, arms: asked.arms ?? NO_ARMS };
  const [effect] = await effectsOf([question], begun, at, context);
  return effect!;
}
