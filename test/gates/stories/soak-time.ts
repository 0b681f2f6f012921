import type { RequirementStory, World } from './story.ts';

const api = (world: World) => world.urn('DEPLOYMENT', 'api');
const serves = (world: World, at: string) =>
  world.relate('RELEASED_TO', world.release, api(world), { id: 'r1', stage: 'CANARY' }, { at });

export const soakTime: RequirementStory = {
  parameters: { stage: 'CANARY', hours: 48 },
  steps: [
    {
      told: 'it serves as a canary for days',
      async tell(world) {
        await world.entity('DEPLOYMENT', 'api');
        await serves(world, '2025-12-01T00:00:00Z');
      },
      verdict: 'PASS',
      why: /has served in CANARY for \d+(\.\d)? of 48 hours/,
    },
    {
      told: 'it is heard that it was taken back the day after',
      tell: (world) => world.unrelate('RELEASED_TO', world.release, api(world), 'r1', { at: '2025-12-02T00:00:00Z' }),
      verdict: 'FAIL',
      why: /for 24 of 48 hours/,
    },
    {
      told: 'it serves again',
      tell: (world) => serves(world, '2025-12-05T00:00:00Z'),
      verdict: 'PASS',
      why: /of 48 hours/,
    },
    {
      told: 'another version is looked at, which nobody released',
      tell: (world) => world.another(),
      verdict: 'UNKNOWN',
      why: /No release of churn@3 in CANARY is known/,
    },
  ],
};
