import type { Micros } from '../../kernel/time.ts';
import { formatUrn, type Urn } from '../../kernel/urn.ts';
import { Facets } from './facets.ts';
import type { Place } from '../payload.ts';

/** An event of OpenLineage, read: a run's, a job's or a dataset's. */
export interface Event {
  readonly at: Micros;
  readonly producer: string | null;
  readonly run: Run | null;
  readonly job: JobPart | null;
  readonly inputs: readonly DatasetPart[];
  readonly outputs: readonly DatasetPart[];
  /** Of a dataset event: the dataset that it is about. */
  readonly dataset: DatasetPart | null;
}

export interface Run {
  /** As sent: usually a UUID, but not always. */
  readonly id: string;
  /** As sent: START, RUNNING, COMPLETE, FAIL, ABORT, OTHER, or something of the producer's own. */
  readonly eventType: string | null;
  readonly facets: Facets;
}

export interface JobPart {
  readonly id: Urn;
  readonly facets: Facets;
}

export interface DatasetPart {
  readonly id: Urn;
  readonly namespace: string;
  readonly name: string;
  readonly facets: Facets;
  /** Facets that hold for this run's reading or writing only. */
  readonly ownFacets: Facets;
}

export function readEvent(place: Place): Event {
  const event = {
    at: place.at('eventTime').time(),
    producer: place.at('producer').optionalText(),
    inputs: place
      .at('inputs')
      .list()
      .map((each) => readDataset(each, 'inputFacets')),
    outputs: place
      .at('outputs')
      .list()
      .map((each) => readDataset(each, 'outputFacets')),
    run: place.at('run').isAbsent ? null : readRun(place),
    job: place.at('job').isAbsent ? null : readJob(place.at('job')),
    dataset: place.at('dataset').isAbsent ? null : readDataset(place.at('dataset'), null),
  };
  if (event.run !== null && event.job === null)
    place.note({ path: 'job', message: 'expected the job that ran; came nothing' });
  if (event.run === null && event.job === null && event.dataset === null) {
    place.note({ path: '', message: 'expected an event with run and job, with job, or with dataset' });
  }
  return event;
}

export function fieldUrn(namespace: string, dataset: string, path: string): Urn {
  return formatUrn('FIELD', namespace, `${dataset}#${path}`);
}

function readRun(place: Place): Run {
  const run = place.at('run');
  return {
    id: run.at('runId').name(),
    eventType: place.at('eventType').optionalText(),
    facets: new Facets(run.at('facets')),
  };
}

function readJob(place: Place): JobPart {
  return {
    id: formatUrn('JOB', place.at('namespace').name(), place.at('name').name()),
    facets: new Facets(place.at('facets')),
  };
}

/** @param own where the facets are that hold for this reading or writing only; null where it is neither */
function readDataset(place: Place, own: string | null): DatasetPart {
  const [namespace, name] = [place.at('namespace').name(), place.at('name').name()];
  return {
    id: formatUrn('DATASET', namespace, name),
    namespace,
    name,
    facets: new Facets(place.at('facets')),
    ownFacets: own === null ? Facets.NONE : new Facets(place.at(own)),
  };
}
