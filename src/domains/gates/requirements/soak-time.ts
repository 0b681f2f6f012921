import { defineRequirement, fail, pass, unknown } from '../requirement.ts';

const HOUR = 3_600_000_000;

export const soakTime = defineRequirement({
  type: 'SOAK_TIME',
  description: 'It has served in an earlier stage for so long, all stretches on all deployments taken together.',
  parameters: {
    stage: { type: 'string', names: 'STAGE', description: 'The earlier stage.' },
    hours: { type: 'float', range: [0, 100_000], description: 'For how long, in hours.' },
  },
  reads: ['release -RELEASED_TO-> Deployment (stage, ever)'],
  async assess({ release, asOf }, { stage, hours }, evidence) {
    const all = await evidence.everRelated(release, 'RELEASED_TO', 'out');
    const stretches = all.filter(({ props }) => props['stage'] === stage);
    if (stretches.length === 0) {
      return unknown(`No release of ${release.name} in ${stage} is known.`, `Release it in ${stage} first.`);
    }
    const times = stretches.map(({ validFrom, validTo }) => [validFrom, Math.min(validTo ?? asOf, asOf)] as const);
    const soaked = covered(times) / HOUR;
    // Rounded down: what falls short by a minute is not told as if it did not.
    const what = `${release.name} has served in ${stage} for ${Math.floor(soaked * 10) / 10} of ${hours} hours.`;
    return soaked >= hours ? pass(what) : fail(what, `Leave it in ${stage} for ${hours} hours.`);
  },
});

/** How much time lies in any of these stretches. */
function covered(stretches: readonly (readonly [number, number])[]): number {
  let [sum, end] = [0, -Infinity];
  for (const [from, to] of [...stretches].sort((a, b) => a[0] - b[0])) {
    sum += Math.max(0, to - Math.max(from, end));
    end = Math.max(end, to);
  }
  return sum;
}
