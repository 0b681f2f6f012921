import { expect, test } from 'vitest';
import { ontology } from '../../src/domains/index.ts';
import type { ThroughlineError } from '../../src/kernel/errors.ts';
import type { JsonObject } from '../../src/kernel/json.ts';
import { isFact, parseFact } from '../../src/kernel/parse-fact.ts';
import { formatUrn, LONGEST_URN, parseUrn } from '../../src/kernel/urn.ts';

/** A name that can be one, at nine characters each when escaped. */
const nameOf = (characters: number) => '漢'.repeat(characters);
const [fits, tooLong] = [formatUrn('DATASET', 'n', nameOf(886)), formatUrn('DATASET', 'n', nameOf(887))];
const claim = { at: '2026-01-01T00:00:00Z', source: 'dbt' };

function argumentOf(text: string): string | undefined {
  try {
    parseUrn(text, 'ids[3]');
    return undefined;
  } catch (error) {
    return (error as ThroughlineError).argument;
  }
}

test('a URN of names that are each short enough can be too long', () => {
  expect([fits.length, tooLong.length > LONGEST_URN]).toEqual([LONGEST_URN, true]);
  expect([argumentOf(fits), argumentOf(tooLong)]).toEqual([undefined, 'ids[3]']);
});

test.each([
  ['name', { fact: 'entity', kind: 'DATASET', namespace: 'n', name: nameOf(887) }],
  ['to', { fact: 'relation', type: 'WRITES', from: formatUrn('JOB', 'n', 'j'), to: tooLong }],
  ['of.id', { fact: 'retire', of: { id: tooLong } }],
  ['of', { fact: 'observe', of: tooLong, metric: 'm', value: 1 }],
  ['members[1]', { fact: 'set', of: formatUrn('TEAM', 'n', 't'), type: 'OWNS', members: [fits, tooLong] }],
])('in a fact it is named as %s', (path, fact) => {
  expect(parseFact({ ...fact, ...claim }, ontology)).toMatchObject({ path, code: 'BAD_USER_INPUT' });
  const short = JSON.stringify({ ...fact, ...claim })
    .replaceAll(tooLong, fits)
    .replaceAll(nameOf(887), nameOf(886));
  expect(isFact(parseFact(JSON.parse(short) as JsonObject, ontology))).toBe(true);
});
