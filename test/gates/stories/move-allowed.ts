import type { RequirementStory, World } from './story.ts';

const serves = (world: World, on: string, stage: string, source = 'story') =>
  world.relate(
    'RELEASED_TO',
    world.release,
    world.urn('DEPLOYMENT', on),
    { id: 'r1', stage },
    { at: '2025-12-01T00:00:00Z', source },
  );

export const moveAllowed: RequirementStory = {
  parameters: { from: ['STAGING', 'SHADOW'] },
  steps: [
    {
      told: 'it serves in staging',
      async tell(world) {
        await world.entity('DEPLOYMENT', 'api');
        await serves(world, 'api', 'STAGING');
      },
      verdict: 'PASS',
      why: /churn@2 has been on api in STAGING/,
    },
    {
      told: 'who knows better says that it was the test stage',
      async tell(world) {
        await world.authority('k8s');
        await serves(world, 'api', 'TEST', 'k8s');
      },
      verdict: 'FAIL',
      why: /has not been in any of SHADOW, STAGING/,
    },
    {
      told: 'it serves in the shadow of another, and that ends',
      async tell(world) {
        await serves(world, 'other', 'SHADOW');
        await world.unrelate('RELEASED_TO', world.release, world.urn('DEPLOYMENT', 'other'), 'r1');
      },
      verdict: 'PASS',
      why: /has been on other in SHADOW/,
    },
    {
      told: 'another version is looked at, which nobody released',
      tell: (world) => world.another(),
      verdict: 'UNKNOWN',
      why: /Nowhere is known where churn@3 has been/,
    },
  ],
};
