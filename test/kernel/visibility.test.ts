import { expect, test } from 'vitest';
import { formatUrn } from '../../src/kernel/urn.ts';
import { SEES_ALL, sightOf, visibilityOf } from '../../src/kernel/visibility.ts';

const orders = formatUrn('DATASET', 'postgres://db:5432', 'shop.orders');
const total = formatUrn('FIELD', 'postgres://db:5432', 'shop.orders#total');
const other = formatUrn('FIELD', 'postgres://db:5432', 'shop.orders2#total');
const model = formatUrn('MODEL', 'registry', 'churn');
const version = formatUrn('MODEL_VERSION', 'registry', 'churn@3');

test('The first rule that fits counts, and what none fits is seen.', () => {
  const see = sightOf(
    visibilityOf(
      [
        { effect: 'SHOW', ids: [orders] },
        { effect: 'PASS', kinds: ['DATASET'], namespaces: [{ prefix: 'postgres://' }] },
        { effect: 'STOP', namespaces: ['postgres://db:5432'] },
      ],
      'NONE',
    ),
  );
  expect(see(orders)).toBe('SHOW');
  expect(see(total)).toBe('SHOW');
  expect(see(other)).toBe('STOP');
  expect(see(formatUrn('DATASET', 'postgres://other', 'a'))).toBe('PASS');
  expect(see(formatUrn('JOB', 'postgres://db:54321', 'a'))).toBe('SHOW');
  expect(see(formatUrn('JOB', 'airflow', 'postgres://db:5432'))).toBe('SHOW');
  expect(sightOf(SEES_ALL)(orders)).toBe('SHOW');
});

test('A part is hidden with the whole whose name stands in its own.', () => {
  const see = sightOf(visibilityOf([{ effect: 'STOP', ids: [orders, model] }], 'NONE'));
  expect([orders, total, model, version].map(see)).toEqual(['STOP', 'STOP', 'STOP', 'STOP']);
  expect(
    [other, formatUrn('MODEL_VERSION', 'registry', 'churn2@3'), formatUrn('JOB', 'registry', 'churn@3')].map(see),
  ).toEqual(['SHOW', 'SHOW', 'SHOW']);
  const field = sightOf(visibilityOf([{ effect: 'PASS', ids: [total] }], 'NONE'));
  expect([orders, total].map(field)).toEqual(['SHOW', 'PASS']);
});

test('The same rules have the same key, others another, and what can be no rule is refused.', () => {
  const rules = [{ effect: 'STOP', kinds: ['JOB'] }] as const;
  expect(visibilityOf(rules, 'NONE').key).toBe(visibilityOf([...rules], 'COUNT').key);
  expect(visibilityOf(rules, 'NONE').key).not.toBe(visibilityOf([{ effect: 'PASS', kinds: ['JOB'] }], 'NONE').key);
  expect(() => visibilityOf([{ effect: 'STOP', namespaces: [''] }], 'NONE')).toThrow('rules[0]: expected namespaces');
  expect(() => visibilityOf([{ effect: 'STOP', ids: ['orders' as never] }], 'NONE')).toThrow('rules[0]: expected urn:');
});
