import { readFileSync } from 'node:fs';

const page = readFileSync(new URL('../../../docs/cypher-cookbook.md', import.meta.url), 'utf8');

/** The questions of the cookbook, each with its query. */
export const recipes = [...page.matchAll(/^## (.+)\n[^]*?^```cypher\n([^]*?)^```/gm)].map(
  ([, question = '', cypher = '']) => ({ question, cypher }),
);
