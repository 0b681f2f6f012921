import type { RequirementStory, World } from './story.ts';

async function raise(world: World): Promise<string> {
  const { raiseAlert } = await world.server.query<{ raiseAlert: { alert: { id: string } } }>(
    `mutation ($input: RaiseAlertInput!) { raiseAlert(input: $input) { alert { id } } }`,
    { input: { entity: world.data, severity: 'CRITICAL', title: 'Empty', key: world.namespace } },
  );
  return raiseAlert.alert.id;
}

let open = '';

export const noOpenCriticalAlert: RequirementStory = {
  steps: [
    { told: 'nothing is open', tell: () => Promise.resolve(), verdict: 'PASS', why: /No critical alert/ },
    {
      told: 'an alert is raised on its data',
      async tell(world) {
        open = await raise(world);
      },
      verdict: 'FAIL',
      why: /Open upstream: “Empty” on churn@2 <-…- customers/,
    },
    {
      told: 'it is resolved',
      tell: (world) => world.server.query('mutation ($id: ID!) { resolveAlert(id: $id) { position } }', { id: open }),
      verdict: 'PASS',
      why: /No critical alert/,
    },
    {
      told: 'no run is known any more that made it',
      tell: (world) => world.unrelate('PRODUCED', world.run, world.release),
      verdict: 'UNKNOWN',
      why: /Nothing is known to be upstream/,
    },
  ],
};
