import { DEMO_ALERTS, type DemoAlert } from '../seed/demo/alerts.ts';
import { demoFacts } from '../seed/demo/index.ts';
import { DEMO_POLICIES } from '../seed/demo/policies.ts';
import { DEMO_PROMOTIONS, DEMO_WAIVERS, isToldLate } from '../seed/demo/promotions.ts';
import { firstDecisions } from './domains/alerts/index.ts';
import { policyDecisions, promotionDecisions, waiverDecisions } from './domains/gates/index.ts';
import type { Services } from './domains/services.ts';
import { createContext } from './graphql/index.ts';
import type { DecisionFact, WritableFact } from './kernel/fact.ts';
import type { Position } from './kernel/moment.ts';
import { parseTime, type Micros } from './kernel/time.ts';
import { EVERYBODY } from './kernel/viewer.ts';

/**
 * Loads the demo company into an empty log; what is there already is left as it is. Promotions are decided on what is there,
 * so it goes in as two requests: whoever is stopped between them goes on with the second at the next start.
 */
export async function seedDemo(services: Services): Promise<void> {
  const told = demoFacts();
  const policies = DEMO_POLICIES.flatMap(({ since, ...said }) => policyDecisions(said, timeOf(since), 'api'));
  const waivers = DEMO_WAIVERS.flatMap(({ release, since, until, ...said }) =>
    waiverDecisions(release, said, { since: timeOf(since), until: timeOf(until) }, 'api'),
  );
  const alerts = DEMO_ALERTS.flatMap(decisionsOf);
  const first = [...told.filter((fact) => !isToldLate(fact)), ...policies, ...waivers, ...alerts];
  const { position } = services.reader.head();
  if (position !== 0 && position !== first.length) return;
  const promotedAt = await load('demo', first, services);
  const promotions = await promotionsAt(promotedAt, services);
  await load('demo promotions', [...promotions, ...told.filter(isToldLate)], services);
}

/** @returns behind which reads see it; the same again changes nothing */
async function load(key: string, facts: readonly WritableFact[], { writer }: Services): Promise<Position> {
  const { position, refused } = await writer.submit({ scope: 'seed', key, content: key, facts });
  if (refused !== null) throw new Error(`The demo company is refused: ${refused.message}`);
  return position;
}

/** Each as it was decided on its day. */
async function promotionsAt(position: Position, services: Services): Promise<DecisionFact[]> {
  const context = createContext(services, EVERYBODY);
  const decided: DecisionFact[] = [];
  for (const { at, ...said } of DEMO_PROMOTIONS) {
    const asOf = timeOf(at);
    const place = { position, asOf, now: asOf, viewer: EVERYBODY };
    decided.push(...(await promotionDecisions(said, place, 'api', context)));
  }
  return decided;
}

function decisionsOf({ since, until, ...told }: DemoAlert): DecisionFact[] {
  const said = {
    ...told,
    source: 'monitoring',
    reason: 'Its rule says so.',
    description: null,
    labels: {},
    details: {},
  };
  return firstDecisions({ ...said, since: timeOf(since) }, until === null ? null : timeOf(until));
}

function timeOf(text: string): Micros {
  return parseTime(text) as Micros;
}
