import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestServer } from '../../kit/server.ts';
import { AMOUNT, LIVE, ORDERS, SALES, startShop, STATUS, urn } from './shop.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startShop();
});
afterAll(() => server[Symbol.asyncDispose]());

describe('what is wrong is refused by the name of its place', () => {
  const drop = { dropField: { field: AMOUNT } };
  const move = (to: object) => ({ moveDeployment: { deployment: LIVE, ...to } });
  const define = (to: object) => ({ changeKpiDefinition: { kpi: SALES, ...to } });
  test.each<readonly [string, readonly object[], string, string]>([
    ['no change', [], 'BAD_USER_INPUT', 'changes'],
    ['too many', Array.from({ length: 21 }, () => drop), 'BAD_USER_INPUT', 'changes'],
    ['none of them', [drop, {}], 'BAD_USER_INPUT', 'changes[1]'],
    ['two of them', [{ ...drop, retireDataset: { dataset: ORDERS } }], 'BAD_USER_INPUT', 'changes[0]'],
    ['no URN', [{ dropField: { field: 'x' } }], 'BAD_USER_INPUT', 'changes[0].dropField.field'],
    ['another kind', [{ dropField: { field: ORDERS } }], 'BAD_USER_INPUT', 'changes[0].dropField.field'],
    [
      'a field as a feature',
      [{ retireFeature: { feature: AMOUNT } }],
      'BAD_USER_INPUT',
      'changes[0].retireFeature.feature',
    ],
    [
      'what nobody named',
      [drop, { dropField: { field: urn('field', 'no#x') } }],
      'NOT_FOUND',
      'changes[1].dropField.field',
    ],
    [
      'a name that is taken',
      [{ renameField: { field: AMOUNT, to: 'status' } }],
      'CONFLICT',
      'changes[0].renameField.to',
    ],
    ['its own name', [{ renameField: { field: AMOUNT, to: 'amount' } }], 'BAD_USER_INPUT', 'changes[0].renameField.to'],
    ['no name', [{ renameField: { field: AMOUNT, to: '' } }], 'BAD_USER_INPUT', 'changes[0].renameField.to'],
    [
      'half a character',
      [{ renameField: { field: AMOUNT, to: '\ud800' } }],
      'BAD_USER_INPUT',
      'changes[0].renameField.to',
    ],
    ['no type', [{ retypeField: { field: AMOUNT, type: ' ' } }], 'BAD_USER_INPUT', 'changes[0].retypeField.type'],
    ['a negative weight', [define({ weight: -1 })], 'BAD_USER_INPUT', 'changes[0].changeKpiDefinition.weight'],
    ['no other definition', [define({})], 'BAD_USER_INPUT', 'changes[0].changeKpiDefinition'],
    ['a NUL', [define({ unit: 'E\u0000' })], 'BAD_USER_INPUT', 'changes[0].changeKpiDefinition.unit'],
    ['no move', [move({})], 'BAD_USER_INPUT', 'changes[0].moveDeployment'],
    ['an unknown stage', [move({ stage: 'PROD' })], 'BAD_USER_INPUT', 'changes[0].moveDeployment.stage'],
    ['more than all', [move({ trafficShare: 1.1 })], 'BAD_USER_INPUT', 'changes[0].moveDeployment.trafficShare'],
    ['less than none', [move({ trafficShare: -0.1 })], 'BAD_USER_INPUT', 'changes[0].moveDeployment.trafficShare'],
    ['the same twice', [drop, drop], 'BAD_USER_INPUT', 'changes[1].dropField'],
    [
      'two changes of one thing',
      [drop, { renameField: { field: AMOUNT, to: 'total' } }],
      'BAD_USER_INPUT',
      'changes[1].renameField',
    ],
    [
      'a part of what goes',
      [{ renameField: { field: AMOUNT, to: 'total' } }, { retireDataset: { dataset: ORDERS } }],
      'BAD_USER_INPUT',
      'changes[0].renameField',
    ],
    [
      'one name for two',
      [{ renameField: { field: AMOUNT, to: 'total' } }, { renameField: { field: STATUS, to: 'total' } }],
      'BAD_USER_INPUT',
      'changes[1].renameField.to',
    ],
  ])('%s', async (_name, changes, code, argument) => {
    const document = 'query ($changes: [WhatIfChange!]!) { whatIf(changes: $changes) { verdict } }';
    const { errors } = await server.answer(document, { changes });
    expect(errors?.[0]).toMatchObject({
      message: expect.stringMatching(/expected|there is|give|takes|gives/),
      extensions: { code, argument },
    });
  });
});
