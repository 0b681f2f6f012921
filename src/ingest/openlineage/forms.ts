import type { Place } from '../payload.ts';

/** Notes what is wrong at a place. */
type Form = (place: Place) => void;

const text: Form = (place) => void place.text();
const name: Form = (place) => void place.name();
const time: Form = (place) => void place.time();
const number: Form = (place) => void place.optionalNumber();
const flag: Form = (place) => {
  if (typeof place.value !== 'boolean') place.wrong('true or false');
};

function optional(form: Form): Form {
  return (place) => {
    if (!place.isAbsent) form(place);
  };
}

function list(form: Form): Form {
  return (place) => {
    if (place.isAbsent) place.wrong('a list');
    for (const member of place.list()) form(member);
  };
}

function record(form: Form): Form {
  return (place) => {
    if (place.isAbsent) place.wrong('an object');
    for (const [, member] of place.entries()) form(member);
  };
}

function members(forms: Readonly<Record<string, Form>>): Form {
  const all = Object.entries(forms);
  return (place) => {
    if (!place.isObject) return place.wrong('an object');
    for (const [key, form] of all) form(place.at(key));
  };
}

const dataset = { namespace: name, name };
const job = members({ namespace: name, name });
const run = members({ runId: name });
const counts = { rowCount: optional(number), fileCount: optional(number) };

const field: Form = members({
  ...{ name, type: optional(text), description: optional(text) },
  fields: optional((place) => fields(place)),
});
const fields = list(field);

const inputField = members({
  ...{ ...dataset, field: name },
  transformations: optional(
    list(
      members({
        ...{ type: optional(text), subtype: optional(text), description: optional(text), masking: optional(flag) },
      }),
    ),
  ),
});

/**
 * What the facets that are mapped must look like, after OpenLineage's own schemas: of the members that those demand,
 * the ones that the mapping rests on must be there. A facet that is not listed may be anything.
 */
export const FACET_FORMS: Readonly<Record<string, Form>> = {
  columnLineage: members({
    fields: record(members({ inputFields: list(inputField) })),
    dataset: optional(list(inputField)),
  }),
  dataQualityAssertions: members({
    assertions: list(members({ assertion: text, success: flag, column: optional(text) })),
  }),
  dataQualityMetrics: members({ ...counts, bytes: optional(number), columnMetrics: optional(record(members({}))) }),
  dataSource: members({ name: optional(text), uri: optional(text) }),
  datasetType: members({ datasetType: text }),
  documentation: members({ description: text }),
  errorMessage: members({ message: text, programmingLanguage: optional(text), stackTrace: optional(text) }),
  jobType: members({ jobType: optional(text), processingType: optional(text), integration: optional(text) }),
  lifecycleStateChange: members({ lifecycleStateChange: text, previousIdentifier: optional(members(dataset)) }),
  nominalTime: members({ nominalStartTime: time, nominalEndTime: optional(time) }),
  outputStatistics: members({ ...counts, size: optional(number) }),
  ownership: members({ owners: optional(list(members({ name, type: optional(text) }))) }),
  parent: members({ job, run: optional(run), root: optional(members({ job, run: optional(run) })) }),
  schema: members({ fields: optional(fields) }),
  sourceCodeLocation: members({
    ...{ type: optional(text), url: text, version: optional(text), branch: optional(text), tag: optional(text) },
    ...{ repoUrl: optional(text), path: optional(text) },
  }),
  sql: members({ query: text, dialect: optional(text) }),
  storage: members({ storageLayer: text, fileFormat: optional(text) }),
  symlinks: members({ identifiers: optional(list(members({ ...dataset, type: optional(text) }))) }),
  tags: members({
    tags: optional(list(members({ key: name, value: optional(text), source: optional(text), field: optional(text) }))),
  }),
  version: members({ datasetVersion: text }),
};
