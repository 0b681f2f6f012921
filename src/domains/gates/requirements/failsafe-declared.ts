import type { Urn } from '../../../kernel/urn.ts';
import { Deployment } from '../../deployments/index.ts';
import type { EntityObject } from '../../kind/entity.ts';
import { isThere, releasesOf, versionsBeside } from '../around.ts';
import type { Evidence } from '../evidence.ts';
import { defineRequirement, fail, pass, unknown } from '../requirement.ts';
import { some } from '../sentence.ts';

export const failsafeDeclared = defineRequirement({
  type: 'FAILSAFE_DECLARED',
  description:
    'Each deployment on which its model serves in the stage falls back to something that is there and does not depend on ' +
    'the release itself.',
  parameters: {
    stage: {
      type: 'string',
      names: 'STAGE',
      default: null,
      description:
        'Where its model serves; the stage that is asked for if null. Where it does not serve there yet, all its deployments count.',
    },
  },
  reads: [
    'release <-CONTAINS- Model -CONTAINS-> ModelVersion -RELEASED_TO-> Deployment (stage)',
    'Deployment -FALLS_BACK_TO-> Entity <-RELEASED_TO- Releasable',
  ],
  async assess({ release, stage: asked }, { stage }, evidence) {
    const releases = await releasesOf(await versionsBeside(evidence), evidence);
    const inStage = releases.filter(({ props }) => props['stage'] === (stage ?? asked));
    const where = inStage.length === 0 ? releases : inStage;
    const deployments = [...new Map(where.map(({ entity }) => [entity.id, entity])).values()];
    if (deployments.length === 0) {
      return unknown(
        `No deployment is known on which ${release.name} or its model serves.`,
        'Release it to one first, and say what that falls back to.',
      );
    }
    const declared = await evidence.relatedOf(deployments, 'FALLS_BACK_TO', 'out');
    const unfit = await unfitness(
      declared.flatMap((each) => each.map(({ entity }) => entity)),
      evidence,
    );
    const [safe, unsafe]: [string[], string[]] = [[], []];
    for (const [index, deployment] of deployments.entries()) {
      const failsafes = (declared[index] ?? []).map(({ entity }) => entity);
      const whyNot = (each: EntityObject) => (each.id === deployment.id ? 'is itself' : unfit.get(each.id));
      const fit = failsafes.filter((each) => whyNot(each) === undefined);
      const told = failsafes.map((each) => `${each.name}, which ${whyNot(each)}`);
      if (fit.length > 0) safe.push(`${deployment.name} falls back to ${some(fit.map(({ name }) => name))}`);
      else unsafe.push(`${deployment.name} falls back to ${told.length === 0 ? 'nothing' : told.join(' and ')}`);
    }
    if (unsafe.length === 0) return pass(`${some(safe)}.`);
    return fail(
      `${some(unsafe)}.`,
      `Say that it FALLS_BACK_TO a version or a deployment that does not depend on ${release.name}.`,
    );
  },
});

/** Why these are no failsafe for the release; nothing of those that are. */
async function unfitness(failsafes: readonly EntityObject[], evidence: Evidence) {
  const { release } = evidence;
  const each = [...new Map(failsafes.map((failsafe) => [failsafe.id, failsafe])).values()];
  const why = new Map<Urn, string>();
  const places = each.filter(({ kind }) => kind === Deployment.kind);
  const serving = await evidence.relatedOf(places, 'RELEASED_TO', 'in');
  for (const [index, { id }] of places.entries()) {
    // What serves beside it of another kind, such as its thresholds, does not stand in for it.
    const alike = (serving[index] ?? []).filter(({ entity }) => entity.kind === release.kind);
    if (alike.length > 0 && alike.every(({ entity }) => entity.id === release.id))
      why.set(id, `has ${release.name} alone`);
  }
  for (const failsafe of each) {
    if (failsafe.id === release.id) why.set(failsafe.id, 'is the release');
    else if (!isThere(failsafe)) why.set(failsafe.id, 'is not there');
  }
  return why;
}
