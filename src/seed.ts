import { demoFacts } from '../seed/demo/index.ts';
import type { Services } from './domains/services.ts';

/**
 * Loads the demo company into an empty log. What is there already is left as it is, so all of it goes in at once:
 * whoever is stopped halfway has loaded nothing, and starts anew.
 */
export async function seedDemo({ reader, writer }: Services): Promise<void> {
  if (reader.head().position > 0) return;
  const { refused } = await writer.submit({ scope: 'seed', key: 'demo', content: 'demo', facts: demoFacts() });
  if (refused !== null) throw new Error(`The demo company is refused: ${refused.message}`);
}
