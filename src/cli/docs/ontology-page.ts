import { PROVENANCES } from '../../kernel/fact.ts';
import {
  COMMON_ATTRIBUTES,
  type Attribute,
  type Attributes,
  type KindDeclaration,
  type Ontology,
  type RelationshipDeclaration,
} from '../../kernel/ontology.ts';
import { DEFAULT_CONFIDENCE, TABLE_FALLBACK_FACTOR } from '../../lineage/confidence.ts';

/** docs/ontology.md: every kind and relationship that is declared, with all that follows from its declaration. */
export function ontologyPage(ontology: Ontology): string {
  const kinds = [...ontology.kinds.values()];
  const relationships = [...ontology.relationships.values()];
  const domains = [...new Set(kinds.map((kind) => kind.domain))];
  return `${[
    '# Ontology',
    INTRODUCTION,
    table(
      ['domain', 'kinds', 'relationships'],
      domains.map((domain) => domainRow(domain, kinds, relationships)),
    ),
    COMMON,
    attributeTable(COMMON_ATTRIBUTES),
    ...domains.flatMap((domain) => [
      `## Kinds: ${domain}`,
      ...kinds.filter((kind) => kind.domain === domain).flatMap(kindSection),
    ]),
    '## Relationships',
    RELATIONSHIPS,
    table(['relationship', 'lineage', 'from', 'to', 'change', 'meaning'], relationships.flatMap(endRows)),
    'What a relation can say of itself:',
    table(['attribute', 'of', 'type', 'meaning'], relationAttributes(relationships)),
    '## Confidence',
    CONFIDENCE,
    table(
      ['provenance', 'confidence'],
      PROVENANCES.map((provenance) => [provenance, String(DEFAULT_CONFIDENCE[provenance])]),
    ),
  ].join('\n\n')}\n`;
}

const INTRODUCTION = `What the graph is made of. \`npm run docs:print\` prints this page from the declarations in \`src/domains\`, and
\`npm run docs:check\` fails where the two differ. An attribute that is not declared may be told all the same: it is kept, and
shown in the history.`;

const COMMON = `*Filter* and *order*: lists of the kind can be cut and sorted by it. *Facet*: a search counts its values. *Search*: a search
finds its words, as it does those of names and namespaces. Types are those of facts: \`time\` is RFC 3339 text, \`strings\` a list
of texts that is united over all sources, \`versions\` values beside each other, each with \`id\`, \`validFrom\` and \`validTo\`.

Each kind has these attributes, beside \`id\`, \`kind\`, \`namespace\`, \`name\`, \`described\`, \`createdAt\`, \`updatedAt\` and \`retiredAt\`:`;

const RELATIONSHIPS = `Each is kept in the direction in which data flows. The walk follows those that carry lineage, and no others. *Change*: what
the change feed calls it where one begins, changes or ends; RELATED, CHANGED and UNRELATED where nothing stands here.`;

const CONFIDENCE = `How sure a link is that does not say so itself. A link that stands for a whole table, because its consumer does not say
which columns it uses, counts ${TABLE_FALLBACK_FACTOR} times as much. Over several hops confidences are multiplied.`;

function domainRow(
  domain: string,
  kinds: readonly KindDeclaration[],
  relationships: readonly RelationshipDeclaration[],
): string[] {
  const kindsOfIt = kinds.filter((each) => each.domain === domain).map((each) => each.kind);
  const typesOfIt = relationships.filter((each) => each.domain === domain).map((each) => each.type);
  return [domain, kindsOfIt.join(', '), typesOfIt.join(', ')];
}

function kindSection({ kind, typeName, plural, description, naming, attributes }: KindDeclaration): string[] {
  return [
    `### ${kind}`,
    `${prose(description)} In GraphQL \`${typeName}\`, listed by \`${plural}\`.`,
    `Namespace and name: ${prose(naming)}`,
    Object.keys(attributes).length === 0 ? 'It has no attributes of its own.' : attributeTable(attributes),
  ];
}

function attributeTable(attributes: Attributes): string {
  const rows = Object.entries(attributes).flatMap(([name, attribute]) => [
    attributeRow(name, attribute),
    ...Object.entries(attribute.members ?? {}).map(([member, each]) => attributeRow(`${name}.${member}`, each)),
  ]);
  return table(['attribute', 'type', 'meaning', 'filter', 'order', 'facet', 'search'], rows);
}

function attributeRow(name: string, attribute: Attribute): string[] {
  const { type, filter, order, facet, search } = attribute;
  return [name, type, meaning(attribute), ...[filter, order, facet, search].map(yes)];
}

/** One row for each kind that it leads from. */
function endRows({ type, lineage, ends, description, announces = {} }: RelationshipDeclaration): string[][] {
  return [...new Set(ends.map(([from]) => from))].map((from, index) => {
    const to = ends.filter((pair) => pair[0] === from).map((pair) => pair[1]);
    const [name, flows, text] = index === 0 ? [type, yes(lineage), description] : ['', '', ''];
    return [name, flows, from, to.join(', '), announces[from] ?? '', text];
  });
}

/** Many relationships share one and the same attribute: one row for all of them. */
function relationAttributes(relationships: readonly RelationshipDeclaration[]): string[][] {
  const rows = new Map<string, { name: string; attribute: Attribute; of: string[] }>();
  for (const { type, attributes } of relationships) {
    for (const [name, attribute] of Object.entries(attributes)) {
      const same = JSON.stringify([name, attribute]);
      const row = rows.get(same) ?? { name, attribute, of: [] };
      row.of.push(type);
      rows.set(same, row);
    }
  }
  return [...rows.values()].map(({ name, attribute, of }) => [name, of.join(', '), attribute.type, meaning(attribute)]);
}

function meaning({ description, values }: Attribute): string {
  const each = Object.entries(values?.of ?? {}).map(([value, text]) => `${value}: ${text}`);
  return [description, ...each].join(' ');
}

function yes(flag: boolean | undefined): string {
  return flag === true ? 'yes' : '';
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(prose).join(' | ')} |`;
  return [line(columns), `|${'---|'.repeat(columns.length)}`, ...rows.map(line)].join('\n');
}

/** Text that Markdown would read as a cell's end or as a tag. */
function prose(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '\\<');
}
