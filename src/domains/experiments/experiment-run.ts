import { defineKind } from '../kind/define-kind.ts';

export const ExperimentRun = defineKind({
  kind: 'EXPERIMENT_RUN',
  typeName: 'ExperimentRun',
  plural: 'experimentRuns',
  domain: 'experiments',
  description: 'One training or evaluation: with these data, features, code and parameters came these metrics.',
  naming: 'The tracking server, and the run’s id on it.',
  attributes: {
    runName: { type: 'string', description: 'What its author called it.', search: true, order: true },
    status: {
      type: 'string',
      description: 'RUNNING, FINISHED, FAILED, …, as the tracking server says.',
      filter: true,
      facet: true,
    },
    startedAt: { type: 'time', description: 'When it began.', filter: true, order: true },
    endedAt: { type: 'time', description: 'When it ended.', order: true },
    parameters: { type: 'json', description: 'Parameters by name.' },
    metrics: { type: 'json', description: 'Last value of each metric by name.' },
    randomSeed: { type: 'int', description: 'The seed that its author says was set.' },
    dataVersion: { type: 'string', description: 'Which version of the data it was fed with.', filter: true },
    splitFingerprint: {
      type: 'string',
      description: 'A hash of which rows went where as the data were split for training and validation.',
    },
    changeNote: { type: 'string', description: 'What was changed against the run before, and why.', search: true },
  },
});
