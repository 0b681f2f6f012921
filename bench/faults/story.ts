import { formatUrn, type Urn } from '../../src/kernel/urn.ts';

/** What one run writes and follows, apart from what others wrote to the same store. */
export interface Story {
  /** What alerts are on. */
  readonly datasets: readonly Urn[];
  /** The facts that come first. */
  readonly graph: readonly object[];
  /** One relation comes and goes: with it two of the datasets come upstream of what is followed, and cease to be. */
  turn(count: number): object;
  /** What clients follow, in turn. */
  readonly feeds: readonly FeedAsked[];
  /** What is raised when all else is written, on what is upstream at any time. */
  readonly last: { readonly key: string; readonly entity: Urn };
}

export interface FeedAsked {
  readonly name: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

export function createStory(namespace: string): Story {
  const [raw, orders, customers, visits, clean] = ['raw', 'orders', 'customers', 'visits', 'clean'].map((name) =>
    formatUrn('DATASET', namespace, name),
  ) as [Urn, Urn, Urn, Urn, Urn];
  const [load, wash] = ['load', 'wash'].map((name) => formatUrn('JOB', namespace, name)) as [Urn, Urn];
  const told = (second: number) => ({
    at: new Date(Date.UTC(2026, 0, 1) + second * 1_000).toISOString(),
    source: 'faults',
  });
  const graph = [
    ...[
      ['READ_BY', raw, load],
      ['WRITES', load, orders],
    ],
    ...[
      ['READ_BY', customers, wash],
      ['READ_BY', visits, wash],
      ['WRITES', wash, clean],
    ],
  ].map(([type, from, to]) => ({ fact: 'relation', type, from, to, ...told(0) }));
  const turning = { type: 'READ_BY', from: orders, to: wash };
  return {
    datasets: [raw, orders, customers, visits],
    graph,
    turn: (count) => ({
      ...(count % 2 === 1 ? { fact: 'relation', ...turning } : { fact: 'retire', of: turning }),
      ...told(count),
    }),
    feeds: [
      { name: 'all alerts', variables: {} },
      { name: 'those that are CRITICAL', variables: { filter: { severities: ['CRITICAL'] } } },
      { name: 'those upstream of a dataset', variables: { scopes: [clean] } },
      {
        name: 'those that come upstream of it, or cease to be',
        variables: { scopes: [clean], filter: { events: ['RAISED', 'ENTERED_SCOPE', 'LEFT_SCOPE'] } },
      },
    ],
    last: { key: `${namespace} last`, entity: customers },
  };
}
