import { ontology } from '../../domains/index.ts';
import { printOrCheck } from '../generated-file.ts';
import { ontologyPage } from './ontology-page.ts';

printOrCheck('docs/ontology.md', ontologyPage(ontology), 'npm run docs:print');
