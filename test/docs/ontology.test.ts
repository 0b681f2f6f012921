import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ontologyPage } from '../../src/cli/docs/ontology-page.ts';
import { kinds, ontology, relationships } from '../../src/domains/index.ts';
import { createOntology } from '../../src/kernel/ontology.ts';

test('docs/ontology.md is what the declarations say', () => {
  const page = readFileSync(new URL('../../docs/ontology.md', import.meta.url), 'utf8');
  expect(page, 'npm run docs:print').toBe(ontologyPage(ontology));
});

test('it shows each kind, attribute and relationship', () => {
  const toy = {
    kind: 'TOY',
    typeName: 'Toy',
    plural: 'toys',
    domain: 'play',
    description: 'Something to play with.',
    naming: 'The box, and <box>|<toy>.',
    attributes: {
      colour: {
        type: 'string',
        description: 'What it looks like.',
        values: { name: 'Colour', of: { RED: 'Like fire.' } },
        facet: true,
      },
    },
  } as const;
  const belongs = {
    type: 'PLAYED_BY',
    domain: 'play',
    description: 'Who plays with it.',
    lineage: false,
    ends: [['TOY', 'PERSON']],
    attributes: { since: { type: 'time', description: 'From when on.' } },
    announces: { TOY: 'RELEASED' },
  } as const;
  const page = ontologyPage(createOntology([...kinds, toy], [...relationships, belongs]));
  expect(page).toContain('| play | TOY | PLAYED_BY |');
  expect(page).toContain('Something to play with. In GraphQL `Toy`, listed by `toys`.');
  expect(page).toContain('Namespace and name: The box, and \\<box>\\|\\<toy>.');
  expect(page).toContain('| colour | string | What it looks like. RED: Like fire. |  |  | yes |  |');
  expect(page).toContain('| PLAYED_BY |  | TOY | PERSON | RELEASED | Who plays with it. |');
  expect(page).toContain('| since | PLAYED_BY | time | From when on. |');
});
