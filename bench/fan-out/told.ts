import { formatUrn } from '../../src/kernel/urn.ts';

/** How many subscribe, and to how many different feeds. */
export interface Size {
  readonly subscribers: number;
  readonly filters: number;
}

/** What alerts are raised on: upstream of all that is watched. */
export const SOURCE = formatUrn('DATASET', 'fan-out', 'source');

export function watched(index: number): string {
  return formatUrn('DATASET', 'fan-out', `report-${index}`);
}

/** Each is a step away from the source. */
export function factsOf({ filters }: Size): object[] {
  const said = { at: '2026-01-01T00:00:00Z', source: 'bench' };
  return Array.from({ length: filters }, (_, index) => {
    const job = formatUrn('JOB', 'fan-out', `job-${index}`);
    return [
      { fact: 'relation', type: 'READ_BY', from: SOURCE, to: job, ...said },
      { fact: 'relation', type: 'WRITES', from: job, to: watched(index), ...said },
    ];
  }).flat();
}

export const OPERATION = `subscription FollowAlerts($scopes: [ID!], $after: LogPosition) {
  alerts(scopes: $scopes, after: $after) {
    __typename
    ... on FeedStart { position }
    ... on FeedGap { position: resumesAt }
    ... on AlertEvent {
      position
      type
      at
      alert { title severity state entity { id name } }
      via { length nodes { id } }
    }
  }
}`;
