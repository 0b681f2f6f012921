import type { RequirementStory, World } from './story.ts';

const measured = (world: World, version: string, auc: number, abroad: number) =>
  world.entity('MODEL_VERSION', version, { metrics: { auc }, sliceMetrics: { abroad: { auc: abroad } } });

export const metricThreshold: RequirementStory = {
  parameters: { metric: 'auc', min: 0.6, against: 'SERVING', tolerance: 0.1, slices: ['abroad'] },
  steps: [
    {
      told: 'the first of its model is within bounds',
      tell: (world) => measured(world, 'churn@2', 0.75, 0.6),
      verdict: 'PASS',
      why: /auc is 0.75, auc on abroad is 0.6; no other version of churn serves in PRODUCTION/,
    },
    {
      told: 'another serves that is better abroad',
      async tell(world) {
        const other = world.urn('MODEL_VERSION', 'churn@1');
        await measured(world, 'churn@1', 0.85, 0.8);
        await world.relate('CONTAINS', world.model, other);
        await world.relate('RELEASED_TO', other, world.urn('DEPLOYMENT', 'api'), { id: 'r1', stage: 'PRODUCTION' });
      },
      verdict: 'FAIL',
      why: /^Of churn@2 auc on abroad is 0.6, where churn@1 in PRODUCTION has 0.8\.$/,
    },
    {
      told: 'abroad it is measured anew, and worse by no more than is tolerated',
      tell: (world) => measured(world, 'churn@2', 0.75, 0.7),
      verdict: 'PASS',
      why: /not worse than that of churn@1 in PRODUCTION/,
    },
    {
      told: 'what was measured abroad is withdrawn',
      tell: (world) => world.entity('MODEL_VERSION', 'churn@2', { sliceMetrics: null }),
      verdict: 'UNKNOWN',
      why: /^Nobody tells auc on abroad of churn@2\./,
    },
  ],
};
