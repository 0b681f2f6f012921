import type { RequirementStory } from './story.ts';

export const custom: RequirementStory = {
  parameters: { expression: 'run.metrics["auc"] >= 0.8 && upstream.all(each, !("personal" in each.tags))' },
  steps: [
    {
      told: 'its run reached what is demanded, and nothing upstream is personal',
      tell: (world) => world.entity('EXPERIMENT_RUN', 'run-2', { metrics: { auc: 0.85 } }),
      verdict: 'PASS',
      why: /run.metrics\["auc"\] >= 0.8.* holds/,
    },
    {
      told: 'its data turns out to be personal',
      tell: (world) => world.entity('DATASET', 'customers', { tags: ['personal'] }),
      verdict: 'FAIL',
      why: /does not hold/,
    },
    {
      told: 'that was wrong',
      tell: (world) => world.entity('DATASET', 'customers', { tags: [] }),
      verdict: 'PASS',
      why: /holds/,
    },
    {
      told: 'the run takes its metric back',
      tell: (world) => world.entity('EXPERIMENT_RUN', 'run-2', { metrics: { loss: 0.2 } }),
      verdict: 'UNKNOWN',
      why: /comes to nothing: No such key: auc/,
    },
  ],
};
