import { demoFacts } from '../seed/demo/index.ts';
import type { Services } from './domains/services.ts';

const FACTS_A_REQUEST = 500;

/** Loads the demo company into an empty log. What is there already is left as it is. */
export async function seedDemo({ reader, writer }: Services): Promise<void> {
  if (reader.head().position > 0) return;
  const facts = demoFacts();
  for (let start = 0; start < facts.length; start += FACTS_A_REQUEST) {
    const part = facts.slice(start, start + FACTS_A_REQUEST);
    const key = `demo-${start}`;
    const { refused } = await writer.submit({ scope: 'seed', key, content: key, facts: part });
    if (refused !== null) throw new Error(`The demo company is refused: ${refused.message}`);
  }
}
