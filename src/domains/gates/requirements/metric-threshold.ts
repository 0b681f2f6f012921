import { isJsonObject, type Json } from '../../../kernel/json.ts';
import type { EntityObject } from '../../kind/entity.ts';
import { modelOf, producingRun, releasesOf, versionsBeside } from '../around.ts';
import type { Evidence } from '../evidence.ts';
import { defineRequirement, fail, pass, unknown } from '../requirement.ts';
import { some } from '../sentence.ts';

type Slices = readonly string[];
/** By slice; null is all that it was validated on. */
type Measured = ReadonlyMap<string | null, number | null>;

export const metricThreshold = defineRequirement({
  type: 'METRIC_THRESHOLD',
  description:
    'A metric of it lies within bounds, or is not worse than that of what serves: overall, and on each part of the ' +
    'validation set that is named.',
  parameters: {
    metric: { type: 'string', description: 'The name of the metric.' },
    min: { type: 'float', default: null, description: 'It is at least this.' },
    max: { type: 'float', default: null, description: 'It is at most this.' },
    against: {
      type: 'string',
      values: { name: 'MetricReference', of: { SERVING: 'What serves of the same model.' } },
      default: null,
      description: 'SERVING: it is not worse than that of each version of the same model that serves in `stage`.',
    },
    stage: {
      type: 'string',
      names: 'STAGE',
      default: 'PRODUCTION',
      description: 'Where that serves which it is held against.',
    },
    tolerance: { type: 'float', range: [0, 1e12], default: 0, description: 'By so much it may be worse than that.' },
    direction: {
      type: 'string',
      values: { name: 'MetricDirection', of: { HIGHER: 'Higher is better.', LOWER: 'Lower is better.' } },
      default: 'HIGHER',
      description: 'Which way the metric is better: HIGHER or LOWER.',
    },
    slices: { type: 'strings', default: [], description: 'Parts of the validation set on which it has to hold, too.' },
  },
  problem({ min, max, against }) {
    if (min === null && max === null && against === null) {
      return { parameter: 'min', message: 'expected this, or max, or against; came none of them' };
    }
    if (min === null || max === null || min <= max) return null;
    return { parameter: 'max', message: `expected at least min, which is ${min}; came ${max}` };
  },
  reads: [
    'release.metrics, release.sliceMetrics',
    'release <-PRODUCED- ExperimentRun.metrics',
    'release <-CONTAINS- Model -CONTAINS-> ModelVersion (metrics) -RELEASED_TO-> Deployment (stage)',
  ],
  async assess({ release }, { metric, min, max, against, stage, tolerance, direction, slices }, evidence) {
    const measured = await measure(release, metric, slices, evidence);
    const model = against === null ? null : await modelOf(evidence);
    const others = model === null ? [] : await servingBeside(stage, evidence);
    const theirs = await measureEach(others, metric, slices, evidence);

    const [wrong, missing, right]: [string[], string[], string[]] = [[], [], []];
    for (const [slice, value] of measured) {
      const name = slice === null ? metric : `${metric} on ${slice}`;
      right.push(`${name} is ${value}`);
      if (value === null) missing.push(`${name} of ${release.name}`);
      else if (min !== null && value < min) wrong.push(`${name} is ${value}, less than ${min}`);
      else if (max !== null && value > max) wrong.push(`${name} is ${value}, more than ${max}`);
      for (const [other, itsOwn] of theirs) {
        const reference = itsOwn.get(slice) ?? null;
        if (reference === null) missing.push(`${name} of ${other.name}, which serves in ${stage}`);
        else if (value !== null && worseBy(value, reference, direction) > tolerance) {
          wrong.push(`${name} is ${value}, where ${other.name} in ${stage} has ${reference}`);
        }
      }
    }
    if (wrong.length > 0) return fail(`Of ${release.name} ${some(wrong)}.`, 'Make one that is better.');
    if (missing.length > 0)
      return unknown(`Nobody tells ${some(missing)}.`, 'Measure it, and log it with the version.');
    const what = `Of ${release.name} ${some(right)}`;
    if (against === null) return pass(`${what}.`);
    if (model === null) {
      return unknown(
        `Nobody says what ${release.name} is a version of: what serves of it is not known.`,
        'Register it with its model.',
      );
    }
    if (others.length > 0) {
      return pass(`${what}, not worse than that of ${some(others.map(({ name }) => name))} in ${stage}.`);
    }
    // The first of a model has no other to be held against: what is demanded beside that decides alone.
    const first = `no other version of ${model.name} serves in ${stage}`;
    if (min !== null || max !== null) return pass(`${what}; ${first}.`);
    return unknown(`There is nothing to hold it against: ${first}.`, 'Demand min or max, or waive it for the first.');
  },
});

async function servingBeside(stage: string, evidence: Evidence): Promise<EntityObject[]> {
  const others = (await versionsBeside(evidence)).filter(({ id }) => id !== evidence.release.id);
  const serving = (await releasesOf(others, evidence)).filter(({ props }) => props['stage'] === stage);
  return [...new Map(serving.map(({ version }) => [version.id, version])).values()];
}

async function measureEach(versions: readonly EntityObject[], metric: string, slices: Slices, evidence: Evidence) {
  const measured: (readonly [EntityObject, Measured])[] = [];
  for (const version of versions) measured.push([version, await measure(version, metric, slices, evidence)]);
  return measured;
}

/** What the version itself tells counts; what the run that made it tells, where it does not. */
async function measure(version: EntityObject, metric: string, slices: Slices, evidence: Evidence): Promise<Measured> {
  const own = numberIn(evidence.property(version, 'metrics'), metric);
  const run = own === null ? await producingRun(evidence, version) : null;
  const overall = own ?? (run === null ? null : numberIn(evidence.property(run, 'metrics'), metric));
  const bySlice = slices.length === 0 ? null : evidence.property(version, 'sliceMetrics');
  return new Map([[null, overall], ...slices.map((slice) => [slice, numberIn(bySlice, slice, metric)] as const)]);
}

function numberIn(json: Json, ...path: readonly string[]): number | null {
  let value = json;
  for (const name of path) value = isJsonObject(value) && Object.hasOwn(value, name) ? (value[name] ?? null) : null;
  return typeof value === 'number' ? value : null;
}

/** Rounded to what a sum of decimals is good for: 0.8 less 0.1 is not more than 0.7. */
function worseBy(value: number, reference: number, direction: string): number {
  const difference = direction === 'LOWER' ? value - reference : reference - value;
  return Number(difference.toFixed(12));
}
