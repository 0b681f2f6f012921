import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { getExport, type Parameters } from '../kit/export.ts';
import { startServer, type TestServer } from '../kit/server.ts';

const ORDERS = 'urn:throughline:dataset:postgres%3A%2F%2Fshop-db%3A5432:shop.orders';
const NOBODY = 'urn:throughline:dataset:no:where';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ THROUGHLINE_SEED: 'demo' });
});
afterAll(() => server[Symbol.asyncDispose]());

describe('what is wrong is refused by the name of its parameter', () => {
  const down = { of: ORDERS, direction: 'DOWNSTREAM' };
  test.each<readonly [string, string, Parameters, number, string, string]>([
    ['no start', 'lineage', { direction: 'UPSTREAM' }, 400, 'BAD_USER_INPUT', 'of'],
    ['no URN', 'lineage', { ...down, of: [ORDERS, 'nonsense'] }, 400, 'BAD_USER_INPUT', 'of[1]'],
    ['a URN that was not escaped', 'impact', { of: decodeURIComponent(ORDERS) }, 400, 'BAD_USER_INPUT', 'of[0]'],
    ['an unknown start', 'lineage', { ...down, of: NOBODY }, 404, 'NOT_FOUND', 'of'],
    ['an unknown start of an impact', 'impact', { of: NOBODY }, 404, 'NOT_FOUND', 'of'],
    ['no direction', 'lineage', { of: ORDERS }, 400, 'BAD_USER_INPUT', 'direction'],
    ['a wrong direction', 'lineage', { ...down, direction: 'downstream' }, 400, 'BAD_USER_INPUT', 'direction'],
    ['two directions', 'lineage', { ...down, direction: ['UPSTREAM', 'BOTH'] }, 400, 'BAD_USER_INPUT', 'direction'],
    ['a depth that is no number', 'lineage', { ...down, depth: '1.5' }, 400, 'BAD_USER_INPUT', 'depth'],
    ['a depth out of range', 'lineage', { ...down, depth: '1001' }, 400, 'BAD_USER_INPUT', 'depth'],
    ['a kind that there is not', 'lineage', { ...down, kinds: ['DATASET', 'KPI'] }, 400, 'BAD_USER_INPUT', 'kinds[1]'],
    ['several kinds in one', 'lineage', { ...down, kinds: 'DATASET,JOB' }, 400, 'BAD_USER_INPUT', 'kinds[0]'],
    ['what is no lineage', 'lineage', { ...down, through: 'OWNS' }, 400, 'BAD_USER_INPUT', 'through[0]'],
    ['a wrong provenance', 'lineage', { ...down, provenance: '' }, 400, 'BAD_USER_INPUT', 'provenance[0]'],
    ['a flag that is none', 'lineage', { ...down, includeStale: '1' }, 400, 'BAD_USER_INPUT', 'includeStale'],
    ['a time that is none', 'lineage', { ...down, asOf: 'yesterday' }, 400, 'BAD_USER_INPUT', 'asOf'],
    ['a time to come', 'impact', { of: ORDERS, knownAt: '2199-01-01T00:00:00Z' }, 400, 'BAD_USER_INPUT', 'knownAt'],
    ['before the log', 'impact', { of: ORDERS, knownAt: '2001-01-01T00:00:00Z' }, 400, 'BEFORE_HISTORY', 'knownAt'],
    ['what there is not', 'impact', { of: ORDERS, what: 'nodes' }, 400, 'BAD_USER_INPUT', 'what'],
    ['a wrong format', 'impact', { of: ORDERS, format: 'xlsx' }, 400, 'BAD_USER_INPUT', 'format'],
    ['a parameter that there is not', 'lineage', { ...down, kind: 'DATASET' }, 400, 'BAD_USER_INPUT', 'kind'],
    ['a filter of the other', 'impact', { of: ORDERS, kinds: 'DATASET' }, 400, 'BAD_USER_INPUT', 'kinds'],
    ['a page size', 'lineage', { ...down, first: '10' }, 400, 'BAD_USER_INPUT', 'first'],
  ])('%s', async (_name, name, parameters, status, code, argument) => {
    const response = await getExport(server.url, name, parameters);
    const { errors } = (await response.json()) as { errors: { message: string }[] };
    expect([response.status, errors]).toEqual([status, [{ code, argument, message: expect.stringMatching(/\w/) }]]);
    expect(response.headers.get('content-type')).toMatch('application/json');
    expect(response.headers.get('x-throughline-total')).toBeNull();
  });

  test('a position that is none, and one that nobody has written', async () => {
    const refused = async (position: string) => {
      const response = await getExport(
        server.url,
        'impact',
        { of: ORDERS },
        { headers: { 'x-throughline-position': position } },
      );
      return [response.status, await response.json()];
    };
    const argument = 'x-throughline-position';
    expect(await refused('nonsense')).toMatchObject([400, { errors: [{ code: 'BAD_USER_INPUT', argument }] }]);
    const beyond = Buffer.from('["p",99999999]').toString('base64url');
    expect(await refused(beyond)).toMatchObject([504, { errors: [{ code: 'POSITION_TIMEOUT', argument }] }]);
  });

  test('more starts than a URL may name', async () => {
    const of = Array.from({ length: 200 }, () => ORDERS);
    expect((await getExport(server.url, 'impact', { of })).status).toBe(431);
    expect((await getExport(server.url, 'impact', { of: of.slice(0, 150) })).status).toBe(200);
  });
});
