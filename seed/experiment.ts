import type { JsonObject } from '../src/kernel/json.ts';
import { formatUrn, type Urn } from '../src/kernel/urn.ts';
import { after } from './calendar.ts';
import { uuid } from './noise.ts';
import type { Table } from './table.ts';
import type { Story } from './story.ts';
import { tellUse, type View } from './view.ts';

export interface ExperimentRunPlan {
  readonly runName: string;
  readonly startedAt: string;
  readonly seconds: number;
  /** FINISHED where left out. */
  readonly status?: string;
  readonly changeNote: string;
  readonly parameters: JsonObject;
  readonly metrics: JsonObject;
  /** The metrics of the version that came of it, by part of the validation set. */
  readonly sliceMetrics?: JsonObject;
  /** Which version of the data was split, and a hash of what went where. */
  readonly split?: { readonly dataVersion: string; readonly splitFingerprint: string };
  readonly data: readonly Table[];
  /** The features that it was fed with; all of a view where the text is empty. */
  readonly features: readonly (readonly [view: View, features: string])[];
  /** What it runs by: code, an environment; and the validation sets that judge it. */
  readonly by?: readonly Urn[];
  /** The version of a configuration that came of it. */
  readonly configured?: Urn;
  /** The model version that came of it, as `churn@5`. */
  readonly produced?: string;
}

/**
 * A training, told as the tracking server would: when it began, and again when it had ended.
 * @returns the version that came of it, if any
 */
export function tellExperimentRun(story: Story, server: string, experiment: Urn, plan: ExperimentRunPlan): Urn | null {
  const { runName, startedAt, seconds, status = 'FINISHED', changeNote, parameters, metrics } = plan;
  const { data, features, by = [], configured, split, sliceMetrics } = plan;
  const endedAt = after(startedAt, seconds);
  const begun = story.by('mlflow', startedAt, 'OBSERVED');
  const name = uuid(server, runName).replaceAll('-', '');
  const shared = { runName, startedAt, changeNote, parameters, randomSeed: 42, ...split };
  const run = begun.entity('EXPERIMENT_RUN', server, name, { ...shared, status: 'RUNNING' });
  begun.relation('CONTAINS', experiment, run);
  for (const id of [...data.map((table) => table.id), ...by]) begun.relation('USED_BY', id, run);
  for (const [view, used] of features) tellUse(begun, 'USED_BY', run, view, used);
  const ended = story.by('mlflow', endedAt, 'OBSERVED');
  ended.entity('EXPERIMENT_RUN', server, name, { status, endedAt, metrics });
  if (configured !== undefined) ended.relation('PRODUCED', run, configured);
  if (plan.produced === undefined) return null;
  const version = tellVersion(story, server, plan.produced, endedAt, {
    ...{ description: changeNote, metrics },
    ...(sliceMetrics !== undefined && { sliceMetrics }),
  });
  ended.relation('PRODUCED', run, version);
  return version;
}

/** @param name as `churn@5` */
function tellVersion(story: Story, registry: string, name: string, at: string, props: JsonObject): Urn {
  const tell = story.by('mlflow', at);
  const [model = '', version = ''] = name.split('@');
  const id = tell.entity('MODEL_VERSION', registry, name, {
    version,
    artifactUri: `s3://meridian-models/${model}/${version}`,
    ...props,
  });
  tell.relation('CONTAINS', formatUrn('MODEL', registry, model), id);
  return id;
}
