import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyFacts } from '../../kit/apply-facts.ts';
import type { TestServer } from '../../kit/server.ts';
import { AMOUNT, askWhatIf, LIVE, OUTCOMES, relation, startShop, STATUS, SUM, urn } from './shop.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startShop();
});
afterAll(() => server[Symbol.asyncDispose]());

const whatIf = (changes: object | object[], selection: string, moment: object | null = null) =>
  askWhatIf(server, changes, selection, moment);

test('several changes are thought of together: what goes is no consumer, and what it moves to rates what breaks', async () => {
  const changes = [
    { dropField: { field: AMOUNT } },
    { dropField: { field: SUM } },
    { moveDeployment: { deployment: LIVE, stage: 'SHADOW' } },
    { renameField: { field: STATUS, to: 'amount' } },
  ];
  const answer = await whatIf(
    changes,
    `${OUTCOMES} consumers { nodes { consumer { id } uses } } impact { kpis { nodes { risk } } }`,
  );
  expect(answer).toMatchObject({
    verdict: 'BREAKS',
    outcomes: [{ verdict: 'MAY_BREAK' }, { verdict: 'BREAKS' }, { verdict: 'CHANGES_RISK' }, { verdict: 'MAY_BREAK' }],
    consumers: {
      nodes: [{ consumer: { id: urn('feature', 'basket#mean') }, uses: [SUM] }, { uses: [AMOUNT, STATUS] }],
    },
    impact: { kpis: { nodes: [{ risk: 0.18 }, { risk: 0.09 }] } },
  });
});

test('nothing is written, and what others ask meanwhile and afterwards is answered as before', async () => {
  const impact = `{ impact(of: ["${AMOUNT}"]) { kpis { nodes { risk } } counts { count } } lineage(of: ["${SUM}"], direction: UPSTREAM) { total { value } } }`;
  const head = server.services.reader.head().position;
  const before = await server.query(impact);
  const changes = [{ dropField: { field: AMOUNT } }, { moveDeployment: { deployment: LIVE, trafficShare: 0 } }];
  const all =
    'verdict affected { total { value } } impact { kpis { nodes { risk } } } upstreamShifts { total { value } }';
  const [, during] = await Promise.all([whatIf(changes, all), server.query(impact), whatIf(changes, all)]);
  expect(during).toEqual(before);
  expect(await server.query(impact)).toEqual(before);
  expect((await server.services.store.log.head()).position).toBe(head);
});

test('pages go on as they stood, whatever is written meanwhile', async () => {
  const page = (after: string | null) =>
    whatIf(
      { dropField: { field: AMOUNT } },
      `affected(first: 3, after: ${JSON.stringify(after)}) { pageInfo { endCursor hasNextPage } nodes { entity { id } } }`,
    );
  type Page = {
    affected: { pageInfo: { endCursor: string; hasNextPage: boolean }; nodes: { entity: { id: string } }[] };
  };
  const first = (await page(null)) as unknown as Page;
  await applyFacts(server, [relation('READ_BY', urn('dataset', 'orders'), urn('job', 'a-new-one'))]);
  const second = (await page(first.affected.pageInfo.endCursor)) as unknown as Page;
  const ids = [...first.affected.nodes, ...second.affected.nodes].map(({ entity: { id } }) => id);
  expect(ids).toHaveLength(6);
  expect(ids).not.toContain(urn('job', 'a-new-one'));
  const { errors } = await server.answer(
    `query ($changes: [WhatIfChange!]!, $after: PageCursor) { whatIf(changes: $changes) { affected(after: $after) { total { value } } } }`,
    { changes: [{ dropField: { field: SUM } }], after: first.affected.pageInfo.endCursor },
  );
  expect(errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', argument: 'after' });
});
