import { urnParts, type Urn } from '../../../kernel/urn.ts';
import { failedAssertions } from '../../alerts/index.ts';
import type { Observation } from '../../../store/ports.ts';
import { wholesOf } from '../around.ts';
import { defineRequirement, fail, pass, unknown } from '../requirement.ts';
import { some } from '../sentence.ts';

/** What none of so many of the newest reports on a dataset names is not asserted of it any more. */
const NEWEST = 100;

export const upstreamChecksPass = defineRequirement({
  type: 'UPSTREAM_CHECKS_PASS',
  description:
    'Of each dataset that it comes from, or fields of which it comes from, all assertions hold as they were reported last.',
  parameters: {
    minDatasets: {
      type: 'int',
      range: [1, 100_000],
      default: 1,
      description: 'Of at least so many datasets something is asserted.',
    },
    warnings: { type: 'boolean', default: false, description: 'Assertions of severity warn have to hold, too.' },
  },
  reads: ['release <-…- Dataset.observations(metric: "assertions")'],
  async assess({ release }, { minDatasets, warnings }, evidence) {
    const { nodes } = await evidence.upstream();
    const ids = nodes.map(({ id }) => id);
    const datasets = [...ids.filter((id) => urnParts(id).kind === 'DATASET'), ...wholesOf(ids)];
    const observed = await evidence.observationsOf(datasets, failedAssertions.metric, NEWEST);
    const failed: string[] = [];
    let checked = 0;
    for (const [index, dataset] of datasets.entries()) {
      const words = lastWords(dataset, observed[index] ?? []);
      if (words.length === 0) continue;
      checked += 1;
      const wrong = words.flatMap((each) =>
        each === null || (each.harmless !== null && !warnings) ? [] : [each.title],
      );
      evidence.note({ id: dataset }, 'assertions', { told: words.length, failed: wrong });
      failed.push(...wrong);
    }
    evidence.note(release, 'datasets upstream', { all: datasets.length, checked });
    if (failed.length > 0) {
      return fail(`Upstream, ${some(failed)}.`, 'Mend the data, and have the checks run again.');
    }
    const what = `Of ${datasets.length} datasets upstream of ${release.name}, ${checked} are checked`;
    if (checked < minDatasets) {
      return unknown(`${what}.`, `Report dataQualityAssertions of at least ${minDatasets} by OpenLineage.`);
    }
    return pass(`${what}, and all that is asserted of them holds.`);
  },
});

/** What each report says counts until a later one tells of the same assertion: of two at one time the one that failed. */
function lastWords(of: Urn, reports: readonly Observation[]) {
  const findings = reports.flatMap(({ key, events }) =>
    events.flatMap(({ at, value }) => failedAssertions.findings({ of, key, value, at })),
  );
  findings.sort((a, b) => a.at - b.at || Number(a.wrong !== null) - Number(b.wrong !== null));
  return [...new Map(findings.map(({ key, wrong }) => [key, wrong])).values()];
}
