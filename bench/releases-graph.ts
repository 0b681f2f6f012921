import { formatUrn } from '../src/kernel/urn.ts';

const NAMESPACE = 'releases';
/** Each model has so many versions, and comes from a chain of jobs and datasets of this length. */
const VERSIONS = 10;
const STEPS = 12;
const SINCE = '2026-01-01T00:00:00Z';

const urn = (kind: string, name: string) => formatUrn(kind, NAMESPACE, name);

/** What stands before PRODUCTION: about the release itself, its model, where it serves, and all that it comes from. */
export const DEMANDS = [
  { type: 'RANDOM_SEED_SET' },
  { type: 'CHANGE_NOTE' },
  { type: 'METRIC_THRESHOLD', parameters: { metric: 'auc', min: 0.7, against: 'SERVING', tolerance: 0.05 } },
  { type: 'SECOND_OWNER' },
  { type: 'KPI_LINKED' },
  { type: 'SOAK_TIME', parameters: { stage: 'SHADOW', hours: 24 } },
  { type: 'FAILSAFE_DECLARED' },
  { type: 'UPSTREAM_DESCRIBED' },
  { type: 'NO_OPEN_CRITICAL_ALERT' },
] as const;

/** Facts about so many releases of models that serve, in the form in which the API takes them. */
export function* releaseFacts(count: number): Generator<readonly object[]> {
  for (let model = 0; model * VERSIONS < count; model++) {
    yield factsOf(model, Math.min(VERSIONS, count - model * VERSIONS));
  }
}

function factsOf(model: number, versions: number): object[] {
  const facts: object[] = [];
  const claim = { at: SINCE, source: 'bench' };
  const entity = (kind: string, name: string, props: object = {}) => {
    facts.push({ fact: 'entity', kind, namespace: NAMESPACE, name, props, ...claim });
    return urn(kind, name);
  };
  const relate = (type: string, from: string, to: string, props: object = {}) =>
    facts.push({ fact: 'relation', type, from, to, props, ...claim });

  const whole = entity('MODEL', `model-${model}`, { tier: '1' });
  for (const who of ['ann', 'ben']) relate('OWNS', entity('PERSON', `${who}-${model}`, { active: true }), whole);
  const [api, spare] = [entity('DEPLOYMENT', `api-${model}`), entity('DEPLOYMENT', `spare-${model}`)];
  relate('FALLS_BACK_TO', api, spare);
  const definition = { id: 'first', weight: 1, validFrom: SINCE };
  relate('AFFECTS', api, entity('BUSINESS_KPI', `kpi-${model}`, { definitions: definition }));
  let data = entity('DATASET', `raw-${model}`);
  for (let step = 0; step < STEPS; step++) {
    const job = entity('JOB', `job-${model}-${step}`);
    relate('READ_BY', data, job);
    data = entity('DATASET', `data-${model}-${step}`);
    relate('WRITES', job, data);
  }
  for (let version = 0; version < versions; version++) {
    const name = `model-${model}@${version}`;
    const run = entity('EXPERIMENT_RUN', `run-${model}-${version}`, { randomSeed: version, changeNote: 'Other data.' });
    const release = entity('MODEL_VERSION', name, { version: String(version), metrics: { auc: 0.7 + version / 100 } });
    relate('USED_BY', data, run);
    relate('PRODUCED', run, release);
    relate('CONTAINS', whole, release);
    if (version === 0) relate('RELEASED_TO', release, api, { id: `now-${model}`, stage: 'PRODUCTION' });
    else relate('RELEASED_TO', release, spare, { id: `${model}-${version}`, stage: 'SHADOW' });
  }
  return facts;
}
