import { readFileSync, writeFileSync } from 'node:fs';
import { buildGraph } from '../../graphql/index.ts';
import { printGraph } from '../../graphql/print.ts';
import { printOrCheck, ours } from '../generated-file.ts';
import { compose, ourSubgraphs } from '../supergraph/compose.ts';
import { breaks, undatedReasons, untold } from './evolution.ts';

const COMMAND = 'npm run schema:print';
const RELEASED = 'schema/released/graph.graphql';

const graph = buildGraph();
const current = printGraph(graph);
if (process.argv[2] === 'release') writeFileSync(ours(RELEASED), current);
printOrCheck('schema/graph.graphql', current, COMMAND);
const subgraphs = ourSubgraphs(graph);
for (const { name, sdl } of subgraphs) printOrCheck(`schema/subgraphs/${name}.graphql`, sdl, COMMAND);
printOrCheck('schema/supergraph.graphql', compose(subgraphs), COMMAND);
if (process.argv[2] === 'check') checkEvolution();

/** Nothing that was released goes without a word, and nothing is deprecated without one. */
function checkEvolution(): void {
  const read = (path: string) => readFileSync(ours(path), 'utf8');
  const today = new Date().toISOString().slice(0, 10);
  const problems = [
    ...untold(breaks(read(RELEASED), current, today), read('CHANGELOG.md')).map(
      (sentence) => `\`${sentence}\` Keep it, deprecate it until some day, or say so below Breaking in CHANGELOG.md.`,
    ),
    ...undatedReasons(current).map(
      (reason) => `A deprecation says "${reason}": expected what to use instead, then "; stays until 2027-06-01".`,
    ),
  ];
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
}
