import { DEMO_ALERTS, type DemoAlert } from '../seed/demo/alerts.ts';
import { demoFacts } from '../seed/demo/index.ts';
import { firstDecisions } from './domains/alerts/index.ts';
import type { Services } from './domains/services.ts';
import type { DecisionFact } from './kernel/fact.ts';
import { parseTime, type Micros } from './kernel/time.ts';

/**
 * Loads the demo company into an empty log. What is there already is left as it is, so all of it goes in at once:
 * whoever is stopped halfway has loaded nothing, and starts anew.
 */
export async function seedDemo({ reader, writer }: Services): Promise<void> {
  if (reader.head().position > 0) return;
  const facts = [...demoFacts(), ...DEMO_ALERTS.flatMap(decisionsOf)];
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
  const time = (text: string) => parseTime(text) as Micros;
  return firstDecisions({ ...said, since: time(since) }, until === null ? null : time(until));
}
