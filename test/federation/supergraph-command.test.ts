import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { startModule } from '../kit/process.ts';

const COSTS = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.0", import: ["@key"])
  type Deployment @key(fields: "id") { id: ID! monthlyCost: Float }`;

async function supergraph(...given: string[]): Promise<{ code: number | null; output: string }> {
  const command = startModule('src/cli/supergraph/main.ts', {}, undefined, given);
  return { code: await command.exit, output: command.output() };
}

test('npm run supergraph composes ours as printed, at other addresses, and with another team’s that is asked', async () => {
  const printed = readFileSync(new URL('../../schema/supergraph.graphql', import.meta.url), 'utf8');
  expect(await supergraph()).toEqual({ code: 0, output: printed });

  const server = createServer((_request, response) =>
    response.end(JSON.stringify({ data: { _service: { sdl: COSTS } } })),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const costs = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  const { code, output } = await supergraph(`costs=${costs}`, 'kpis=https://kpis.test/graphql');
  server.close();
  expect(code).toBe(0);
  expect(output).toContain(`@join__graph(name: "costs", url: "${costs}")`);
  expect(output).toContain('@join__graph(name: "kpis", url: "https://kpis.test/graphql")');
  expect(output).toMatch(/monthlyCost: Float\s+@join__field\(graph: COSTS\)/);
});

test.each([
  ['kpis', 'expected name=url, as lineage=http://127.0.0.1:4001/graphql; came kpis'],
  ['costs=http://127.0.0.1:1/graphql', 'costs: expected a subgraph’s schema from http://127.0.0.1:1/graphql; '],
])('npm run supergraph %s ends with what was expected', async (argument, message) => {
  const { code, output } = await supergraph(argument);
  expect(code).toBe(1);
  expect(output).toContain(message);
});
