import type { RequirementStory, World } from './story.ts';

const api = (world: World) => world.urn('DEPLOYMENT', 'api');
const rules = (world: World) => world.urn('DEPLOYMENT', 'rules');
const first = (world: World) => world.urn('MODEL_VERSION', 'churn@1');

export const failsafeDeclared: RequirementStory = {
  parameters: { stage: 'PRODUCTION' },
  steps: [
    {
      told: 'another version of its model serves, and falls back to a deployment of rules; one in staging does not',
      async tell(world) {
        for (const name of ['api', 'rules', 'staged']) await world.entity('DEPLOYMENT', name);
        await world.relate('CONTAINS', world.model, first(world));
        await world.relate('RELEASED_TO', first(world), api(world), { id: 'r1', stage: 'PRODUCTION' });
        await world.relate('RELEASED_TO', world.release, world.urn('DEPLOYMENT', 'staged'), {
          id: 'r1',
          stage: 'STAGING',
        });
        await world.relate('FALLS_BACK_TO', api(world), rules(world));
      },
      verdict: 'PASS',
      why: /^api falls back to rules\.$/,
    },
    {
      told: 'the release itself, and it alone, comes to serve there; it falls back to itself and the release, too',
      async tell(world) {
        await world.relate('RELEASED_TO', world.release, rules(world), { id: 'r1', stage: 'STAGING' });
        for (const to of [api(world), world.release]) await world.relate('FALLS_BACK_TO', api(world), to);
      },
      verdict: 'FAIL',
      why: /^api falls back to api, which is itself and rules, which has churn@2 alone and churn@2, which is the release\.$/,
    },
    {
      told: 'it falls back to the version before, which is described',
      async tell(world) {
        await world.entity('MODEL_VERSION', 'churn@1');
        await world.relate('FALLS_BACK_TO', api(world), first(world));
      },
      verdict: 'PASS',
      why: /^api falls back to churn@1\.$/,
    },
    {
      told: 'nothing of its model serves anywhere any more',
      async tell(world) {
        await world.unrelate('RELEASED_TO', first(world), api(world), 'r1');
        for (const place of ['rules', 'staged']) {
          await world.unrelate('RELEASED_TO', world.release, world.urn('DEPLOYMENT', place), 'r1');
        }
      },
      verdict: 'UNKNOWN',
      why: /^No deployment is known on which churn@2 or its model serves\./,
    },
  ],
};
