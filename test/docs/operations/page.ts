import type { SavedOperation } from '../../../src/playground/operations.ts';
import { shortJson } from './short-json.ts';

/** A saved operation with what it says on the demo company. */
export interface Answered extends SavedOperation {
  /** `data` of the answer; of a subscription that of its first items. */
  readonly data: unknown;
  /** How many reads of the store it takes at most. */
  readonly reads: number;
  /** The answer in one line. */
  readonly essence: string;
}

const INTRODUCTION = `# Saved operations

The playground lists them by group, each with variables that fit the demo company. They lie in \`schema/operations\`: a
file \`NN-name.graphql\` with one query or subscription under \`# group:\`, \`# title:\` and \`# question:\`, and beside it its
variables as \`NN-name.variables.json\`. A test runs each and compares this page, which \`npx vitest run -u\` writes.

The last column counts the reads of the store that an answer takes at most, each for all ids at once: what two parts of it
ask for at the same time is one read. Walks and searches need none, as they run in memory.

| title | question | operation | reads |
|---|---|---|---|
`;

const ANSWERS = `The answers below are those of the demo company. Lists of more than four are cut short, and \`…\` stands for what differs
from one time to the next: positions, cursors, and how many links are stale by now.
`;

/** What is not the same each time that one and the same demo company is asked. */
const VOLATILE = new Set(['position', 'watermark', 'recordedAt', 'startCursor', 'endCursor', 'staleLinks']);

/** docs/operations.md */
export function operationsPage(operations: readonly Answered[]): string {
  const rows = operations.map((each) => {
    const { question, name, reads, type } = each;
    return `| [${each.title}](#${anchorOf(each)}) | ${question} | ${name} | ${reads}${type === 'query' ? '' : ' an event'} |\n`;
  });
  return [INTRODUCTION + rows.join(''), ANSWERS, ...operations.map(section)].join('\n');
}

/** The rows of the README's table, by question. */
export function readmeRows(operations: readonly Answered[]): string[] {
  return operations.map((each) => {
    const { question, name, essence } = each;
    return `| ${question} | [${name}](docs/operations.md#${anchorOf(each)}) | ${essence} |`;
  });
}

function section({ title, question, name, type, document, variables, data, essence }: Answered): string {
  const given = Object.keys(variables).length === 0 ? [] : ['with\n', block('json', shortJson(variables, new Set()))];
  const answers = type === 'query' ? 'answers\n' : 'delivers, with `after` before all that happened,\n';
  return [
    ...[
      `## ${title}\n`,
      `${question} \`${name}\` tells: ${essence}${/\w$/.test(essence) ? '.' : ''}\n`,
      block('graphql', document.trimEnd()),
    ],
    ...[...given, answers, block('json', shortJson(data, VOLATILE))],
  ].join('\n');
}

function block(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\`\n`;
}

/** Where GitHub's headings are found. */
function anchorOf({ title }: SavedOperation): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\w -]/g, '')
    .replaceAll(' ', '-');
}
