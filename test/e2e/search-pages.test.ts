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
