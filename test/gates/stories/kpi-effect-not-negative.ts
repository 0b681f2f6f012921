import type { RequirementStory, World } from './story.ts';

const since = { at: '2025-12-01T00:00:00Z' };

/** What the mean is in each arm, by now. */
async function means(world: World, control: number, treatment: number, revision: number): Promise<void> {
  const kpi = world.urn('BUSINESS_KPI', 'basket');
  for (const [arm, value] of Object.entries({ control, treatment })) {
    await world.observe(kpi, 'kpi.part', { value, n: 500, variance: 100, arm, revision }, arm, {
      at: '2026-02-01T00:00:00Z',
    });
  }
}

export const kpiEffectNotNegative: RequirementStory = {
  steps: [
    {
      told: 'it serves half of an experiment, and does better than the other',
      async tell(world) {
        const [api, kpi] = [world.urn('DEPLOYMENT', 'api'), world.urn('BUSINESS_KPI', 'basket')];
        const definitions = { id: '2025', direction: 'HIGHER_IS_BETTER', validFrom: '2025-01-01T00:00:00Z' };
        await world.entity('DEPLOYMENT', 'api');
        await world.entity('BUSINESS_KPI', 'basket', { definitions });
        await world.relate('AFFECTS', api, kpi, {}, since);
        const arm = (name: string, id: string) => ({ id, stage: 'AB', trafficShare: 0.5, arm: name });
        await world.relate('RELEASED_TO', world.urn('MODEL_VERSION', 'churn@1'), api, arm('control', 'r1'), since);
        await world.relate('RELEASED_TO', world.release, api, arm('treatment', 'r2'), {
          at: '2025-12-02T00:00:00Z',
        });
        await means(world, 50, 55, 0);
      },
      verdict: 'PASS',
      why: /None is for the worse: basket on api positive/,
    },
    {
      told: 'the values are corrected, and it is the other way round',
      tell: (world) => means(world, 55, 50, 1),
      verdict: 'FAIL',
      why: /It is for the worse: basket on api by -5 \(/,
    },
    {
      told: 'they are corrected again',
      tell: (world) => means(world, 50, 54, 2),
      verdict: 'PASS',
      why: /positive/,
    },
    {
      told: 'nobody says any more what is moved there',
      tell: (world) => world.unrelate('AFFECTS', world.urn('DEPLOYMENT', 'api'), world.urn('BUSINESS_KPI', 'basket')),
      verdict: 'UNKNOWN',
      why: /Nothing is known where churn@2 serves and moves a KPI/,
    },
  ],
};
