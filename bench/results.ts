import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import { resolve } from 'node:path';
import type { Measured, Table } from './bench.ts';

/** Beside the sources, wherever this was compiled to: npm runs scripts in the folder of the package. */
const FILE = resolve('bench/RESULTS.md');
const HEAD = `# Results

Written by \`npm run bench -- <name>\`, which replaces the section of that name. The machines are small and others use them
at the same time: timings are noisy, and a figure is worth no more than its order of magnitude.
`;

/** The section of one bench: where and when it ran, then its tables. */
export function sectionOf(name: string, about: string, { tables, versions = {} }: Measured): string {
  const software = Object.entries({ node: process.versions.node, ...versions }).map((each) => each.join(' '));
  return [
    `## ${name}\n`,
    `${about}\n`,
    `${machine()}. ${today()}; ${software.join(', ')}.\n`,
    ...tables.map(textOf),
  ].join('\n');
}

/** Puts the section in the place of the one with the same heading, or in its place by the alphabet. */
export function keepSection(name: string, section: string): void {
  const [, ...old] = (existsSync(FILE) ? readFileSync(FILE, 'utf8') : HEAD).split(/^(?=## )/m);
  const others = old.filter((each) => headingOf(each) !== name);
  const sections = [...others, section].sort((a, b) => (headingOf(a) < headingOf(b) ? -1 : 1));
  writeFileSync(FILE, [HEAD, ...sections.map((each) => `${each.trim()}\n`)].join('\n'));
}

function headingOf(section: string): string {
  return section.split('\n', 1)[0]?.slice('## '.length) ?? '';
}

function textOf({ title, columns, rows, notes = [] }: Table): string {
  const row = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |\n`;
  const body = [columns, columns.map((_, index) => (index === 0 ? '---' : '---:')), ...rows].map(row).join('');
  return [`### ${title}\n`, body, ...notes.map((note) => `${note}\n`)].join('\n');
}

/** As much as figures hang on; which build of a system it is says more of its owner than of them. */
function machine(): string {
  const [first] = cpus();
  const memory = (totalmem() / 1024 ** 3).toFixed(0);
  return `${cpus().length} × ${first?.model.trim() ?? 'unknown'}, ${memory} GB, ${type()} ${release().split('.', 1)[0]}`;
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}
