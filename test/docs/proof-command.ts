import { expect } from 'vitest';
import type { JsonObject } from '../../src/kernel/json.ts';
import { checkProof } from '../kit/check-proof.ts';
import type { TestServer } from '../kit/server.ts';
import { readPage, type Block } from './blocks.ts';
import { requestOf } from './export-command.ts';

/** Does what the commands do, with the certificate that the page's query gives when it asks for all of it. */
export async function verifiesAsShown({ page, text }: Block, server: TestServer): Promise<void> {
  const [fetching = '', checking] = text.trim().split('\n');
  const [, certificate] = /`(certificate \{[^`]*\})`/.exec(readPage(page))!;
  const [, query] = /```graphql\n([\s\S]*?)```/.exec(readPage(page))!;
  const { impact } = await server.query<{ impact: { kpis: { nodes: { certificate: JsonObject }[] } } }>(
    query!.replace(/certificate \{.*?\}/, certificate!),
  );
  const log = await fetch(server.url + requestOf(fetching.replace(' -o log.ndjson', '')).path);
  expect(checking).toBe('npm run check-proof -- certificate.json log.ndjson');
  const { code, said } = await checkProof(impact.kpis.nodes[0]!.certificate, await log.text());
  expect({ code, said }).toEqual({ code: 0, said: expect.stringMatching(/^verified: /) as string });
}
