import type { RequirementStory, World } from './story.ts';

const check = (world: World, run: string, ...assertions: object[]) =>
  world.observe(world.data, 'assertions', assertions, run);
const unique = (success: boolean) => ({ assertion: 'unique', column: 'id', success });

export const upstreamChecksPass: RequirementStory = {
  steps: [
    {
      told: 'what is asserted of its data holds',
      tell: (world) => check(world, 'r1', unique(true), { assertion: 'not_null', column: 'id', success: true }),
      verdict: 'PASS',
      why: /^Of 1 datasets upstream of churn@2, 1 are checked, and all that is asserted of them holds\.$/,
    },
    {
      told: 'one assertion fails; a later run tells of another alone',
      async tell(world) {
        await check(world, 'r2', unique(false));
        await check(world, 'r3', { assertion: 'not_null', column: 'id', success: true });
      },
      verdict: 'FAIL',
      why: /^Upstream, unique does not hold for id of customers\./,
    },
    {
      told: 'it holds again',
      tell: (world) => check(world, 'r4', unique(true)),
      verdict: 'PASS',
      why: /all that is asserted of them holds/,
    },
    {
      told: 'the run turns out to have used other data, of which nothing is asserted',
      async tell(world) {
        await world.unrelate('USED_BY', world.data, world.run);
        await world.relate('USED_BY', world.urn('DATASET', 'dump'), world.run);
      },
      verdict: 'UNKNOWN',
      why: /^Of 1 datasets upstream of churn@2, 0 are checked\./,
    },
  ],
};
