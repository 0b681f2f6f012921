import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildGraph } from '../../graphql/index.ts';
import { printGraph } from '../../graphql/print.ts';

/** `print` writes schema/graph.graphql from the code; `check` fails where the two differ. */
const file = fileURLToPath(new URL('../../../schema/graph.graphql', import.meta.url));
const printed = printGraph(buildGraph());

if (process.argv[2] === 'check') {
  if (readFileSync(file, 'utf8') !== printed) {
    console.error('schema/graph.graphql is not what the code says: npm run schema:print');
    process.exitCode = 1;
  }
} else {
  writeFileSync(file, printed);
}
