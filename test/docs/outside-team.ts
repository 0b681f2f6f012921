import { readFileSync } from 'node:fs';
import { graphql, parse, validate } from 'graphql';
import { expect } from 'vitest';
import { compose, ourSubgraphs } from '../../src/cli/supergraph/compose.ts';
import { buildGraph } from '../../src/graphql/index.ts';
import { clientsSchema } from '../federation/composers.ts';
import { schema } from '../federation/outside/costs.ts';
import type { Block } from './blocks.ts';

/** The code of docs/federation.md stands so in the subgraph that test/federation/outside-gateway.test.ts runs. */
export function isOfTheOutsideTeam({ text }: Block): void {
  expect(readFileSync(new URL('../federation/outside/costs.ts', import.meta.url), 'utf8')).toContain(text);
}

/** A query of docs/federation.md is one of the composed graph; test/federation/outside-gateway.test.ts compares the answer. */
export async function isAskedOfAll({ text }: Block): Promise<void> {
  const answer = await graphql({ schema, source: '{ _service { sdl } }' });
  const { sdl } = (answer.data as unknown as { _service: { sdl: string } })._service;
  const supergraph = compose([...ourSubgraphs(buildGraph()), { name: 'costs', url: 'http://costs.test/graphql', sdl }]);
  expect(validate(clientsSchema(supergraph), parse(text))).toEqual([]);
}
