import { expect, test } from 'vitest';
import { startServer } from '../kit/server.ts';

test('later pages of a search tell what the first one was cut from, whatever was written since', async () => {
  await using server = await startServer();
  const write = (name: string, description: string) =>
    server.query(`mutation ($input: UpsertDatasetInput!) { upsertDataset(input: $input) { refused { message } } }`, {
      input: { namespace: 'zoo', name, description },
    });
  for (const name of ['a', 'b', 'c']) await write(name, 'where the zebra lives');
  const page = (after: string | null) =>
    server.query<{ search: { edges: object[]; pageInfo: { hasNextPage: boolean; endCursor: string } } }>(
      `query ($after: PageCursor) { search(text: "zebra", first: 1, after: $after) {
        edges { matched node { name description } } pageInfo { hasNextPage endCursor } total { value } } }`,
      { after },
    );
  const { search: first } = await page(null);
  for (const name of ['a', 'b', 'c', 'd']) await write(name, 'where the lion lives');
  const { search: second } = await page(first.pageInfo.endCursor);
  const { search: third } = await page(second.pageInfo.endCursor);
  const zebra = (name: string) => ({ matched: ['description'], node: { name, description: 'where the zebra lives' } });
  expect([first, second, third].flatMap(({ edges }) => edges)).toEqual(['a', 'b', 'c'].map(zebra));
  expect([first, second, third].map(({ pageInfo }) => pageInfo.hasNextPage)).toEqual([true, true, false]);
  const { search: now } = await page(null);
  expect(now.edges).toEqual([]);
});

test('what is spelt much alike is found where nothing has the words, and what merely shares some letters is not', async () => {
  await using server = await startServer();
  const names = ['customer_activity', 'retention', 'ad-networks', 'payments-db', 'helen.fischer'];
  for (const name of names) {
    await server.query(`mutation { upsertDataset(input: { namespace: "alike", name: "${name}" }) { position } }`);
  }
  const found = async (text: string) => {
    const { search } = await server.query<{ search: { edges: { matched: string[]; node: { name: string } }[] } }>(
      'query ($text: String) { search(text: $text) { edges { matched node { name } } } }',
      { text },
    );
    return search.edges.map(({ matched, node }) => [node.name, ...matched]);
  };
  expect(await found('custmer')).toEqual([['customer_activity']]);
  expect(await found('retenshun')).toEqual([['retention']]);
  expect(await found('customer')).toEqual([['customer_activity', 'name']]);
  // Though one of the words is there as it was written, nothing has both.
  expect(await found('customer activty')).toEqual([['customer_activity']]);
  expect((await found('alike')).map(([, ...matched]) => matched)).toEqual(names.map(() => ['namespace']));
  for (const text of ['kubernetes', 'payroll', 'zebrafish']) expect(await found(text)).toEqual([]);
});
