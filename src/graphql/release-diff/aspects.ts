import { enumType } from '../lineage-types.ts';

/** In the order in which they are told. */
export const ASPECTS = {
  CONFIGURATION: 'Settings of the configuration, by path.',
  PARAMETERS: 'Parameters of the run that made it, by path.',
  METRICS: 'Metrics of the run that made it, by path.',
  FEATURES: 'Features and feature views that the run was fed with.',
  DATA: 'Datasets, fields and validation sets that the run was fed with.',
  CODE: 'Code that the run executed.',
  ENVIRONMENT: 'Environments that the run executed in: image, versions, packages, by path.',
} as const;

export type Aspect = keyof typeof ASPECTS;

export const ASPECT_NAMES = Object.keys(ASPECTS) as readonly Aspect[];

/** What a run is fed with, by kind: other kinds are none of a release's parts. */
export const ASPECT_OF_INPUT: Readonly<Record<string, Aspect>> = {
  FEATURE: 'FEATURES',
  FEATURE_VIEW: 'FEATURES',
  DATASET: 'DATA',
  FIELD: 'DATA',
  VALIDATION_SET: 'DATA',
  CODE_ARTIFACT: 'CODE',
  ENVIRONMENT: 'ENVIRONMENT',
};

export const INPUT_ASPECTS = [...new Set(Object.values(ASPECT_OF_INPUT))];

export const UNKNOWN_REASONS = {
  NO_RUN: 'No run is known that made the release.',
  NOT_TOLD: 'Nobody tells anything of it.',
  TOO_MANY: 'The run was fed with more than is read, 5,000.',
  NOT_DESCRIBED:
    'Something that it used is named, but was not described by then, or has more than 1,000 parts: what changed inside is not known.',
} as const;

export type UnknownReason = keyof typeof UNKNOWN_REASONS;

export const AspectName = enumType('ReleaseAspect', 'A part of what a release is made of.', ASPECTS);

export const UnknownReasonName = enumType(
  'ReleaseUnknownReason',
  'Why a part of a release is not known. By NOT_DESCRIBED the part is compared as far as is known; by the others not at all.',
  UNKNOWN_REASONS,
);

export const DifferenceName = enumType('ReleaseDifferenceType', 'What became of it from one release to the other.', {
  ADDED: 'Only the later has it.',
  REMOVED: 'Only the former has it.',
  CHANGED: 'Both have it, otherwise; or another version of the same stands in its place.',
});
