import { definitionInForce } from '../../kpis/index.ts';
import { releasesOf, versionsBeside } from '../around.ts';
import { defineRequirement, fail, pass, unknown } from '../requirement.ts';
import { some } from '../sentence.ts';

export const kpiLinked = defineRequirement({
  type: 'KPI_LINKED',
  description:
    'Where its model serves, a KPI is moved that has a definition in force: it is known what it is judged by.',
  parameters: {},
  reads: [
    'release <-CONTAINS- Model -CONTAINS-> ModelVersion -RELEASED_TO-> Deployment -AFFECTS-> BusinessKpi.definition',
  ],
  async assess({ release, asOf }, _parameters, evidence) {
    const releases = await releasesOf(await versionsBeside(evidence), evidence);
    const deployments = [...new Map(releases.map(({ entity }) => [entity.id, entity])).values()];
    if (deployments.length === 0) {
      return unknown(
        `No deployment is known on which ${release.name} or its model serves.`,
        'Release it to one first.',
      );
    }
    const affected = (await evidence.relatedOf(deployments, 'AFFECTS', 'out')).flat();
    const there = affected.filter(({ entity }) => entity.retiredAt === null);
    const kpis = new Map(there.map(({ entity }) => [entity.id, entity]));
    const defined = [...kpis.values()].filter((kpi) => {
      const definition = definitionInForce(kpi, asOf);
      evidence.note(kpi, 'definition in force', definition === null ? null : definition.id);
      return definition !== null;
    });
    const where = some([...new Set(deployments.map(({ name }) => name))]);
    if (defined.length > 0) return pass(`On ${where} it moves ${some(defined.map(({ name }) => name))}.`);
    if (kpis.size === 0) return fail(`No KPI is known that ${where} moves.`, 'Say which it AFFECTS.');
    const names = some([...kpis.values()].map(({ name }) => name));
    return fail(`No definition of ${names} is in force.`, 'Define what they mean now.');
  },
});
