import { buildGraph } from '../../graphql/index.ts';
import { printGraph } from '../../graphql/print.ts';
import { printOrCheck } from '../generated-file.ts';
import { compose, ourSubgraphs } from '../supergraph/compose.ts';

const COMMAND = 'npm run schema:print';

const graph = buildGraph();
printOrCheck('schema/graph.graphql', printGraph(graph), COMMAND);
const subgraphs = ourSubgraphs(graph);
for (const { name, sdl } of subgraphs) printOrCheck(`schema/subgraphs/${name}.graphql`, sdl, COMMAND);
printOrCheck('schema/supergraph.graphql', compose(subgraphs), COMMAND);
