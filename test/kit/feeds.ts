import type { Registry } from 'prom-client';
import { readConfig } from '../../src/config.ts';
import { buildGraph, createExecutor, type Execute } from '../../src/graphql/index.ts';
import { EVERYBODY, type Viewer } from '../../src/kernel/viewer.ts';
import type { Asked } from '../../src/server/admit.ts';
import { createFeeds } from '../../src/server/feeds/feeds.ts';
import { Subscription } from '../../src/server/feeds/subscription.ts';
import { createTelemetry } from '../../src/telemetry/events.ts';
import type { TestServer } from './server.ts';

const schema = buildGraph();
const execute = createExecutor(schema);

export interface Subscriber {
  /** What it was told, in order: the data of each answer. */
  readonly told: readonly Record<string, never>[];
  end(): void;
}

/** Subscriptions of the server's services behind no transport, and what their telemetry counts. */
export function feedsOf(server: TestServer, around: (execute: Execute) => Execute = (each) => each) {
  const telemetry = createTelemetry('silent');
  const feeds = createFeeds(schema, around(execute), server.services, readConfig({}), telemetry);
  return {
    /** @throws Error where it is refused */
    async subscribe(
      query: string,
      variables: Asked['variables'] = {},
      viewer: Viewer = EVERYBODY,
    ): Promise<Subscriber> {
      const admitted = feeds.admit(viewer, { query, variables });
      if (!('args' in admitted)) throw new Error(JSON.stringify(admitted));
      const begun = await feeds.subscribe(admitted);
      if (!(begun instanceof Subscription)) throw new Error(JSON.stringify(begun));
      const told: Record<string, never>[] = [];
      const deliver = (answer: Buffer, taken?: () => void): void => {
        told.push((JSON.parse(answer.toString()) as { data: Record<string, never> }).data);
        taken?.();
      };
      void begun.deliverTo({ deliver });
      return { told, end: () => begun.ended() };
    },
    counted: (name: string) => countedIn(telemetry.registry, name),
  };
}

async function countedIn(registry: Registry, name: string): Promise<number> {
  const metric = await registry.getSingleMetric(`throughline_${name}`)?.get();
  return metric?.values.reduce((sum, { value }) => sum + value, 0) ?? NaN;
}
