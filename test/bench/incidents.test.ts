import { beforeAll, describe, expect, test } from 'vitest';
import { incidentOf, INCIDENTS, isFirstSet, type Incident } from '../../bench/incidents/incident.ts';
import { CAUSES } from '../../bench/incidents/plant.ts';
import { upstreamOf } from '../../bench/incidents/upstream.ts';
import { contentHash, type Json } from '../../src/kernel/json.ts';

describe('the judged incidents', () => {
  const all = Array.from({ length: INCIDENTS }, (_, index) => index);
  const second = all.filter((index) => !isFirstSet(index));
  const few = CAUSES.length * 9;
  /** A few of each cause, of both sets and of all three thirds. */
  const numbers = [...all.slice(0, few), ...second.slice(0, few)];
  let incidents: readonly Incident[];
  beforeAll(() => {
    incidents = numbers.map(incidentOf);
  });

  test('are the same in every run', () => {
    const hash = (incident: Incident) => contentHash(incident as unknown as Json);
    for (const number of numbers.slice(0, 7)) expect(hash(incidentOf(number))).toBe(hash(incidents[number]!));
  });

  test('are told apart by name, and of the second set alone a third is held back, with as many of each cause', () => {
    expect(new Set(incidents.map(({ name }) => name)).size).toBe(numbers.length);
    const [first, later] = [incidents.slice(0, few), incidents.slice(few)];
    expect(first.filter(({ held }) => held)).toEqual([]);
    for (const cause of CAUSES) {
      const those = later.filter((each) => each.cause === cause);
      expect([cause, those.length, those.filter(({ held }) => held).length]).toEqual([cause, 9, 3]);
      expect([cause, first.filter((each) => each.cause === cause).length]).toEqual([cause, 9]);
    }
  });

  test('have their cause upstream and in the window, and tell nothing of what came after the question', () => {
    for (const { name, of, since, until, entity, depth, at, facts } of incidents) {
      expect([name, upstreamOf(facts, of).get(entity)]).toEqual([name, depth]);
      expect([name, since < at && at < until]).toEqual([name, true]);
      expect([name, facts.every((fact) => fact.at <= until)]).toEqual([name, true]);
    }
  });

  test('come with harmless changes that are nearer, and with harmless ones that are more recent', () => {
    const untold: Incident[] = [];
    for (const incident of incidents) {
      const { name, of, at, until, depth, facts, nearer, later } = incident;
      const depths = upstreamOf(facts, of);
      expect([name, (depths.get(nearer.entity) ?? Infinity) < depth]).toEqual([name, true]);
      expect([name, depths.has(later.entity) && later.at > at]).toEqual([name, true]);
      // A run in the night may fall after the question, and is not told then.
      if (later.at > until) untold.push(incident);
      for (const harmless of later.at > until ? [nearer] : [nearer, later]) {
        const told = facts.filter((fact) => fact.at === harmless.at && JSON.stringify(fact).includes(harmless.entity));
        expect([name, told.length > 0]).toEqual([name, true]);
      }
    }
    expect(untold.filter(({ held }) => held)).toEqual([]);
    expect(untold.length).toBeLessThan(numbers.length / 50);
  });
});
