import { nothingUpstream } from '../around.ts';
import { some } from '../sentence.ts';
import { defineRequirement, fail, pass } from '../requirement.ts';

export const noOpenCriticalAlert = defineRequirement({
  type: 'NO_OPEN_CRITICAL_ALERT',
  description: 'No critical alert is open on it, or on anything that it comes from.',
  parameters: {},
  reads: ['release <-…- Entity.alerts(open: true)'],
  async assess(candidate, _parameters, evidence) {
    const { release } = candidate;
    const { nodes } = await evidence.upstream();
    if (nodes.length < 2) return nothingUpstream(candidate);
    const open = await evidence.openAlerts(nodes.map(({ id }) => id));
    const critical = open.filter(({ props }) => props.severity === 'CRITICAL');
    if (critical.length === 0) return pass(`No critical alert is open upstream of ${release.name}.`);
    const titles = critical.map(({ props, about }) => `“${props.title}” on ${evidence.pathOf(about ?? release.id)}`);
    return fail(`Open upstream: ${some(titles)}.`, 'Resolve these alerts, or take what is alerted off the way.');
  },
});
