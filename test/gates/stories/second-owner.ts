import type { RequirementStory } from './story.ts';

export const secondOwner: RequirementStory = {
  steps: [
    {
      told: 'two people own it',
      async tell(world) {
        for (const name of ['mara', 'omar']) {
          await world.entity('PERSON', name, { active: true });
          await world.relate('OWNS', world.urn('PERSON', name), world.model);
        }
      },
      verdict: 'PASS',
      why: /^There and active of the owners of churn@2 or churn: mara, omar\./,
    },
    {
      told: 'one of them has left',
      tell: (world) => world.entity('PERSON', 'omar', { active: false }),
      verdict: 'FAIL',
      why: /: mara\./,
    },
    {
      told: 'a third owns the version',
      async tell(world) {
        await world.entity('PERSON', 'ines', { active: true });
        await world.relate('OWNS', world.urn('PERSON', 'ines'), world.release);
      },
      verdict: 'PASS',
      why: /ines, mara/,
    },
    {
      told: 'nobody owns it any more',
      async tell(world) {
        await world.unrelate('OWNS', world.urn('PERSON', 'ines'), world.release);
        for (const name of ['mara', 'omar']) await world.unrelate('OWNS', world.urn('PERSON', name), world.model);
      },
      verdict: 'UNKNOWN',
      why: /No person is known who owns/,
    },
  ],
};
