import { buildGraph } from '../../graphql/index.ts';
import { printGraph } from '../../graphql/print.ts';
import { printOrCheck } from '../generated-file.ts';

printOrCheck('schema/graph.graphql', printGraph(buildGraph()), 'npm run schema:print');
