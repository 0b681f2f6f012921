import type { Services } from '../../src/domains/services.ts';
import type { Fact } from '../../src/kernel/fact.ts';
import { EVERYBODY } from '../../src/kernel/viewer.ts';
import type { Urn } from '../../src/kernel/urn.ts';
import { gatherEvidence, type Evidence } from '../../src/lineage/root-causes/evidence.ts';
import { createDice } from './dice.ts';
import type { Incident } from './incident.ts';

/** Entities, the likeliest cause first. */
export type Ranker = (evidence: Evidence) => readonly Urn[] | Promise<readonly Urn[]>;

/** 1 divided by the place at which the true cause stands; 0 where it is not among them. */
export function reciprocalRank(ranked: readonly Urn[], cause: Urn): number {
  const place = ranked.indexOf(cause);
  return place === -1 ? 0 : 1 / (place + 1);
}

export async function load({ writer }: Services, name: string, facts: readonly Fact[]): Promise<void> {
  const { refused } = await writer.submit({ scope: 'bench', key: name, content: name, facts });
  if (refused !== null) throw new Error(`${name} is refused: ${refused.message}`);
}

/** What the log has to say to an incident's question. */
export function evidenceOf(services: Services, { of, since, until }: Incident): Promise<Evidence> {
  const { position } = services.reader.head();
  return gatherEvidence(services, { of, since, until }, { position, asOf: until, now: until, viewer: EVERYBODY });
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

const RESAMPLES = 10_000;

/** Within which the mean of these lies with 95 % probability, by resampling them. */
export function interval(values: readonly number[]): readonly [least: number, most: number] {
  const dice = createDice(7);
  const means = Array.from({ length: RESAMPLES }, () => mean(values.map(() => dice.pick(values)))).sort(
    (a, b) => a - b,
  );
  return [means[Math.floor(RESAMPLES * 0.025)]!, means[Math.floor(RESAMPLES * 0.975)]!];
}
