import { DEMO_ALERTS, type DemoAlert } from '../seed/demo/alerts.ts';
import { demoFacts } from '../seed/demo/index.ts';
import { DEMO_POLICIES } from '../seed/demo/policies.ts';
import { firstDecisions } from './domains/alerts/index.ts';
import { policyDecisions } from './domains/gates/index.ts';
import type { Services } from './domains/services.ts';
import type { DecisionFact } from './kernel/fact.ts';
import { parseTime, type Micros } from './kernel/time.ts';

/**
 * Loads the demo company into an empty log. What is there already is left as it is, so all of it goes in at once:
 * whoever is stopped halfway has loaded nothing, and starts anew.
 */
export async function seedDemo({ reader, writer }: Services): Promise<void> {
  if (reader.head().position > 0) return;
  const policies = DEMO_POLICIES.flatMap(({ since, ...said }) => policyDecisions(said, timeOf(since), 'api'));
  const facts = [...demoFacts(), ...policies, ...DEMO_ALERTS.flatMap(decisionsOf)];
  const { refused } = await writer.submit({ scope: 'seed', key: 'demo', content: 'demo', facts });
  if (refused !== null) throw new Error(`The demo company is refused: ${refused.message}`);
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
