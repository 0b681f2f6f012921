import { beforeAll, describe, expect, test } from 'vitest';
import { incidentOf, INCIDENTS, type Incident } from '../../bench/incidents/incident.ts';
import { CAUSES } from '../../bench/incidents/plant.ts';
import { upstreamOf } from '../../bench/incidents/upstream.ts';
import { contentHash, type Json } from '../../src/kernel/json.ts';

describe('the judged incidents', () => {
  /** A few of each cause, of all three thirds. */
  const numbers = Array.from({ length: CAUSES.length * 9 }, (_, index) => index);
  let incidents: readonly Incident[];
  beforeAll(() => {
    incidents = numbers.map(incidentOf);
  });

  test('are the same in every run', () => {
    const hash = (incident: Incident) => contentHash(incident as unknown as Json);
    for (const number of numbers.slice(0, 7)) expect(hash(incidentOf(number))).toBe(hash(incidents[number]!));
  });

  test('have as many of each cause in each third', () => {
    const held = Array.from({ length: INCIDENTS }, (_, index) => index).filter((index) => index % 3 === 2);
    expect(held).toHaveLength(INCIDENTS / 3);
    expect(incidents.filter((each) => each.held)).toHaveLength(numbers.length / 3);
    for (const cause of CAUSES) {
      const third = incidents.filter((each) => each.cause === cause && each.held);
      expect([cause, third.length]).toEqual([cause, 3]);
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
    for (const { name, of, at, depth, facts, nearer, later } of incidents) {
      const depths = upstreamOf(facts, of);
      expect([name, (depths.get(nearer.entity) ?? Infinity) < depth]).toEqual([name, true]);
      expect([name, depths.has(later.entity) && later.at > at]).toEqual([name, true]);
      for (const harmless of [nearer, later]) {
        const told = facts.filter((fact) => fact.at === harmless.at && JSON.stringify(fact).includes(harmless.entity));
        expect([name, told.length > 0]).toEqual([name, true]);
      }
    }
  });
});
