import type { RequirementStory } from './story.ts';

export const kpiLinked: RequirementStory = {
  steps: [
    {
      told: 'its model serves where a KPI is moved',
      async tell(world) {
        const [api, kpi] = [world.urn('DEPLOYMENT', 'api'), world.urn('BUSINESS_KPI', 'retention')];
        await world.entity('DEPLOYMENT', 'api');
        await world.entity('BUSINESS_KPI', 'retention', {
          definitions: { id: '2025', validFrom: '2025-01-01T00:00:00Z' },
        });
        await world.relate('RELEASED_TO', world.release, api, { id: 'r1', stage: 'PRODUCTION' });
        await world.relate('AFFECTS', api, kpi);
      },
      verdict: 'PASS',
      why: /On api it moves retention/,
    },
    {
      told: 'what the KPI means is over',
      tell: (world) =>
        world.entity('BUSINESS_KPI', 'retention', {
          definitions: { id: '2025', validFrom: '2025-01-01T00:00:00Z', validTo: '2026-01-01T00:00:00Z' },
        }),
      verdict: 'FAIL',
      why: /No definition of retention is in force/,
    },
    {
      told: 'it means something else since',
      tell: (world) =>
        world.entity('BUSINESS_KPI', 'retention', { definitions: { id: '2026', validFrom: '2026-01-01T00:00:00Z' } }),
      verdict: 'PASS',
      why: /it moves retention/,
    },
    {
      told: 'it is not released any more, nor any other version',
      tell: (world) => world.unrelate('RELEASED_TO', world.release, world.urn('DEPLOYMENT', 'api'), 'r1'),
      verdict: 'UNKNOWN',
      why: /No deployment is known/,
    },
  ],
};
