import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { buildGraph, domainsOf, domainsProblem } from '../../src/graphql/index.ts';
import type { Block } from './blocks.ts';

/** A command of docs/federation.md: its script is there, its domains start, and what it names is a subgraph or the page's other. */
export function startsAsShown({ text }: Block): void {
  const [, domains, script = '', given] =
    /^(?:THROUGHLINE_DOMAINS=(\S+) )?npm (?:run )?(?:-s )?([\w:]+)(?: -- (.+))?$/.exec(text.trim()) ?? [];
  const { scripts } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    scripts: object;
  };
  expect(scripts).toHaveProperty([script]);
  const graph = buildGraph();
  const { domains: wanted } = readConfig({ THROUGHLINE_DOMAINS: domains });
  expect(domainsProblem(graph, new Set(wanted ?? domainsOf(graph)))).toBeNull();
  const names = (given?.split(' ') ?? []).map((each) => each.split('=')[0]);
  expect(names.filter((name) => !domainsOf(graph).includes(name ?? ''))).toEqual(given === undefined ? [] : ['costs']);
}
