import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ontology } from '../../domains/index.ts';
import { ontologyPage } from './ontology-page.ts';

/** `print` writes docs/ontology.md from the code; `check` fails where the two differ. */
const file = fileURLToPath(new URL('../../../docs/ontology.md', import.meta.url));
const printed = ontologyPage(ontology);

if (process.argv[2] === 'check') {
  if (readFileSync(file, 'utf8') !== printed) {
    console.error('docs/ontology.md is not what the code says: npm run docs:print');
    process.exitCode = 1;
  }
} else {
  writeFileSync(file, printed);
}
