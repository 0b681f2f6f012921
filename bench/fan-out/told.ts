import { ontology } from '../../src/domains/index.ts';
import { formatUrn } from '../../src/kernel/urn.ts';

/** What alerts are raised on. */
export const SOURCE = formatUrn('DATASET', 'fan-out', 'source');

const others = [...ontology.kinds.keys()].filter((kind) => kind !== 'DATASET');

/** The filter of this number: each is another one, and lets the source's alerts through. */
export function filterOf(number: number): { readonly kinds: readonly string[] } {
  return { kinds: ['DATASET', ...others.filter((_, bit) => (number & (1 << bit)) !== 0)] };
}

export const OPERATION = `subscription FollowAlerts($filter: AlertFilter, $after: LogPosition) {
  alerts(filter: $filter, after: $after) {
    __typename
    ... on FeedStart { position }
    ... on FeedGap { position: resumesAt }
    ... on AlertEvent {
      position
      type
      at
      alert { title severity state entity { id name } }
    }
  }
}`;
